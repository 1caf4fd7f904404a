"""The yearly declaration of wages: written page by page, sent, in effect with its differences, taken back."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Notice
from accounts.rules.errors import RuleBroken, RulesBroken
from accounts.rules.roles import OperatorRight
from insurance.models import Assessment, Bill, ContributionLine, Declaration, DeclaredWage
from insurance.rules.kinds import AssessmentKind, BillState, DeclarationKind
from insurance.rules.months import Month
from insurance.selectors.bases import bases_page, bases_year
from insurance.selectors.medical_records import medical_record
from insurance.selectors.next_bill import next_bill
from insurance.selectors.wages import wages_of
from insurance.services import bases, declarations, undoing, unit_declarations
from insurance.services.bases import BasesAnswers
from tests.factories import NOW, TODAY, PersonFactory, UserFactory, employ
from tests.factories.batches import checked, filed, table
from tests.factories.contributions import charge
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory, AssessmentFactory

OLD, NEW = 800_000, 1_000_000
OWN = Decimal("0.105")
RIGHT_AMOUNTS = {
    "pension_unit": 128_000,
    "pension_own": 64_000,
    "unemployment_unit": 4_000,
    "unemployment_own": 4_000,
    "injury_unit": 3_200,
    "medical_unit": 68_000,
    "medical_own": 16_000,
    "maternity_unit": 6_400,
}
"""What the rates in force give for a wage of 8,000 yuan."""


@pytest.fixture
def operator(db):
    put_policy(AreaFactory())
    return UserFactory(operator=True)


@pytest.fixture
def unit(operator):
    return operator.unit


@pytest.fixture
def person(unit):
    return hired(unit)


def hired(unit, **also):
    person = PersonFactory()
    employ(person, unit, **also)
    return person


def save(operator, wages, seen=None):
    wages = {person.pk: wage for person, wage in wages.items()}
    seen = {person.pk: wage for person, wage in (seen or {}).items()}
    return bases.save_wages(operator.unit, wages, seen=seen, actor=operator, at=NOW, on=TODAY)


def declare(operator, wages) -> Declaration:
    """Write wages and send them, everything read."""
    declaration = save(operator, wages)
    return unit_declarations.submit(declaration.number, actor=operator, at=NOW, on=TODAY, acknowledged=True)


def states(declaration) -> list[str]:
    return [part.state for part in declaration.parts.all()]


def charged(unit, person, month):
    return charge(person, month, unit=unit, parts=RIGHT_AMOUNTS)


# The draft


def test_pages_are_kept_one_by_one_in_one_draft(operator, unit, person):
    other = hired(unit)
    first, second = save(operator, {person: NEW}), save(operator, {other: 900_000})
    assert first == second
    assert states(first) == ["draft"]
    written = {line.person: (line.details["wage_fen"], line.start_month) for line in first.lines.all()}
    assert written == {person: (NEW, date(2026, 1, 1)), other: (900_000, date(2026, 1, 1))}


def test_an_emptied_field_takes_a_wage_out_again(operator, unit, person):
    draft = save(operator, {person: NEW, hired(unit): NEW})
    save(operator, {person: None}, seen={person: NEW})
    assert [line.person == person for line in draft.lines.all()] == [False]


def test_who_has_not_seen_a_colleagues_wage_does_not_overwrite_it(operator, person):
    save(operator, {person: NEW})
    with pytest.raises(RuleBroken, match=r"bases\.changed_meanwhile"):
        save(operator, {person: 900_000})
    save(operator, {person: 900_000}, seen={person: NEW})
    assert Declaration.objects.get().lines.get().details["wage_fen"] == 900_000


@pytest.mark.parametrize(("wage", "code"), [(0, "bases.wage_missing"), (100_000_001, "bases.wage_too_high")])
def test_wages_that_cannot_be_are_refused_beside_their_field(operator, person, wage, code):
    with pytest.raises(RulesBroken) as refused:
        save(operator, {person: wage})
    assert [(one.code, one.field) for one in refused.value.problems] == [(code, f"wage_{person.public_id}")]
    assert not Declaration.objects.exists() or not Declaration.objects.get().lines.exists()


def test_nobody_of_another_unit_is_written(operator):
    stranger = hired(UserFactory(operator=True).unit)
    with pytest.raises(RuleBroken, match=r"bases\.not_open"):
        save(operator, {stranger: NEW})


def test_only_who_may_prepare_writes(operator, person):
    operator.rights = [OperatorRight.SUBMIT]
    operator.save()
    with pytest.raises(RuleBroken, match="R009"):
        save(operator, {person: NEW})


# Sending


def test_nothing_written_is_not_sent(operator, person):
    draft = save(operator, {person: NEW})
    save(operator, {person: None}, seen={person: NEW})
    with pytest.raises(RulesBroken) as refused:
        unit_declarations.submit(draft.number, actor=operator, at=NOW, on=TODAY, acknowledged=True)
    assert [one.code for one in refused.value.problems] == ["bases.nothing_written"]


def test_signatures_and_lateness_are_read_first(operator, unit, person):
    hired(unit)
    draft = save(operator, {person: NEW})
    soft = [(one.code, one.facts.get("people")) for one in unit_declarations.not_read(draft, on=TODAY)]
    assert soft == [("bases.signatures", None), ("bases.late", None), ("bases.incomplete", 1)]
    soft = [one.code for one in unit_declarations.not_read(draft, on=date(2026, 3, 31))]
    assert soft == ["bases.signatures", "bases.incomplete"]


def test_wages_that_lower_no_base_count_at_once(operator, unit, person):
    declaration = declare(operator, {person: NEW})
    assert states(declaration) == ["effective"]
    assert declaration.parts.get().by_rule
    assert wages_of(unit, [person.pk], Month(2026, 1)) == {person.pk: NEW}
    assert wages_of(unit, [person.pk], Month(2025, 12)) == {person.pk: OLD}
    assert Notice.objects.filter(person=person, code="wage_declared_for_you").count() == 1


def test_a_wage_that_falls_below_the_bound_lowers_the_base_and_is_reviewed(operator, person):
    declaration = declare(operator, {person: 300_000})
    assert states(declaration) == ["submitted"]
    part = declaration.parts.get()
    declarations.accept(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, on=TODAY)
    assert states(declaration) == ["effective"]
    assert DeclaredWage.objects.get().wage_fen == 300_000


def test_a_wage_that_falls_above_the_upper_bound_lowers_no_base(operator, unit):
    rich = hired(unit)
    rich.enrolments.update(wage_fen=5_000_000)
    assert states(declare(operator, {rich: 3_000_000})) == ["effective"]


def test_who_joined_this_year_is_left_out(operator, unit):
    fresh = hired(unit, since=date(2026, 5, 1))
    save(operator, {fresh: NEW})
    with pytest.raises(RulesBroken) as refused:
        unit_declarations.submit(Declaration.objects.get().number, actor=operator, at=NOW, on=TODAY, acknowledged=True)
    assert [one.code for one in refused.value.problems] == ["bases.joined_this_year"]


def test_a_wage_under_review_is_not_declared_twice(operator, person):
    declare(operator, {person: 600_000})
    save(operator, {person: NEW})
    draft = Declaration.objects.latest("pk")
    with pytest.raises(RulesBroken) as refused:
        unit_declarations.submit(draft.number, actor=operator, at=NOW, on=TODAY, acknowledged=True)
    assert [one.code for one in refused.value.problems] == ["R017"]


# Differences


def test_months_charged_already_get_the_difference(operator, unit, person):
    charged(unit, person, "2025-12")
    regular = [charged(unit, person, month) for month in ("2026-01", "2026-02")]
    declare(operator, {person: NEW})
    made = Assessment.objects.filter(kind=AssessmentKind.DIFFERENCE).order_by("month")
    assert [one.corrects for one in made] == regular
    line = made[0].lines.get()
    assert (line.wage_fen, line.hrss_base_fen) == (NEW, NEW)
    assert line.pension_unit == 200_000 * Decimal("0.16")
    assert line.injury_unit == 200_000 * Decimal("0.004")
    assert line.supplement_own is None
    bills = {bill.agency: bill for bill in made[0].bills.all()}
    assert {bill.state for bill in bills.values()} == {BillState.OPEN}
    assert sum(bill.own_total_fen for bill in bills.values()) == 200_000 * OWN
    assert bills["medical"].own_total_fen == 200_000 * Decimal("0.02")


def test_within_the_same_bound_nothing_differs(operator, unit):
    poor = hired(unit)
    poor.enrolments.update(wage_fen=300_000)
    charge(poor, "2026-01", unit=unit, parts={"pension_unit": 72_960, "pension_own": 36_480})
    declare(operator, {poor: 400_000})
    assert not Assessment.objects.filter(kind=AssessmentKind.DIFFERENCE).exists()


def test_a_second_declaration_differs_from_what_the_first_made(operator, unit, person):
    charged(unit, person, "2026-01")
    declare(operator, {person: NEW})
    declare(operator, {person: 1_200_000})
    own = ContributionLine.objects.filter(person=person, month=date(2026, 1, 1)).values_list("pension_own", flat=True)
    assert sum(own) == 96_000


def test_a_difference_is_no_arrear_and_no_gap(operator, unit, person):
    charged(unit, person, "2026-01")
    before = medical_record(person.pk, on=date(2027, 1, 1)).record
    declare(operator, {person: NEW})
    assert medical_record(person.pk, on=date(2027, 1, 1)).record == before
    assert not Bill.objects.filter(assessment__kind="difference").exclude(state="open", due_on=None).exists()


# Taking back


def undo(operator, declaration, people=None):
    return undoing.undo(declaration.number, actor=operator, at=NOW, on=TODAY, people=people)


def test_taken_back_the_old_wage_counts_and_the_differences_cancel_out(operator, unit, person):
    charged(unit, person, "2026-01")
    before = next_bill(unit, Month(2026, 10), on=TODAY)
    declaration = declare(operator, {person: NEW})
    rows = ContributionLine.objects.count()
    undo(operator, declaration)
    assert states(declaration) == ["undone"]
    assert wages_of(unit, [person.pk], Month(2026, 10)) == {person.pk: OLD}
    assert next_bill(unit, Month(2026, 10), on=TODAY) == before
    assert ContributionLine.objects.count() == rows + 1
    assert sum(line.pension_unit for line in person.contribution_lines.all()) == 128_000
    assert {bill.state for bill in Bill.objects.filter(assessment__kind="difference")} == {BillState.CANCELLED}


def test_one_of_two_is_taken_back(operator, unit, person):
    other = hired(unit)
    shared = charged(unit, person, "2026-01")
    ContributionLine.objects.create(assessment=shared, person=other, month=shared.month, **RIGHT_AMOUNTS)
    declaration = declare(operator, {person: NEW, other: NEW})
    undo(operator, declaration, people=[other.pk])
    assert wages_of(unit, [person.pk, other.pk], Month(2026, 10)) == {person.pk: NEW, other.pk: OLD}
    open_bills = Bill.objects.filter(assessment__kind="difference", state="open", agency="medical")
    assert sum(bill.own_total_fen for bill in open_bills) == 200_000 * Decimal("0.02")


@pytest.mark.parametrize("issue", ["bill", "month", "wage"])
def test_what_was_charged_by_the_wage_stays(operator, unit, person, issue):
    charged(unit, person, "2026-01")
    declaration = declare(operator, {person: NEW})
    if issue == "bill":
        Bill.objects.filter(assessment__kind="difference").update(state="issued")
    if issue == "month":
        AssessmentFactory(unit=unit, month=date(2026, 2, 1))
    if issue == "wage":
        declare(operator, {person: 1_200_000})
    with pytest.raises(RulesBroken) as refused:
        undo(operator, declaration)
    codes = {"bill": "bases.difference_issued", "month": "bases.charged_since", "wage": "bases.later_wage"}
    assert [one.code for one in refused.value.problems] == [codes[issue]]


# The list and the table


def test_the_list_says_who_is_still_to_be_declared(operator, unit, person):
    waiting, fresh = hired(unit), hired(unit, since=date(2026, 5, 1))
    hired(unit, stop_month=date(2026, 9, 1), end_reason="14")
    year = bases_year(unit, on=TODAY)
    declare(operator, {person: NEW})
    declare(operator, {waiting: 600_000})
    left = hired(unit)
    everybody = bases_page(unit, year, everybody=True, size=20)
    standings = {row.person_id: str(row.standing) for row in everybody.rows}
    assert standings == {person.pk: "declared", waiting.pk: "under_way", fresh.pk: "joined", left.pk: "open"}
    still = bases_page(unit, year, everybody=False, size=20)
    assert [row.person_id for row in still.rows] == [left.pk]
    assert (still.counts.staff, still.counts.open) == (4, 1)


def test_rows_of_a_table_mean_lines(operator, unit, person):
    stranger = PersonFactory()
    answers = [
        BasesAnswers(person.identity_number, person.name, NEW),
        BasesAnswers(stranger.identity_number, stranger.name, NEW),
        BasesAnswers("1", "王", NEW),
    ]
    line, unknown, unsound = bases.lines_of(unit, answers, on=TODAY)
    assert (line.person, line.details) == (person, {"wage_fen": NEW, "old_fen": OLD})
    assert [one.problems[0].code for one in (unknown, unsound)] == ["R003", "R001"]


def test_statements_do_not_grow_with_people(operator, unit, django_assert_max_num_queries):
    year = bases_year(unit, on=TODAY)
    for _ in range(5):
        hired(unit)
    with django_assert_max_num_queries(7):
        assert len(bases_page(unit, year, everybody=True, size=20).rows) == 5


def test_wages_come_by_table_and_count(operator, unit, person):
    falling, stranger = hired(unit), PersonFactory()
    rows = [
        (person.name, person.identity_number, "10000"),
        (falling.name, falling.identity_number, "7000.00"),
        (stranger.name, stranger.identity_number, "9000"),
    ]
    content = table(rows, ("姓名", "身份证号", "月平均工资"))
    batch = checked(operator, content, "工资.csv", kind=DeclarationKind.BASES)
    assert (batch.state, batch.rows_passed, batch.rows_warned, batch.rows_failed) == ("checked", 1, 1, 1)
    batch = filed(batch, operator, scope="good")
    assert states(batch.declaration) == ["submitted"], "a base that falls is reviewed"
    assert {line.person: line.details["wage_fen"] for line in batch.declaration.lines.all()} == {
        person: NEW,
        falling: 700_000,
    }
