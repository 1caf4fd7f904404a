"""The agency registers and charges a worker whom the unit never declared."""

from datetime import date
from importlib import import_module

import pytest

from accounts.models import Notice, Person
from accounts.rules.errors import RuleBroken, RulesBroken
from accounts.rules.roles import Agency
from insurance.models import Assessment, Bill, ContributionLine, DeclaredWage, Enrolment
from insurance.rules.kinds import DeclarationKind
from insurance.rules.months import Month
from insurance.services import declarations, unit_declarations, unregistered
from insurance.services.assessing import assess
from insurance.services.undoing import WayBack, way_back
from insurance.services.unregistered import WorkerFound
from tests.factories import NOW, TODAY, PersonFactory, UserFactory, employ, enrol_flexible
from tests.factories.contributions import charge
from tests.factories.parties import resident_number
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory
from tests.visits import let_in

AUGUST, SEPTEMBER = Month(2026, 8), Month(2026, 9)
PROOF = "工资流水与同事证言，劳动监察笔录。"


@pytest.fixture
def operator(db):
    put_policy(AreaFactory())
    operator = UserFactory(operator=True)
    employ(PersonFactory(), operator.unit)
    return operator


@pytest.fixture
def clerk(db):
    return UserFactory(clerk=True)


def found(person=None, *, started_on=date(2026, 7, 6), wage_fen=1_000_000, evidence=PROOF, **also) -> WorkerFound:
    number, name = (person.identity_number, person.name) if person else (resident_number(date(1990, 5, 6), 77), "赵新")
    return WorkerFound(**{"id_number": number, "name": name} | also, started_on=started_on, wage_fen=wage_fen,
                       evidence=evidence)  # fmt: skip


def lodge(operator, clerk, worker):
    return unregistered.lodge(operator.unit, worker, actor=clerk, at=NOW, on=TODAY)


def accept(made, agency, actor=None):
    part = made.parts.get(agency=agency)
    actor = actor or UserFactory(clerk=True)
    return declarations.accept(part.pk, actor=actor, version=part.version, at=NOW, on=TODAY)


def assessed(operator):
    """July was taken over, August and September were assessed by runs."""
    charge(PersonFactory(), "2026-07", unit=operator.unit)
    for month, on in ((AUGUST, date(2026, 8, 9)), (SEPTEMBER, TODAY)):
        assess(operator.unit.registration.area, month, actor=None, at=NOW, on=on)


def test_the_worker_is_enrolled_and_every_assessed_month_is_charged(operator, clerk):
    assessed(operator)
    made = lodge(operator, clerk, found())
    for agency in Agency:
        accept(made, agency)
    person = Person.objects.get(name="赵新")
    assert set(Enrolment.objects.filter(person=person).values_list("insurance", "first_month", "unit")) == {
        (code, date(2026, 7, 1), operator.unit.pk) for code in (110, 210, 310, 330, 410, 510)
    }
    lines = ContributionLine.objects.filter(person=person)
    assert sorted({(line.month, line.assessment.kind) for line in lines}) == [
        (date(2026, month, 1), "supplement") for month in (7, 8, 9)
    ]
    assert sum(line.pension_own or 0 for line in lines) == 3 * 80_000
    bills = Bill.objects.filter(assessment__kind="supplement")
    assert (bills.count(), set(bills.values_list("state", "issued_on"))) == (6, {("issued", TODAY)})
    assert not person.is_provisional


def test_the_next_months_charge_the_worker_with_everybody_else(operator, clerk):
    assessed(operator)
    made = lodge(operator, clerk, found())
    for agency in Agency:
        accept(made, agency)
    run = assess(made.area, Month(2026, 10), actor=None, at=NOW, on=date(2026, 10, 9))
    assert (run.people, run.corrected) == (2, 0)


def test_without_a_known_wage_the_average_wage_counts(operator, clerk):
    made = lodge(operator, clerk, found(wage_fen=None))
    accept(made, Agency.HRSS)
    assert DeclaredWage.objects.get().wage_fen == made.lines.get().details["wage_fen"] > 456_000
    assert made.details["wage_known"] is False


def test_unit_and_worker_are_told_once_with_law_and_remedies(operator, clerk):
    made = lodge(operator, clerk, found())
    for agency in Agency:
        accept(made, agency)
    assert Notice.objects.filter(code="unregistered_found", unit=operator.unit).count() == 1
    assert Notice.objects.filter(code="registered_for_you").count() == 1


@pytest.mark.parametrize("wage_fen", [650_000, None])
def test_the_unit_reads_what_the_agency_found(operator, clerk, wage_fen):
    made = lodge(operator, clerk, found(wage_fen=wage_fen))
    browser = let_in(operator)
    for address in (f"/employer/declarations/{made.number}/", "/employer/declarations/", "/employer/"):
        assert browser.get(address).status_code == 200
    page = browser.get(f"/employer/declarations/{made.number}/").content.decode()
    assert PROOF in page
    assert ("6,500.00" in page) == (wage_fen is not None)


def test_every_kind_that_a_unit_sees_can_be_written():
    of_citizens = {DeclarationKind.STOP, DeclarationKind.RESUME}
    for kind in set(DeclarationKind) - of_citizens:
        assert import_module(f"insurance.views.declared.{kind}").facts


def test_who_opened_the_case_does_not_decide_it(operator, clerk):
    made = lodge(operator, clerk, found())
    with pytest.raises(RuleBroken, match="workflow.own_case"):
        accept(made, Agency.HRSS, clerk)


def test_the_unit_sees_it_and_cannot_take_it_back(operator, clerk):
    made = lodge(operator, clerk, found())
    assert made.unit == operator.unit
    assert way_back(made, {"submitted"}) == WayBack.NONE
    with pytest.raises(RuleBroken, match="unregistered.not_yours"):
        unit_declarations.withdraw(made.number, actor=operator, at=NOW)


def codes_of(refused) -> set[str]:
    return {problem.code for problem in refused.value.problems}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"started_on": date(2026, 9, 20)}, "unregistered.starts_later"),
        ({"started_on": date(2011, 3, 1)}, "unregistered.before_rules"),
        ({"evidence": "口头"}, "unregistered.text_short"),
        ({"id_number": "37990119900101001X"}, "A001"),
        ({"wage_fen": 0}, "A012.nothing"),
    ],
)
def test_what_is_wrong_is_told(operator, clerk, changed, code):
    with pytest.raises(RulesBroken) as refused:
        lodge(operator, clerk, found(**changed))
    assert code in codes_of(refused)


def test_nobody_is_insured_twice(operator, clerk):
    here, elsewhere = PersonFactory(), PersonFactory()
    employ(here, operator.unit)
    enrol_flexible(elsewhere)
    for person, code in ((here, "unregistered.insured_here"), (elsewhere, "unregistered.insured_elsewhere")):
        with pytest.raises(RulesBroken) as refused:
            lodge(operator, clerk, found(person))
        assert codes_of(refused) == {code}


def test_one_case_at_a_time(operator, clerk):
    person = PersonFactory()
    lodge(operator, clerk, found(person))
    with pytest.raises(RulesBroken) as refused:
        lodge(operator, clerk, found(person))
    assert codes_of(refused) == {"unregistered.under_way"}


def test_a_unit_does_not_open_such_a_case(operator):
    with pytest.raises(RuleBroken, match="account.not_allowed"):
        lodge(operator, operator, found())


def test_what_waits_is_not_charged_yet(operator, clerk):
    lodge(operator, clerk, found())
    assessed(operator)
    assert not Assessment.objects.filter(kind="supplement").exists()
