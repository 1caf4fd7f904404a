"""Write an uploaded PDF anew: its pages, and nothing that acts, sends, hides or was appended."""

import io
from collections.abc import Iterator

import pikepdf

from accounts.rules.errors import RuleBroken

STREAM_BYTES = 64 << 20
"""What one compressed stream of the file's structure may become; pictures are not unpacked at all."""
MOST_WARNINGS = 100

KEPT_OF_CATALOGUE = frozenset({"/Type", "/Pages", "/AcroForm", "/Lang", "/OCProperties"})
"""What a PDF needs to look as it did; names, metadata, threads and actions on opening are not among it."""

ACTIVE_KEYS = frozenset(
    {"/JS", "/JavaScript", "/EF", "/EmbeddedFiles", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
)
ACTIVE_ACTIONS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToE",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/RichMediaExecute",
        "/GoTo3DView",
    }
)


def clean_pdf(content: bytes) -> bytes:
    """Return a PDF with the same pages.

    RuleBroken("file.encrypted"); ("file.active_content") for scripts, programs to launch, forms that send, embedded
    files and media; ("file.damaged") when there are no pages to be had.
    """
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=STREAM_BYTES,
        png_max_memory=STREAM_BYTES,
        tiff_max_memory=STREAM_BYTES,
        run_length_max_memory=STREAM_BYTES,
        doc_max_warnings=MOST_WARNINGS,
    )
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            refuse_unfit(pdf)
            return rewritten(pdf)
    except pikepdf.PasswordError:
        raise RuleBroken("file.encrypted") from None
    except (pikepdf.PdfError, ValueError, TypeError, LookupError) as damage:
        raise RuleBroken("file.damaged") from damage


def refuse_unfit(pdf: pikepdf.Pdf) -> None:
    if pdf.is_encrypted:
        raise RuleBroken("file.encrypted")
    if not len(pdf.pages):
        raise RuleBroken("file.damaged")
    if any(is_active(name, value) for name, value in entries(pdf)):
        raise RuleBroken("file.active_content")


def is_active(name: str, value) -> bool:
    """Tell whether an entry of a dictionary does more than describe a page."""
    return name in ACTIVE_KEYS or (name == "/S" and isinstance(value, pikepdf.Name) and str(value) in ACTIVE_ACTIONS)


def entries(pdf: pikepdf.Pdf) -> Iterator[tuple[str, object]]:
    """Yield every name and value of every dictionary in the file, however deep it stands."""
    waiting = list(pdf.objects)
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            yield from thing.items()
            waiting.extend(value for _, value in thing.items() if stands_in_place(value))
        if isinstance(thing, pikepdf.Array):
            waiting.extend(value for value in thing if stands_in_place(value))


def stands_in_place(value) -> bool:
    """Tell whether ``value`` is a container written where it is used; the others are in the list of objects."""
    return isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect


def rewritten(pdf: pikepdf.Pdf) -> bytes:
    """Return the pages as a new file; objects that no page needs, comments and tails do not come along."""
    for name in set(pdf.Root.keys()) - KEPT_OF_CATALOGUE:
        del pdf.Root[name]
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for page in pdf.pages:
        quieten(page.obj)
        for annotation in page.obj.get("/Annots", []):
            quieten(annotation)
    written = io.BytesIO()
    pdf.save(
        written,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )
    return written.getvalue()


def quieten(thing: pikepdf.Object) -> None:
    """Take away what would happen by itself when a page or a field is entered."""
    if "/AA" in thing:
        del thing["/AA"]
