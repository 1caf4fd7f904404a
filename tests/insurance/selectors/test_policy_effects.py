"""What previews of policy say about a small city whose answers can be worked out by hand; they write nothing."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from insurance.models import Bill, DeclarationWindow, PoolingArea
from insurance.rules.policy_effect import Case, effect_from_json
from insurance.rules.policy_tables import entries_of
from insurance.selectors import policy_sample
from insurance.selectors.policy_change import Change, rows_of_area
from insurance.selectors.policy_effects import effect
from insurance.selectors.policy_sample import sample_of
from insurance.services import benefits
from insurance.services.policy_loading import load_policy
from tests.factories import TODAY, EnrolmentFactory, PersonFactory, UnitFactory, employ, enrol_flexible
from tests.factories.contributions import RESIDENT, charge
from tests.factories.policy_drafts import FIRST_ON, national_rule, row_in_force


@pytest.fixture
def area(db):
    load_policy()
    return PoolingArea.objects.get(code="379901")


def previewed(area, table, values, *, on=TODAY) -> dict:
    entries = entries_of(table, values)
    change = Change(area, table, entries, tuple(rows_of_area(area)), entries[0].first)
    return effect(change, on=on)


def found_in(preview: dict):
    return effect_from_json(preview["effect"])


# Contributions ------------------------------------------------------------------------------------------------------


def test_a_higher_lower_bound_costs_those_below_it(area):
    poor, rich = PersonFactory(), PersonFactory()
    enrol_flexible(poor)
    employ(rich, UnitFactory())
    found = found_in(previewed(area, "bounds", row_in_force(area, "bounds", lower="4700")))
    # Pension 20 % and medical 8.5 % of 4,560.00, then of 4,700.00.
    assert found.most == (Case(poor.public_id, 91_200 + 38_760, 94_000 + 39_950),)
    assert (found.examined, found.changed, found.less) == (2, 1, 0)


def test_a_rate_is_told_by_insurance_and_payer(area):
    for person in (PersonFactory(), PersonFactory()):
        employ(person, UnitFactory())
    preview = previewed(area, "rates", row_in_force(area, "rates", "110-employee", unit="0.15", own="0.09"))
    # On 8,000.00 the unit pays 16 %, then 15 %, the person 8 %, then 9 %.
    assert preview["insurances"] == [[110, 256_000, 128_000, 240_000, 144_000]]
    assert found_in(preview).changed == 0


def test_who_stopped_or_lives_elsewhere_is_not_asked(area):
    elsewhere = PoolingArea.objects.get(code="379902")
    EnrolmentFactory(area=elsewhere)
    EnrolmentFactory(stop_month=FIRST_ON, covered_until=FIRST_ON, end_reason="hardship")
    staying = EnrolmentFactory()
    preview = previewed(area, "rates", row_in_force(area, "rates", "110-flexible", own="0.21"))
    assert [case.number for case in found_in(preview).most] == [staying.person.public_id]
    assert preview["population"] == 1


def test_residents_pay_once_a_year(area):
    resident = EnrolmentFactory(resident=True)
    found = found_in(previewed(area, "rates", row_in_force(area, "rates", "390-resident", yearly="420")))
    assert found.most == (Case(resident.person.public_id, 40_000, 42_000),)


def test_work_injury_follows_the_class_of_the_unit(area):
    employ(PersonFactory(), UnitFactory())
    shares = ["0.002", "0.005", "0.007", "0.009", "0.011", "0.013", "0.016", "0.019"]
    preview = previewed(area, "rates", row_in_force(area, "rates", "410-employee", unit_by_class=shares))
    # Class 2: 0.4 %, then 0.5 % of 8,000.00.
    assert preview["insurances"] == [[410, 3_200, 0, 4_000, 0]]


# A gap --------------------------------------------------------------------------------------------------------------


def test_people_in_a_gap_return_earlier_or_later(area):
    short, long, paid = PersonFactory(), PersonFactory(), PersonFactory()
    unit = UnitFactory()
    for person, unpaid in ((short, "2026-08"), (long, "2026-05"), (paid, None)):
        employ(person, unit)
        charge(person, "2024-01", unit=unit if person is short else UnitFactory())
        if unpaid:
            charge(person, unpaid, unit=UnitFactory(), standing="missing")
    benefits.recompute([short.pk, long.pk, paid.pk], on=TODAY)
    preview = previewed(area, "benefits", national_rule())
    found = found_in(preview)
    # Credited on 1 October. August: 61 days, so three months from October, or two months, made up in October.
    # May: 153 days, the same tier, or five months, so six months from October.
    assert set(found.most) == {
        Case(short.public_id, date(2027, 1, 1), date(2026, 10, 1)),
        Case(long.public_id, date(2027, 1, 1), date(2027, 4, 1)),
    }
    assert (found.examined, found.more, found.less) == (2, 1, 1)


def test_a_rule_for_units_asks_nobody_in_flexible_employment(area):
    person = PersonFactory()
    enrol_flexible(person)
    charge(person, "2024-01")
    charge(person, "2026-07", standing="missing")
    benefits.recompute([person.pk], on=TODAY)
    assert found_in(previewed(area, "benefits", national_rule())).examined == 0
    assert found_in(previewed(area, "benefits", national_rule(payer="flexible"))).examined == 1


# Late fees, residents, windows, unemployment ------------------------------------------------------------------------


def test_arrears_of_today_cost_another_fee(area):
    unit, person = UnitFactory(), PersonFactory()
    charge(person, "2026-08", unit=unit, parts={"pension_unit": 100_000}, standing="missing")
    charge(person, "2026-07", unit=unit, parts={"pension_unit": 100_000}, standing="credited")
    assert Bill.objects.filter(credited_on=None).count() == 1
    preview = previewed(area, "late_fees", row_in_force(area, "late_fees", daily_rate="0.0002"))
    # From 26 August to 31 October: 67 days of 1,000.00, at 0.05 % and at 0.02 % a day.
    assert found_in(preview).most == (Case(unit.public_id, 3_350, 1_340),)
    assert preview["settled_on"] == "2026-10-31"


def test_people_who_pay_alone_owe_no_late_fee(area):
    charge(PersonFactory(), "2026-08", standing="missing")
    assert found_in(previewed(area, "late_fees", row_in_force(area, "late_fees", daily_rate="0.0002"))).examined == 0


def test_residents_who_have_not_paid_wait_otherwise(area):
    waiting, covered = (EnrolmentFactory(resident=True).person for _each in range(2))
    for person in (waiting, covered):
        charge(person, "2024-01", parts=RESIDENT)
    charge(covered, "2027-01", parts=RESIDENT)
    found = found_in(
        previewed(area, "resident_waits", row_in_force(area, "resident_waits", opens_month=11, fixed_months=2))
    )
    # On 1 October the season for 2027 is open, from November on it is not: covered from January, or after two months.
    assert found.most == (Case(waiting.public_id, date(2027, 1, 1), date(2026, 12, 1)),)
    assert found.examined == 1


def test_a_window_tells_the_stop_month_of_every_day(area):
    UnitFactory()
    values = row_in_force(area, "windows", "unit", rule="E-CUT", cutoff_day=15, roll=False)
    preview = previewed(area, "windows", values)
    assert preview["concerned"] == 1
    assert preview["lines"] == [
        [
            "2026-10-01",
            "2026-10-15",
            ["stop", "2026-11", "2026-11", "2026-12"],
            ["stop", "2026-10", "2026-10", "2026-12"],
        ],
        [
            "2026-10-16",
            "2026-10-25",
            ["stop", "2026-11", "2026-11", "2026-12"],
            ["stop", "2026-11", "2026-11", "2026-12"],
        ],
        [
            "2026-10-26",
            "2026-10-26",
            ["stop", "2026-11", "2026-11", "2026-12"],
            ["stop", "2026-11", "2026-11", "2027-01"],
        ],
        [
            "2026-10-27",
            "2026-10-31",
            ["stop", "2026-12", "2026-12", "2027-01"],
            ["stop", "2026-11", "2026-11", "2027-01"],
        ],
    ]


def test_a_frozen_december_shows_in_december(area):
    preview = previewed(area, "windows", row_in_force(area, "windows", "unit", december_freeze=True))
    [october, *_rest, december, _after_the_window] = preview["lines"]
    assert october[2] == october[3]
    assert december[:2] == ["2026-12-01", "2026-12-25"]
    assert (december[2][1], december[3][1]) == ("2027-01", "2027-02")


def test_unemployment_shows_every_step_of_both_scales(area):
    values = row_in_force(area, "unemployment", pieces=[{"from": 12, "months": 6}, {"from": 36, "months": 12}])
    lines = {paid: (before, after) for paid, before, after in previewed(area, "unemployment", values)["lines"]}
    assert lines[11] == (0, 0)
    assert lines[12] == (12, 6)
    assert (lines[35], lines[36]) == ((12, 6), (12, 12))
    assert lines[120] == (24, 12)


# Whom a preview asks ------------------------------------------------------------------------------------------------


def test_beyond_the_limit_the_same_people_are_asked_every_time(area):
    people = [PersonFactory().pk for _each in range(9)]
    everybody = policy_sample.Person.objects.filter(pk__in=people).values("pk")
    first, again = sample_of(everybody, largest=4), sample_of(everybody, largest=4)
    assert (len(first.numbers), first.population) == (4, 9)
    assert first == again
    assert set(sample_of(everybody, largest=3).numbers) < set(first.numbers)
    assert len(sample_of(everybody, largest=9).numbers) == 9


def test_a_preview_only_reads(area):
    employ(PersonFactory(), UnitFactory())
    with CaptureQueriesContext(connection) as asked:
        previewed(area, "bounds", row_in_force(area, "bounds", lower="4700"))
    assert all(query["sql"].lstrip().startswith(("SELECT", "DECLARE")) for query in asked.captured_queries)
    assert DeclarationWindow.objects.filter(area=area).count() == 2
