"""Of a picture only its pixels stay, the right way up; what cannot be decoded safely is refused."""

import io

import pytest
from PIL import Image

from accounts.rules.errors import RuleBroken
from insurance.documents.picture_cleaning import ENOUGH_PIXELS, clean_jpeg, clean_png
from tests.insurance.documents import hostile_files as files


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_keeps_its_size_and_mode(mode):
    image = opened(clean_png(files.png(9, 7, mode=mode)))
    assert (image.size, image.mode, image.format) == ((9, 7), mode, "PNG")


def test_a_transparent_colour_stays_transparent():
    source = Image.new("P", (4, 4))
    assert opened(clean_png(files.saved(source, "PNG", transparency=0))).info["transparency"] == 0


@pytest.mark.parametrize(("mode", "kept"), [("L", "L"), ("RGB", "RGB"), ("CMYK", "RGB")])
def test_a_jpeg_is_grey_or_coloured(mode, kept):
    image = opened(clean_jpeg(files.jpeg(9, 7, mode=mode)))
    assert (image.size, image.mode, image.format) == ((9, 7), kept, "JPEG")


@pytest.mark.parametrize(
    ("clean", "content"),
    [
        (clean_png, files.png(texts={"Comment": files.MARK.decode()})),
        (clean_png, files.png() + files.MARK),
        (clean_png, files.png() + files.zipped()),
        (clean_jpeg, files.jpeg(comment=files.MARK)),
        (clean_jpeg, files.jpeg(icc_profile=files.MARK)),
        (clean_jpeg, files.jpeg() + files.MARK),
        (clean_jpeg, files.jpeg() + files.zipped()),
        (clean_jpeg, files.sideways_photograph()),
    ],
    ids=["png text", "png tail", "png zip", "jpeg comment", "jpeg profile", "jpeg tail", "jpeg zip", "jpeg camera"],
)
def test_nothing_but_pixels_stays(clean, content):
    assert files.MARK in content or b"PK\x03\x04" in content
    cleaned = clean(content)
    assert files.MARK not in cleaned
    assert b"PK" not in cleaned
    assert set(opened(cleaned).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_photograph_is_turned_upright():
    assert opened(clean_jpeg(files.sideways_photograph())).size == (8, 16)


def test_a_telephones_portrait_is_its_first_picture():
    image = opened(clean_jpeg(files.photograph_with_a_second_picture()))
    assert (image.format, image.size) == ("JPEG", (8, 8))


def test_a_great_photograph_is_halved_and_a_scan_is_not():
    assert ENOUGH_PIXELS < 5000 * 4000
    assert opened(clean_jpeg(files.jpeg(5000, 4000, mode="L"))).size == (2500, 2000)
    assert opened(clean_png(files.png(5000, 4000, mode="1"))).size == (5000, 4000)


@pytest.mark.parametrize(("width", "height"), [(8000, 5001), (12000, 12000), (30000, 30000), (2**31 - 1, 2**31 - 1)])
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_too_many_pixels_are_refused_by_the_header(width, height):
    with pytest.raises(RuleBroken, match=r"file\.pixels"):
        clean_png(files.png_that_claims(width, height))


def test_a_moving_picture_is_refused():
    with pytest.raises(RuleBroken, match=r"file\.animated"):
        clean_png(files.moving_png())


@pytest.mark.parametrize(
    ("clean", "content"),
    [
        (clean_png, files.png(64, 64)[:60]),
        (clean_png, b"\x89PNG\r\n\x1a\n"),
        (clean_png, files.png_that_claims(300, 300)),
        (clean_png, files.jpeg()),
        (clean_jpeg, b"\xff\xd8\xff"),
        (clean_jpeg, files.jpeg(400, 400)[:-400]),
        (clean_jpeg, files.png()),
        (clean_jpeg, files.jpeg() + b"\xff\xda" * 100),
    ],
)
def test_what_cannot_be_read_to_its_end_is_refused(clean, content):
    with pytest.raises(RuleBroken, match=r"file\.damaged"):
        clean(content)
