"""Bills to come and differences of charged months against a computation of its own, from the texts of the policy."""

import random
import tomllib
from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from insurance.models import Assessment, Bill, ContributionLine, DeclaredWage, Enrolment
from insurance.rules.months import Month
from insurance.selectors.bases import bases_page, bases_year
from insurance.selectors.next_bill import next_bill
from insurance.services import bases, info_changes, undoing, unit_declarations
from tests.factories import NOW, TODAY, PersonFactory, UserFactory
from tests.factories.declarations import DeclarationFactory
from tests.factories.policy import UnitInjuryRateFactory, put_policy
from tests.factories.record import AreaFactory

pytestmark = pytest.mark.django_db

TEXT = tomllib.loads((settings.BASE_DIR / "insurance" / "data" / "policy" / "yunzhou.toml").read_text("utf-8"))
RATES = {rate["insurance"]: rate for rate in TEXT["rates"] if rate["kind"] == "employee"}
LOWER, UPPER = 4560 * 100, 22800 * 100
COLUMNS = {
    110: ("pension_unit", "pension_own"),
    210: ("unemployment_unit", "unemployment_own"),
    410: ("injury_unit", None),
    310: ("medical_unit", "medical_own"),
    330: (None, "supplement_own"),
    510: ("maternity_unit", None),
}
AGENCY = {110: "hrss", 210: "hrss", 410: "hrss", 310: "medical", 330: "medical", 510: "medical"}
OCTOBER = Month(2026, 10)


def rounded(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def charge_of(wage_fen: int, codes, injury_rate: Decimal, factor=Decimal(1)) -> dict[str, int]:
    """Return what is charged for one person and month, in fen by column."""
    base = min(max(wage_fen, LOWER), UPPER)
    amounts = {}
    for code in codes:
        rate, (unit_column, own_column) = RATES[code], COLUMNS[code]
        if unit_column:
            share = injury_rate if code == 410 else Decimal(rate["unit"])
            amounts[unit_column] = rounded(rounded(base * share) * factor)
        if own_column:
            own = rounded(base * Decimal(rate.get("own", "0"))) + rounded(Decimal(rate.get("yearly", 0) * 100) / 12)
            amounts[own_column] = rounded(own * factor)
    return amounts


@pytest.fixture
def operator():
    put_policy(AreaFactory())
    return UserFactory(operator=True)


def wage_of(dice: random.Random) -> int:
    return dice.choice(
        [dice.randrange(1, 400_000), dice.randrange(456_000, 2_280_001), dice.randrange(2_280_000, 9_000_000)]
    )


def staff_of(unit, dice, count, *, since):
    """Return people with random wages and insurances: ``{person: (codes, wage)}``."""
    people, segments = {}, []
    for _ in range(count):
        person, wage = PersonFactory(), wage_of(dice)
        codes = dice.choice([(110, 210, 310, 410, 510), (110, 210, 310, 330, 410, 510), (410,)])
        people[person] = (codes, wage)
        segments += [
            Enrolment(person=person, unit=unit, area=unit.registration.area, insurance=code, kind="employee",
                      first_month=since, covered_from=since, wage_fen=wage)
            for code in codes
        ]  # fmt: skip
    Enrolment.objects.bulk_create(segments)
    return people


def test_the_next_bill_of_three_hundred_random_people(operator):
    unit, dice = operator.unit, random.Random(20260911)
    UnitInjuryRateFactory(unit=unit, factor=Decimal("0.80"))
    injury = Decimal("0.004") * Decimal("0.80")
    part = DeclarationFactory(reduction=True, lodged_by=operator, parts__people=[PersonFactory()]).parts.first()
    people = staff_of(unit, dice, 300, since=date(2024, 1, 1))
    sums, wages, estimated = Counter(), {}, 0
    for person, (codes, wage) in people.items():
        factor = Decimal(1)
        for month, counts in ((date(2025, 3, 1), True), (date(2026, 1, 1), True), (date(2026, 11, 1), False)):
            if dice.random() < 0.4:
                other, undone = wage_of(dice), dice.random() < 0.3
                DeclaredWage.objects.create(person=person, unit=unit, from_month=month, wage_fen=other,
                                            declared_by=declared(part, wages), undone_at=NOW if undone else None)  # fmt: skip
                if counts and not undone:
                    wage, factor = other, Decimal("1.10") if month.year < 2026 else Decimal(1)
        estimated += factor != 1
        for column, amount in charge_of(wage, codes, injury, factor).items():
            sums[column] += amount
    found = next_bill(unit, OCTOBER, on=TODAY)
    assert (found.people, found.estimated) == (300, estimated)
    assert found.unit_fen == sum(amount for column, amount in sums.items() if column.endswith("_unit"))
    assert found.own_fen == sum(amount for column, amount in sums.items() if column.endswith("_own"))


def declared(part, wages):
    """Return a part of its own for each wage: a declaration holds one wage of a person."""
    wages[len(wages)] = None
    return DeclarationFactory(reduction=True, lodged_by=part.lodged_by, parts__people=[PersonFactory()]).parts.first()


def charge_months(unit, people, months):
    """Charge people for months as the agencies do, on the wages given by month."""
    for month in months:
        assessment = Assessment.objects.create(area=unit.registration.area, unit=unit, month=month)
        ContributionLine.objects.bulk_create(
            ContributionLine(assessment=assessment, person=person, month=month,
                             **charge_of(wage(month) if callable(wage) else wage, codes, Decimal("0.004")))
            for person, (codes, wage) in people.items()
        )  # fmt: skip


def charged_now(person, month) -> dict[str, int]:
    """Return what a person is charged for a month, all differences in it."""
    lines = ContributionLine.objects.filter(person=person, month=month)
    names = [name for pair in COLUMNS.values() for name in pair if name]
    sums = Counter()
    for line in lines.values(*names):
        sums.update({name: amount for name, amount in line.items() if amount is not None})
    return {name: amount for name, amount in sums.items() if amount}


def assert_bills_are_their_lines():
    for bill in Bill.objects.filter(assessment__kind="difference"):
        mine = [pair for code, pair in COLUMNS.items() if AGENCY[code] == bill.agency]
        lines = list(bill.assessment.lines.all())
        unit = sum(getattr(line, pair[0]) or 0 for line in lines for pair in mine if pair[0])
        own = sum(getattr(line, pair[1]) or 0 for line in lines for pair in mine if pair[1])
        assert (bill.unit_total_fen, bill.own_total_fen) == (unit, own)


def declare(operator, wages):
    seen = {}
    draft = bases.save_wages(operator.unit, wages, seen=seen, actor=operator, at=NOW, on=TODAY)
    made = unit_declarations.submit(draft.number, actor=operator, at=NOW, on=TODAY, acknowledged=True)
    for part in made.parts.filter(state="submitted"):
        accept(part)
    return made


def accept(part):
    from insurance.services import declarations

    declarations.accept(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, on=TODAY)


MONTHS = [date(2025, 12, 1), *(date(2026, number, 1) for number in range(1, 5))]


def test_declared_twice_and_taken_back_the_months_always_come_to_the_wage_that_counts(operator):
    dice = random.Random(7)
    unit = operator.unit
    people = staff_of(unit, dice, 25, since=date(2024, 1, 1))
    charge_months(unit, people, MONTHS)
    untouched = Counter()

    def expect(wages):
        for person, (codes, wage) in people.items():
            for month in MONTHS:
                counts = wages.get(person.pk, wage) if month.year == 2026 else wage
                want = {name: amount for name, amount in charge_of(counts, codes, Decimal("0.004")).items() if amount}
                assert charged_now(person, month) == want, (person.pk, month)
        assert_bills_are_their_lines()

    expect({})
    first = {person.pk: wage_of(dice) for person in people}
    declare(operator, first)
    expect(first)
    second = {key: wage_of(dice) for key in list(first)[::2]}
    again = declare(operator, second)
    expect(first | second)
    some = list(second)[:5]
    undoing.undo(again.number, actor=operator, at=NOW, on=TODAY, people=some)
    expect(first | {key: wage for key, wage in second.items() if key not in some})
    undoing.undo(again.number, actor=operator, at=NOW, on=TODAY)
    expect(first)
    assert not untouched
    third = {key: wage_of(dice) for key in first}
    made = declare(operator, third)
    expect(third)
    undoing.undo(made.number, actor=operator, at=NOW, on=TODAY)
    expect(first)


def test_a_wage_changed_within_the_year_stands_for_its_months(operator):
    """A change that counts from March is charged in March; declared for the year later on, only the months before differ."""
    unit = operator.unit
    people = staff_of(unit, random.Random(1), 1, since=date(2024, 1, 1))
    [(person, (codes, _wage))] = people.items()
    Enrolment.objects.filter(person=person).update(wage_fen=800_000)
    changed = info_changes.draft_change(
        unit, person, {"wage": 1_200_000}, wage_from=Month(2026, 9), actor=operator, at=NOW, on=TODAY, acknowledged=True
    )
    unit_declarations.submit(changed.number, actor=operator, at=NOW, on=TODAY)
    DeclaredWage.objects.update(from_month=date(2026, 3, 1))
    charge_months(unit, {person: (codes, lambda month: 1_200_000 if month >= date(2026, 3, 1) else 800_000)}, MONTHS)
    declare(operator, {person.pk: 1_000_000})
    wages = dict.fromkeys(MONTHS[1:3], 1_000_000) | dict.fromkeys(MONTHS[3:], 1_200_000) | {MONTHS[0]: 800_000}
    for month, wage in wages.items():
        want = {name: amount for name, amount in charge_of(wage, codes, Decimal("0.004")).items() if amount}
        assert charged_now(person, month) == want, month
    bill = next_bill(unit, OCTOBER, on=TODAY)
    assert bill.total_fen == sum(charge_of(1_200_000, codes, Decimal("0.004")).values())


def test_who_writes_a_page_does_not_hold_the_units_key(operator):
    """Whoever sends the draft holds the draft and points to the unit: each would wait for the other."""
    [person] = staff_of(operator.unit, random.Random(3), 1, since=date(2024, 1, 1))
    with CaptureQueriesContext(connection) as captured:
        bases.save_wages(operator.unit, {person.pk: 900_000}, seen={}, actor=operator, at=NOW, on=TODAY)
    locks = [query["sql"] for query in captured if 'FROM "accounts_unit"' in query["sql"] and " UPDATE" in query["sql"]]
    assert ["FOR NO KEY UPDATE" in sql for sql in locks] == [True]


def test_who_goes_on_after_a_correction_this_year_counts_in_the_list_as_in_the_check(operator):
    """Their present enrolment began this year: list and check say the same, so that nobody is offered and then refused."""
    unit = operator.unit
    people = staff_of(unit, random.Random(4), 1, since=date(2024, 1, 1))
    [(person, (codes, _wage))] = people.items()
    some = codes[:1]
    Enrolment.objects.filter(person=person, insurance__in=some).update(stop_month=date(2026, 3, 1), end_reason="14")
    Enrolment.objects.create(
        person=person, unit=unit, area=unit.registration.area, insurance=some[0], kind="employee",
        first_month=date(2026, 5, 1), covered_from=date(2026, 5, 1), wage_fen=700_000,
    )  # fmt: skip
    year = bases_year(unit, on=TODAY)
    [row] = bases_page(unit, year, everybody=True, size=20).rows
    assert row.is_open
    assert declare(operator, {person.pk: 900_000}).parts.get().state == "effective"
