"""What holds for every PDF, whatever its template."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from insurance.documents import pdf
from insurance.documents.pdf import rendered
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month

TEMPLATES = sorted(Path(pdf.__file__).with_name("pdf_templates").glob("*.typ"))
FORMS = [path for path in TEMPLATES if path.name not in ("form.typ", "numbered.typ")]


@dataclass(frozen=True)
class Sheet:
    when: datetime
    day: date
    month: Month
    insurances: tuple[Insurance, ...]
    remark: str | None


LATE = datetime(2026, 11, 30, 17, tzinfo=UTC)
SHEET = Sheet(LATE, date(2026, 11, 30), Month(2026, 12), (Insurance.MEDICAL,), "𫇦")


def test_values_reach_the_template_as_plain_json(monkeypatch):
    seen = {}

    class Set:
        returncode = 0
        stdout = b"%PDF"

    def keep(_module, _template, content, *, seconds):
        seen.update(pdf.json.loads(content))
        return Set

    monkeypatch.setattr(pdf, "run_apart", keep)
    sheet = Sheet(
        datetime(2026, 11, 30, 17, tzinfo=UTC), date(2026, 11, 30), Month(2026, 12), (Insurance.MEDICAL,), "𫇦"
    )
    rendered("any", sheet, language="en")
    assert seen.pop("insurance_names")["310"] == "medical insurance"
    assert seen == {
        "language": "en",
        "when": "2026-12-01T01:00",
        "day": "2026-11-30",
        "month": "2026-12",
        "insurances": [310],
        "remark": "〓",
        "missing": ["U+2B1E6"],
    }


def test_a_template_that_fails_is_loud():
    with pytest.raises(RuntimeError, match="receipt was not set"):
        rendered(
            "receipt",
            Sheet(datetime(2026, 1, 1, tzinfo=UTC), date(2026, 1, 1), Month(2026, 1), (), None),
            language="en",
        )


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_form_names_characters_it_cannot_print(path):
    """By itself, or as one of the numbered papers, whose frame does it."""
    source = path.read_text(encoding="utf-8")
    assert "#missing-types" in source or "#papers(" in source
