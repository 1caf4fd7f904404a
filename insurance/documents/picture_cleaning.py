"""Write an uploaded photograph or scan anew: the pixels, and nothing else of the file."""

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageOps

from accounts.rules.errors import RuleBroken

MOST_PIXELS = 40_000_000
ENOUGH_PIXELS = 12_000_000
"""A photograph above this is halved while it is decoded: a page stays legible, memory stays small."""
MOST_SCANS = 64
"""Passes of a progressive JPEG; each costs the work of the whole picture and may be a few bytes long."""
START_OF_SCAN = b"\xff\xda"
JPEG_QUALITY = 90
PNG_COMPRESSION = 4


def clean_jpeg(content: bytes) -> bytes:
    """Return the first picture of a JPEG, upright, without comments, camera data or what follows its end.

    RuleBroken("file.pixels") above 40 megapixels, "file.damaged" when it cannot be decoded to its end.
    """
    if content.count(START_OF_SCAN) > MOST_SCANS:
        raise RuleBroken("file.damaged")
    with decoding(content, "JPEG") as image:
        if image.width * image.height > ENOUGH_PIXELS:
            image.draft(image.mode, (image.width // 2, image.height // 2))
        upright = ImageOps.exif_transpose(image)
    if upright.mode not in {"L", "RGB"}:
        upright = upright.convert("RGB")
    return pixels_of(upright, "JPEG", quality=JPEG_QUALITY)


def clean_png(content: bytes) -> bytes:
    """Return a PNG without texts, profiles or what follows its end.

    RuleBroken("file.animated") when it moves, otherwise as ``clean_jpeg``.
    """
    with decoding(content, "PNG") as image:
        if getattr(image, "is_animated", False):
            raise RuleBroken("file.animated")
        image.load()
    return pixels_of(image, "PNG", compress_level=PNG_COMPRESSION)


@contextmanager
def decoding(content: bytes, form: str) -> Iterator[Image.Image]:
    """Give the picture with only its header read; what goes wrong while it is decoded is RuleBroken("file.damaged")."""
    try:
        image = Image.open(io.BytesIO(content), formats=[form])
        if image.width * image.height > MOST_PIXELS:
            raise RuleBroken("file.pixels")
        yield image
    except Image.DecompressionBombError:
        raise RuleBroken("file.pixels") from None
    except (OSError, ValueError, SyntaxError, LookupError, EOFError, struct.error, zlib.error) as damage:
        raise RuleBroken("file.damaged") from damage


def pixels_of(image: Image.Image, form: str, **how) -> bytes:
    """Return the pixels of ``image`` as a new file; of its other data only the transparent colour is kept."""
    image.info = {name: value for name, value in image.info.items() if name == "transparency"}
    written = io.BytesIO()
    image.save(written, form, **how)
    return written.getvalue()
