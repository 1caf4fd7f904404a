"""The review page of an increase: what was declared beside what is on record, and what begins and ends with it."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from accounts.rules.roles import Agency
from insurance.admin import case_increase
from insurance.admin.case import history_of
from insurance.services import declarations, increases, unit_declarations
from insurance.services.increases import IncreaseAnswers
from tests.factories import NOW, TODAY, AreaFactory, PersonFactory, UserFactory, employ, enrol_flexible
from tests.factories.parties import resident_number
from tests.factories.policy import put_policy

pytestmark = pytest.mark.django_db

NEW = IncreaseAnswers(
    id_number=resident_number(date(1995, 5, 20), 21), name="何新", started_on=date(2026, 9, 7), wage_fen=300_000
)


def filed(answers=NEW):
    put_policy(AreaFactory())
    operator = UserFactory(operator=True)
    by = {"actor": operator, "at": NOW, "on": TODAY}
    draft = increases.draft_increase(operator.unit, answers, **by, acknowledged=True)
    return unit_declarations.submit(draft.number, **by)


def of(person) -> IncreaseAnswers:
    return replace(NEW, id_number=person.identity_number, name=person.name)


def compared(declaration) -> dict:
    line = declaration.lines.select_related("person").get()
    found = case_increase.comparisons(declaration, line, history_of(line.person_id, on=TODAY))
    return {str(one.label): one for one in found}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def test_somebody_new_is_looked_at_and_the_base_is_told():
    found = compared(filed())
    assert {label for label, one in found.items() if one.differs} == {"Name", "Monthly wage"}
    assert "4,560.00" in found["Monthly wage"].on_record
    assert found["First month charged"].on_record == "never insured before"


def test_a_late_increase_is_marked():
    found = compared(filed(replace(NEW, started_on=date(2026, 8, 3))))
    assert found["First working day"].differs


def test_what_runs_elsewhere_is_named_with_who_pays_and_ends_with_it():
    person, holder = PersonFactory(), UserFactory(operator=True)
    employ(person, holder.unit)
    declaration = filed(of(person))
    found = compared(declaration)
    assert holder.unit.name in found["Insurances to begin"].on_record
    assert found[f"Release by {holder.unit.name}"].on_record == "Not answered yet"
    part, line = declaration.parts.get(agency=Agency.HRSS), declaration.lines.get()
    assert [one.insurance for one in case_increase.openings(part, line)] == ["pension", "unemployment", "work injury"]
    ending = case_increase.changes(part, line)
    assert [(one.insurance, one.last_month) for one in ending] == [
        ("pension", date(2026, 8, 1)),
        ("unemployment", date(2026, 8, 1)),
    ], "work injury may run at both"


def test_in_effect_it_tells_what_began_and_what_ended():
    person = PersonFactory()
    pension, _medical = enrol_flexible(person)
    declaration = filed(of(person))
    part = declaration.parts.get(agency=Agency.HRSS)
    declarations.accept(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, on=TODAY)
    part.refresh_from_db()
    line = declaration.lines.get()
    assert len([one for one in case_increase.openings(part, line) if one.number]) == 3
    [ended] = case_increase.changes(part, line)
    assert (ended.number, ended.covered_until) == (pension.number, date(2026, 8, 31))
