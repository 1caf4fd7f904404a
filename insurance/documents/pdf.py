"""PDF from values: a typst template of our own, and data it receives as JSON, never as markup.

The same values give the same bytes: no clock, no random number goes in. The setting itself is done apart
(``pdf_rendering``), with our own fonts, for the archive and for screen readers.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from insurance.documents.apart import run_apart
from insurance.documents.glyphs import printable
from insurance.documents.insurance_words import insurance_names
from insurance.rules.business_day import OFFICE_TIME
from insurance.rules.months import Month

LANGUAGES = ("zh-hans", "en")
SECONDS = 60


def rendered(template: str, values: Any, *, language: str) -> bytes:
    """Return ``pdf_templates/<template>.typ`` filled with ``values``, a dataclass of plain values, as a PDF.

    Days, months and instants reach the template as ISO texts, instants in the office's time. A character that cannot
    be printed shows as 〓 and is named in the document.
    """
    assert language in LANGUAGES, language
    missing: set[str] = set()
    sheet = {"language": language, "insurance_names": insurance_names(language), **_plain(values, missing)}
    sheet["missing"] = sorted(missing)
    content = json.dumps(sheet, ensure_ascii=False).encode()
    setting = run_apart("insurance.documents.pdf_rendering", template, content, seconds=SECONDS)
    if setting.returncode:
        raise RuntimeError(f"{template} was not set: {setting.stderr.decode(errors='replace')}")
    return setting.stdout


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
