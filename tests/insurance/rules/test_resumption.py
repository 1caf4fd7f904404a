"""What coming back after a gap costs and gives: repaid and not, with a late fee only where a unit was in default."""

from dataclasses import replace
from datetime import date

import pytest

from insurance.rules.benefit_rule import Anchor, Continuity, Payer, PolicyMissing, RepaymentBase, Tier
from insurance.rules.benefits import MedicalRecord
from insurance.rules.explanation import as_data, from_data, recomputed
from insurance.rules.interruptions import Charge, Stay
from insurance.rules.months import Month
from insurance.rules.resident_history import ResidentStay, YearCharge
from insurance.rules.resident_outlook import rejoining
from insurance.rules.resumption import Resumption, repayment_spans, resumption
from tests.factories.policy_values import RULES, n3, s4
from tests.insurance.rules.outlook_policy import YEARLY_FEN, policy_of

UNIT, FLEXIBLE = Payer.UNIT, Payer.FLEXIBLE
FIRST, STOP = Month(2024, 1), Month(2025, 3)
TO_AUGUST = [f"2025-{number:02}" for number in range(3, 9)]
CREDITED = tuple(Month.span(FIRST, Month(2025, 2)))


def left(payer=FLEXIBLE, *charges: Charge) -> MedicalRecord:
    """Return a record that ended with February 2025."""
    return MedicalRecord(1985, stays=(Stay(payer, FIRST, STOP),), charges=charges)


def back(on: date, record=None, *rules, payer=FLEXIBLE, first_month=None, **more) -> Resumption:
    return resumption(
        record or left(payer),
        policy_of(*rules),
        stop=STOP,
        payer=payer,
        first_month=first_month or Month.of(on),
        credited_on=on,
        **more,
    )


def months_of(found: Resumption) -> list[str]:
    return [str(row.month) for row in found.gap.rows] if found.gap else []


@pytest.mark.parametrize(
    ("on", "months", "returns_on", "unrepaid_on"),
    [
        (date(2025, 4, 10), ["2025-03"], date(2025, 5, 1), date(2025, 10, 1)),
        (date(2025, 4, 30), ["2025-03", "2025-04"], date(2025, 5, 1), date(2025, 10, 1)),
        (date(2025, 5, 1), ["2025-03", "2025-04"], date(2025, 8, 1), date(2025, 11, 1)),
        (date(2025, 8, 28), TO_AUGUST, date(2025, 11, 1), date(2026, 2, 1)),
        (date(2025, 8, 29), TO_AUGUST, date(2026, 2, 1), date(2026, 2, 1)),
    ],
)  # fmt: skip
def test_s4_from_the_sixtieth_day_to_the_hundred_and_eighty_first(on, months, returns_on, unrepaid_on):
    found = back(on)
    assert months_of(found) == months
    assert found.total_fen == len(months) * 66_600, "9 % of 7,400.00 a month, no late fee"
    assert (found.returns_on, found.unrepaid.resumes_on) == (returns_on, unrepaid_on)
    assert (found.repaid.continuity, found.unrepaid.continuity) == (Continuity.KEPT, Continuity.RESET)


def test_months_that_are_repaid_count_without_a_break():
    found = back(date(2025, 4, 10), credited=CREDITED)
    assert (found.counted.continuous.result, found.counted.cumulative.result) == (15, 15)


def test_without_a_gap_nothing_is_lost():
    found = back(date(2025, 3, 1), credited=CREDITED)
    assert (found.total_fen, found.returns_on, found.repaid, found.unrepaid) == (0, date(2025, 3, 1), None, None)
    assert found.counted.continuous.result == 14


def test_costs_of_a_short_gap_are_reimbursed_where_the_rule_says_so():
    found = back(date(2025, 6, 10), None, n3(FLEXIBLE))
    assert (found.returns_on, found.repaid.retroactive_from) == (date(2025, 6, 1), date(2025, 3, 1))


def test_what_cannot_be_repaid_any_more_costs_nothing_and_counts_anew():
    found = back(date(2025, 7, 1), None, n3(FLEXIBLE), credited=CREDITED)
    assert (found.is_repayable, found.gap, found.repaid, found.total_fen) == (False, None, None, 0)
    assert found.returns_on == found.unrepaid.resumes_on == date(2026, 1, 1)
    assert (found.counted.continuous.result, found.counted.cumulative.result) == (0, 14)


def test_an_area_may_limit_how_many_months_are_repaid():
    assert not back(date(2025, 8, 10), None, s4(FLEXIBLE, longest_repayable_months=4)).is_repayable
    assert back(date(2025, 6, 10), None, s4(FLEXIBLE, longest_repayable_months=4)).is_repayable


@pytest.mark.parametrize(
    ("base", "own", "month_fen"),
    [
        (RepaymentBase.AVERAGE_WAGE_AT_PAYMENT, 600_000, 66_600),
        (RepaymentBase.OWN_BASE, 600_000, 54_000),
        (RepaymentBase.OWN_BASE, None, 66_600),
        (RepaymentBase.LOWER_BOUND, 600_000, 39_960),
    ],
)
def test_the_base_is_the_one_the_rule_names(base, own, month_fen):
    found = back(date(2025, 4, 10), None, s4(FLEXIBLE, repayment_base=base), own_base_fen=own)
    assert found.total_fen == month_fen


def test_a_late_fee_falls_on_the_months_a_unit_owes_not_on_the_gap():
    owed = Charge(Month(2025, 2), date(2025, 2, 25), None, UNIT)
    found = back(date(2025, 4, 10), left(UNIT, owed), payer=UNIT)
    assert [str(row.month) for row in found.owed.rows] == ["2025-02"]
    assert found.owed.late_fee_fen == 74_000 * 44 * 5 // 10_000, "26 February to 10 April are 44 days"
    assert (months_of(found), found.gap.late_fee_fen) == (["2025-03"], 0)
    assert found.total_fen == found.owed.total_fen + found.gap.total_fen


def test_old_arrears_keep_the_return_waiting_even_where_the_last_month_came_in_time():
    owed = (
        Charge(Month(2024, 11), date(2024, 11, 25), None, UNIT),
        Charge(Month(2024, 12), date(2024, 12, 25), None, UNIT),
    )
    found = back(date(2025, 5, 10), left(UNIT, *owed), payer=UNIT)
    assert found.repaid.gap == 190, "from November on, not from the stop in March, 70 days before"
    assert found.returns_on == date(2025, 11, 1)


def test_what_a_person_owes_carries_no_late_fee():
    owed = Charge(Month(2025, 2), date(2025, 2, 25), None, FLEXIBLE)
    found = back(date(2025, 4, 10), left(FLEXIBLE, owed))
    assert (found.owed.total_fen, found.owed.late_fee_fen) == (66_600, 0)


def test_who_was_employed_goes_on_alone_under_the_rule_for_who_pays_alone():
    found = back(date(2025, 4, 10), left(UNIT), payer=FLEXIBLE)
    assert found.unrepaid.resumes_on == date(2025, 10, 1), "six months, not the one of employees"


def test_a_tier_that_cannot_be_repaid_is_told_by_its_rule():
    closed = Tier(61, None, Anchor.PAYMENT_MONTH, 6, repayable=False)
    rule = s4(FLEXIBLE, tiers=(Tier(0, 60, Anchor.PAYMENT_MONTH, 1), closed))
    assert back(date(2025, 4, 30), None, rule).is_repayable
    assert not back(date(2025, 5, 1), None, rule).is_repayable


def test_without_a_rule_there_is_no_answer():
    with pytest.raises(PolicyMissing):
        back(date(2025, 4, 10), None, s4(UNIT))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.family}-{rule.payer}")
@pytest.mark.parametrize("on", [date(2025, 4, 10), date(2025, 7, 1), date(2026, 3, 15)])
def test_every_family_is_explained_and_the_tree_gives_its_result_again(rule, on):
    found = back(on, left(rule.payer), rule, payer=rule.payer, credited=CREDITED)
    assert recomputed(found.explanation) == found.returns_on
    assert from_data(as_data(found.explanation)) == found.explanation


def test_later_credits_are_spans_of_their_own():
    spans = repayment_spans(left(), policy_of(), payer=FLEXIBLE, first_month=Month(2025, 4), since=date(2025, 4, 1))
    assert [span.last_on for span in spans] == [date(2025, 4, 30), date(2025, 8, 28), None]
    assert not repayment_spans(left(), policy_of(), payer=FLEXIBLE, first_month=STOP, since=date(2025, 3, 1))


# Residents ------------------------------------------------------------------------------------------------------------

PAID = (
    YearCharge(2024, date(2023, 12, 31), date(2023, 11, 5)),
    YearCharge(2025, date(2024, 12, 31), date(2024, 11, 5)),
)
LEFT = MedicalRecord(1985, resident_stays=(ResidentStay(FIRST, STOP),), year_charges=PAID)


@pytest.mark.parametrize(
    ("first_month", "credited_on", "cost", "returns_on"),
    [
        (Month(2025, 6), date(2025, 6, 2), 0, date(2025, 6, 1)),
        (Month(2026, 1), date(2025, 12, 31), YEARLY_FEN, date(2026, 1, 1)),
        (Month(2026, 1), date(2026, 1, 1), YEARLY_FEN, date(2026, 4, 1)),
        (Month(2026, 3), date(2026, 3, 15), YEARLY_FEN, date(2026, 6, 15)),
        (Month(2027, 3), date(2027, 3, 15), YEARLY_FEN, date(2027, 7, 15)),
    ],
)
def test_a_resident_pays_for_a_year_and_waits_when_late(first_month, credited_on, cost, returns_on):
    found = rejoining(LEFT, policy_of(), first_month=first_month, credited_on=credited_on)
    assert (found.total_fen, found.returns_on) == (cost, returns_on)
    assert recomputed(found.explanation) == returns_on


def test_a_resident_for_the_first_time_waits_only_for_being_late():
    new = replace(LEFT, resident_stays=(), year_charges=())
    found = rejoining(new, policy_of(), first_month=Month(2026, 3), credited_on=date(2026, 3, 15))
    assert found.returns_on == date(2026, 6, 15)
