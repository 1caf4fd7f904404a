"""Files as attackers, phones and broken scanners make them, built here byte by byte or by the libraries themselves."""

import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image, PngImagePlugin

MARK = b"<script>alert(1)</script>"
"""What must not survive cleaning."""


def png(width: int = 8, height: int = 8, *, mode: str = "RGB", texts: dict | None = None) -> bytes:
    info = PngImagePlugin.PngInfo()
    for key, value in (texts or {}).items():
        info.add_text(key, value)
    return saved(Image.new(mode, (width, height)), "PNG", pnginfo=info)


def jpeg(width: int = 8, height: int = 8, *, mode: str = "RGB", **how) -> bytes:
    return saved(Image.new(mode, (width, height)), "JPEG", **how)


def saved(image: Image.Image, form: str, **how) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **how)
    return target.getvalue()


def moving_png() -> bytes:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    return saved(frames[0], "PNG", save_all=True, append_images=frames[1:])


def photograph_with_a_second_picture() -> bytes:
    """As telephones write portraits (MPO): a JPEG with a depth map behind it."""
    return saved(Image.new("RGB", (8, 8)), "MPO", save_all=True, append_images=[Image.new("RGB", (4, 4))])


def sideways_photograph() -> bytes:
    """A wide picture whose camera data says: turn me upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = MARK.decode()
    return saved(Image.new("RGB", (16, 8)), "JPEG", exif=exif)


def png_that_claims(width: int, height: int) -> bytes:
    """A header of that size over data of one line."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    )


def pdf(change=None, **saving) -> bytes:
    """Return a PDF of one page, changed by ``change(pdf)`` before it is saved."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    if change:
        change(document)
    target = io.BytesIO()
    document.save(target, static_id=True, **saving)
    return target.getvalue()


def pdf_that_opens_with(**action) -> bytes:
    def change(document):
        document.Root.OpenAction = document.make_indirect(pikepdf.Dictionary(**action))

    return pdf(change)


def pdf_with_a_file_inside() -> bytes:
    return pdf(lambda document: document.attachments.__setitem__("invoice.xml", b"<x/>"))


def pdf_whose_page_hides(name: str, value) -> bytes:
    """Return a PDF with an entry deep inside direct containers of its page."""

    def change(document):
        buried = pikepdf.Array([pikepdf.Dictionary({"/Deep": pikepdf.Array([pikepdf.Dictionary({name: value})])})])
        document.pages[0].obj.PieceInfo = buried

    return pdf(change)


def pdf_with_a_bomb() -> bytes:
    """A PDF whose catalogue lies in an object stream of 300 MB of blanks, in a file of a third of one."""
    blanks = zlib.compress(b"1 0 " + b" " * 300_000_000, 9)
    head = b"%PDF-1.5\n"
    stream = (
        b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(blanks) + blanks + b"\nendstream"
    )
    objects = b"2 0 obj" + stream + b" endobj\n"
    table_at = len(head + objects)
    rows = b"".join(struct.pack(">BIB", *row) for row in [(0, 0, 255), (2, 2, 0), (1, len(head), 0), (1, table_at, 0)])
    table = (
        b"3 0 obj<</Type/XRef/Size 4/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % len(rows)
        + rows
        + b"\nendstream endobj\n"
    )
    return head + objects + table + b"startxref\n%d\n%%%%EOF\n" % table_at


def zipped() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.html", MARK)
    return target.getvalue()
