"""PDF from values: a typst template of our own, and data it receives as JSON, never as markup.

Everything is decided here once for all documents: the fonts, the archive and accessibility profile (PDF/A-2a and
PDF/UA-1), the words' language. The same values give the same bytes: no clock, no random number goes in.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typst
from django.utils.translation import override

from insurance.documents.glyphs import printable
from insurance.rules.months import Month
from insurance.wording import INSURANCE_NAMES

HERE = Path(__file__).parent
LANGUAGES = ("zh-hans", "en")
PROFILES = ["a-2a", "ua-1"]
OFFICE_TIME = ZoneInfo("Asia/Shanghai")


@cache
def faces() -> typst.Fonts:
    """Return the faces of our own folder and no others."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[HERE / "fonts"])


def rendered(template: str, values: Any, *, language: str) -> bytes:
    """Return ``pdf_templates/<template>.typ`` filled with ``values``, a dataclass of plain values, as a PDF.

    Days, months and instants reach the template as ISO texts, instants in the office's time. A character that cannot
    be printed shows as 〓 and is named at the foot.
    """
    assert language in LANGUAGES, language
    missing: set[str] = set()
    sheet = {"language": language, "insurance_names": insurance_names(language), **_plain(values, missing)}
    sheet["missing"] = sorted(missing)
    return typst.compile(
        HERE / "pdf_templates" / f"{template}.typ",
        root=HERE / "pdf_templates",
        font_paths=faces(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(sheet, ensure_ascii=False)},
        pdf_standards=PROFILES,
        format="pdf",
    )


def insurance_names(language: str) -> dict[int, str]:
    """Return the hall's names of the insurances in the language of the document, whatever the reader's page is in."""
    with override(language):
        return {int(code): str(name) for code, name in INSURANCE_NAMES.items()}


def _plain(value: Any, missing: set[str]) -> Any:
    """Return ``value`` as JSON can carry it, every text printable."""
    match value:
        case list() | tuple():
            return [_plain(entry, missing) for entry in value]
        case datetime():
            return value.astimezone(OFFICE_TIME).strftime("%Y-%m-%dT%H:%M")
        case date():
            return value.isoformat()
        case Month():
            return str(value)
        case str():
            return printable(value, missing)
        case int() | None:
            return value
    assert is_dataclass(value), value
    return {field.name: _plain(getattr(value, field.name), missing) for field in fields(value)}
