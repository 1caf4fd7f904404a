"""The catalogue of increases: every code has a sentence that names a way out, and stands in the documentation."""

import re

from django.conf import settings

from insurance.views.employer.findings import catalogue_code
from insurance.wording_increases import SENTENCES

TABLE = re.compile(r"^\| (A[0-9]{3}) \| (hard|soft) \|", re.MULTILINE)


def test_the_documented_catalogue_is_the_one_that_is_worded():
    text = (settings.BASE_DIR / "docs" / "increase-checks.md").read_text(encoding="utf-8")
    documented = [code for code, _kind in TABLE.findall(text)]
    worded = {catalogue_code(code) for code in SENTENCES if code.startswith("A")}
    assert documented == sorted(worded)
