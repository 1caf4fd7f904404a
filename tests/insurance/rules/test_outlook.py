"""What a stop means for medical benefits, and what a later repayment brings, under the rules found in use."""

from datetime import date

import pytest

from insurance.rules.benefit_rule import Continuity, Family, Payer, PolicyMissing, StopPoint
from insurance.rules.benefits import MedicalRecord
from insurance.rules.explanation import as_data, from_data, recomputed
from insurance.rules.interruptions import Charge, Stay
from insurance.rules.months import Month
from insurance.rules.outlook import Outlook, of_one_stay, outlook, stop_outlook
from insurance.rules.resident_history import ResidentStay, YearCharge
from insurance.rules.resident_outlook import resident_outlook, resident_stop_outlook
from tests.factories.policy_values import RULES, n3, s4
from tests.insurance.rules.outlook_policy import policy_of

TODAY = date(2026, 9, 10)
FIRST, OCTOBER, NOVEMBER = Month(2024, 1), Month(2026, 10), Month(2026, 11)
CREDITED = tuple(Month.span(FIRST, Month(2026, 8)))
UNIT, FLEXIBLE = Payer.UNIT, Payer.FLEXIBLE


def running(payer=FLEXIBLE, *charges: Charge) -> MedicalRecord:
    return MedicalRecord(1985, stays=(Stay(payer, FIRST, None),), charges=charges)


def stopped(record=None, *rules, stop=OCTOBER, on=TODAY, **more) -> Outlook:
    return stop_outlook(record or running(), policy_of(*rules), first=FIRST, stop=stop, on=on, **more)


def days_of(found: Outlook) -> list[tuple]:
    return [(span.first_on, span.last_on, span.returns_from, span.returns_until) for span in found.spans]


def test_s4_in_days_from_the_first_of_the_month_not_paid():
    found = stopped()
    assert (found.last_charged, found.last_on) == (Month(2026, 9), date(2026, 9, 30))
    assert found.short_until == date(2026, 11, 30), "the sixtieth day after the first of October"
    assert days_of(found) == [
        (date(2026, 10, 1), date(2026, 11, 30), date(2026, 11, 1), date(2026, 12, 1)),
        (date(2026, 12, 1), date(2027, 3, 30), date(2027, 3, 1), date(2027, 6, 1)),
        (date(2027, 3, 31), None, date(2027, 9, 1), None),
    ]


def test_the_first_day_counts_where_the_area_says_so():
    assert stopped(None, s4(FLEXIBLE, day_count="include_first")).short_until == date(2026, 11, 29)


def test_n3_in_months_with_costs_reimbursed_after_a_short_gap():
    found = stopped(None, n3(FLEXIBLE))
    assert [(span.last_on, span.retroactive, span.continuity) for span in found.spans] == [
        (date(2027, 1, 31), True, Continuity.KEPT),
        (None, False, Continuity.BROKEN),
    ]


def test_benefits_may_last_to_the_end_of_the_first_month_without_payment():
    sdf = next(rule for rule in RULES if rule.family == Family.SDF)
    assert sdf.stop_point == StopPoint.NEXT_MONTH
    assert stopped(None, sdf).last_on == date(2026, 10, 31)


def test_arrears_make_benefits_rest_before_the_stop():
    august = Charge(Month(2026, 8), date(2026, 8, 25), None, FLEXIBLE)
    found = stopped(running(FLEXIBLE, august))
    assert (found.last_on, found.rests_since) == (None, date(2026, 8, 1))
    assert found.short_until == date(2026, 9, 30), "sixty days after the first of August"
    assert found.spans[0].first_on == TODAY, "what lies behind cannot be credited any more"


def test_a_gap_that_is_long_already_is_not_called_short():
    june = Charge(Month(2026, 6), date(2026, 6, 25), None, FLEXIBLE)
    found = stopped(running(FLEXIBLE, june))
    assert found.short_until is None, "sixty days after the first of June are over"
    assert found.spans[0].last_on == date(2026, 11, 28)


def test_a_stop_before_the_first_wait_is_over_has_no_last_day():
    record = MedicalRecord(
        1985,
        stays=(Stay(FLEXIBLE, Month(2026, 8), None),),
        charges=(Charge(Month(2026, 8), date(2026, 8, 25), date(2026, 8, 20), FLEXIBLE),),
    )
    found = stop_outlook(record, policy_of(), first=Month(2026, 8), stop=OCTOBER, on=TODAY)
    assert found.last_on is None, "six months of waiting have only begun"
    assert found.latest_on == date(2026, 9, 30)


def test_an_end_for_good_cannot_be_repaid():
    found = stopped(ended=True)
    assert found.spans == ()
    assert found.last_on == date(2026, 9, 30)


@pytest.mark.parametrize(("credited", "continuous"), [(CREDITED, 32), ((), 0), (None, None)])
def test_months_are_counted_for_who_may_see_them(credited, continuous):
    found = stopped(credited=credited)
    assert (found.counted and found.counted.continuous.result) == continuous
    assert (found.counted and found.counted.cumulative.result) == (None if credited is None else len(credited))


@pytest.mark.parametrize("stop", [FIRST, Month(2023, 6)])
def test_what_stops_before_its_first_charge_charged_nothing(stop):
    assert stopped(stop=max(stop, FIRST)).last_charged is None


def test_without_a_rule_there_is_no_answer():
    with pytest.raises(PolicyMissing):
        stopped(None, s4(UNIT))


@pytest.mark.parametrize("payer", [UNIT, FLEXIBLE])
def test_after_the_act_the_record_gives_the_same_answer(payer):
    before, policy = running(payer), policy_of()
    after = before.with_stop(FIRST, OCTOBER)
    foreseen = stop_outlook(before, policy, first=FIRST, stop=OCTOBER, on=TODAY, credited=CREDITED)
    assert outlook(after, policy, first=FIRST, stop=OCTOBER, on=TODAY, credited=CREDITED) == foreseen


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.family}-{rule.payer}")
def test_every_family_is_explained_and_the_tree_gives_its_result_again(rule):
    found = stopped(running(rule.payer), rule, credited=CREDITED)
    tree = found.explanation
    assert recomputed(tree) == found.last_on
    assert from_data(as_data(tree)) == tree


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.family}-{rule.payer}")
def test_a_longer_gap_never_brings_benefits_back_sooner(rule):
    starts = [span.returns_from for span in stopped(running(rule.payer), rule).spans if span.returns_from]
    assert starts == sorted(starts)


def test_a_unit_knows_nothing_of_other_times():
    earlier = Stay(FLEXIBLE, Month(2020, 1), Month(2023, 6))
    unpaid = Charge(Month(2021, 3), date(2021, 3, 25), None, FLEXIBLE)
    own = Charge(Month(2026, 8), date(2026, 8, 25), None, UNIT)
    record = MedicalRecord(
        1985, (earlier, Stay(UNIT, FIRST, None)), (unpaid, own), (ResidentStay(Month(2019, 1), Month(2020, 1)),)
    )
    seen = of_one_stay(record, FIRST)
    assert (seen.stays, seen.charges, seen.resident_stays) == (record.stays[1:], (own,), ())


# Residents ------------------------------------------------------------------------------------------------------------

PAID = tuple(YearCharge(year, date(year - 1, 12, 31), date(year - 1, 11, 5)) for year in (2024, 2025, 2026))
RESIDENT = MedicalRecord(1985, resident_stays=(ResidentStay(FIRST, None),), year_charges=PAID)


def test_a_resident_is_covered_to_the_stop_and_again_with_the_next_year():
    found = resident_stop_outlook(RESIDENT, policy_of(), first=FIRST, stop=OCTOBER, on=TODAY)
    assert (found.last_charged, found.last_on, found.rests_since) == (Month(2026, 9), date(2026, 9, 30), None)
    assert days_of(found) == [
        (date(2026, 9, 1), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 1)),
        (date(2027, 1, 1), None, date(2027, 4, 1), None),
    ]
    assert recomputed(found.explanation) == date(2026, 9, 30)


def test_a_resident_whose_year_is_not_paid_has_no_last_day():
    unpaid = MedicalRecord(1985, resident_stays=(ResidentStay(FIRST, None),), year_charges=PAID[:2])
    late = YearCharge(2026, date(2025, 12, 31), None)
    record = MedicalRecord(1985, (), (), unpaid.resident_stays, (*unpaid.year_charges, late))
    assert resident_stop_outlook(record, policy_of(), first=FIRST, stop=OCTOBER, on=TODAY).last_on is None


def test_after_a_residents_act_the_record_gives_the_same_answer():
    about = {"first": FIRST, "stop": OCTOBER, "on": TODAY}
    foreseen = resident_stop_outlook(RESIDENT, policy_of(), **about)
    assert resident_outlook(RESIDENT.with_resident_stop(OCTOBER), policy_of(), **about) == foreseen
