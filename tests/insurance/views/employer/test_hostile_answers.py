"""Every form of a unit with every field made hostile, one at a time, the others sound: refused or taken, never a fault.

The others are sound so that the one field gets past the form and meets the rules behind it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction

from tests.factories import AreaFactory, DeclarationFactory, PersonFactory, employ
from tests.factories.policy import put_policy
from tests.factories.residents import name_agent
from tests.insurance.views.employer import test_increases, test_operators
from tests.insurance.views.employer.pages import reduction, sent
from tests.insurance.views.employer.test_unit_matters import BANK, CANCEL, CHANGE, DATA

HOSTILE = (
    "\0",
    "<script>alert(1)</script>",
    "'; DROP TABLE insurance_declaration;--",
    "9" * 400,
    "-1",
    "NaN",
    "0001-01-01",
    "9999-12-31",
    "9999-12",
    "٣٤٥",
    "\u202e😀\ufffe",
)
NOT_MUTATED = {"submission_key", "acknowledged", "password", "rights", "insurances"}


@dataclass(frozen=True)
class Sent:
    """A form: where it is sent, with answers that are sound."""

    address: str
    answers: dict

    def mutations(self) -> Iterator[tuple[str, dict]]:
        for field in self.answers.keys() - NOT_MUTATED:
            for typed in HOSTILE:
                yield f"{field}={typed[:12]!r}", {**self.answers, **sent(**{field: typed})}
            yield f"no {field}", {name: value for name, value in self.answers.items() if name != field}
            yield f"{field} twice", {**self.answers, **sent(**{field: [self.answers[field], "zzz"]})}
        yield "a key that is none", {**self.answers, "submission_key": "\0"}
        yield "nothing at all", {}


@pytest.fixture
def forms(operator, employee):
    put_policy(AreaFactory())
    colleague = PersonFactory()
    employ(colleague, operator.unit)
    name_agent(operator)
    undone = DeclarationFactory(
        reduction=True, lodged_by=operator, parts__people=[PersonFactory()], parts__state="effective"
    )
    contact = {name: DATA[name] for name in ("contact_name", "contact_phone", "address", "postcode")}
    return {
        "reduction": Sent("/employer/reductions/new/", reduction(employee, note="说明")),
        "increase": Sent(test_increases.ADDRESS, test_increases.increase(start_month="2026-10", note="说明")),
        "wages": Sent("/employer/bases/", sent(**{f"wage_{employee.public_id}": "9000"})),
        "person": Sent(
            f"/employer/staff/{employee.public_id}/change/",
            sent(name="", phone="13900001234", wage="9000", wage_from="2026-10", acknowledged="on"),
        ),
        "contact": Sent("/employer/profile/contact/", sent(**contact)),
        "unit": Sent("/employer/profile/change/", sent(**CHANGE, **BANK)),
        "end": Sent("/employer/registration/cancel/", sent(**CANCEL)),
        "operator": Sent("/employer/operators/invite/", test_operators.invitation(PersonFactory())),
        "undo": Sent(
            f"/employer/declarations/{undone.number}/undo/", sent(scope="everybody", people="P00000001", text="误报")
        ),
        "export": Sent(
            "/employer/staff/export/", sent(format="csv", purpose="核对名单", joined="2026-09", status="all")
        ),
        "file": Sent("/employer/reductions/batch/", sent(file="no file")),
        "residents": Sent(
            "/employer/residents/add/", sent(rows=f"{colleague.name} {colleague.identity_number}", file="")
        ),
        "search": Sent("/employer/staff/", {"q": "王"}),
        "wages of": Sent("/employer/bases/find/", {"q": "王"}),
    }


@pytest.mark.parametrize(
    "form",
    [
        "reduction",
        "increase",
        "wages",
        "person",
        "contact",
        "unit",
        "end",
        "operator",
        "undo",
        "export",
        "file",
        "residents",
        "search",
        "wages of",
    ],
)
def test_no_answer_is_a_fault(browser, forms, form):
    faults = []
    for told, answers in forms[form].mutations():
        with transaction.atomic():
            statuses = [response.status_code for response in pages_after(browser, forms[form].address, answers)]
            transaction.set_rollback(True)
        if not set(statuses) <= {200, 302, 422}:
            faults.append((told, statuses))
    assert not faults


def test_the_other_answers_are_sound(browser, forms):
    refused = {name for name, form in forms.items() if browser.post(form.address, form.answers).status_code == 422}
    assert refused == {"end", "file"}


def pages_after(browser, address: str, answers: dict) -> Iterator:
    """Send a form; then open the page it leads to, which shows what was taken."""
    response = browser.post(address, answers)
    yield response
    if response.status_code == 302:
        shown = browser.get(response.headers["Location"])
        assert not re.search(r"<script>alert", shown.content.decode())
        yield shown


def test_a_year_that_cannot_be_right_is_said_so(browser, employee):
    put_policy(AreaFactory())
    page = browser.post("/employer/registration/cancel/", sent(**CANCEL | {"ended_on": "9999-12-31"}))
    assert (page.status_code, 'data-code="day.far"' in page.content.decode()) == (422, True)
