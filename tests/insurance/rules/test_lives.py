"""Whole lives against every family of rules: what holds whatever happened, and the knots that lives get into."""

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from insurance.rules.benefit_history import WEIGHT, Benefit, Cause, History, broken_since, employee_history
from insurance.rules.benefit_rule import Family, Payer, PolicyMissing, RuleBook
from insurance.rules.explanation import recomputed
from insurance.rules.interruptions import Charge, Stay
from insurance.rules.months import Month
from insurance.rules.outlook import spans_of
from insurance.rules.prospects import prospects
from tests.factories.lives import BEGINNING, invented_life, out_of_order
from tests.factories.policy_values import RULES, n3, s4
from tests.insurance.rules.outlook_policy import policy_of

UNIT, FLEXIBLE = Payer
ENTITLED, WAITING, SUSPENDED, NONE = Benefit
LONG_AGO, TODAY = date(2000, 1, 1), date(2026, 11, 22)
LIVES = 60


def book_of(family: Family) -> RuleBook:
    """Return a family as the rules of an area; where it speaks of one payer alone, of the other one too."""
    rules = [rule for rule in RULES if rule.family == family]
    by_payer = {payer: replace(rules[0], payer=payer) for payer in Payer} | {rule.payer: rule for rule in rules}
    return RuleBook("379901", tuple((LONG_AGO, None, rule) for rule in by_payer.values()))


S4, N3 = book_of(Family.S4), book_of(Family.N3)
CHANGING = RuleBook(
    "379901",
    (
        (LONG_AGO, date(2021, 7, 1), s4(UNIT)),
        (date(2021, 7, 1), None, n3(UNIT)),
        (LONG_AGO, date(2022, 3, 1), n3(FLEXIBLE)),
        (date(2022, 3, 1), None, s4(FLEXIBLE)),
    ),
)
BOOKS = {**{str(family): book_of(family) for family in dict.fromkeys(rule.family for rule in RULES)}, "mixed": CHANGING}


def bars(history: History) -> list[tuple]:
    return [(bar.state, bar.cause, str(bar.first_on), bar.until_on and str(bar.until_on)) for bar in history.periods]


@pytest.mark.parametrize("name", BOOKS)
def test_a_life_is_one_line_whatever_of_it_is_told_and_in_which_order(name):
    rng = random.Random(name)
    for _ in range(LIVES):
        stays, charges = invented_life(rng)
        on = BEGINNING.first_day + timedelta(days=rng.randint(1, 2500))
        history = employee_history(stays, charges, BOOKS[name], on=on)
        shuffled = rng.sample(charges, len(charges))
        known = [charge.as_known_on(on) for charge in charges]

        assert bars(employee_history(stays, out_of_order(stays, charges, on), BOOKS[name], on=on)) == bars(history)
        assert bars(employee_history(stays[::-1], shuffled, BOOKS[name], on=on)) == bars(history)
        assert bars(employee_history(stays, known, BOOKS[name], on=on)) == bars(history)
        assert all(one.until_on == following.first_on for one, following in pairwise(history.periods))
        assert all(recomputed(bar.explanation) == bar.explanation.result for bar in history.periods)
        assert history.periods[-1].until_on is None


def weights(history: History) -> list[int]:
    """Return how little somebody is entitled to, every ninth day of some years."""
    days = (BEGINNING.first_day + timedelta(days=count) for count in range(0, 2900, 9))
    found = (history.on(day) for day in days)
    return [WEIGHT[period.state] if period else WEIGHT[NONE] for period in found]


@pytest.mark.parametrize("name", BOOKS)
def test_what_is_paid_after_the_return_takes_nothing_away(name):
    """Arrears of a former unit, or a gap, credited when the person pays elsewhere already."""
    rng, tried = random.Random(name), 0
    for _ in range(LIVES * 4):
        stays, charges = invented_life(rng)
        for charge in (charge for charge in charges if is_paid_after_a_return(charge, stays, charges)):
            unpaid = [replace(one, credited_on=None) if one is charge else one for one in charges]
            paid, left = (employee_history(stays, some, BOOKS[name], on=TODAY) for some in (charges, unpaid))
            assert all(one <= other for one, other in zip(weights(paid), weights(left), strict=True)), (stays, charge)
            tried += 1
            break
    assert tried > 20


def is_paid_after_a_return(charge: Charge, stays: list[Stay], charges: list[Charge]) -> bool:
    later = {stay.first for stay in stays if stay.first > charge.month}
    firsts = [one.credited_on for one in charges if one.month in later and one.credited_on]
    late = charge.credited_on is not None and charge.credited_on > charge.due_on
    return late and min(firsts, default=date.max) < charge.credited_on


# Knots --------------------------------------------------------------------------------------------------------------


def month(text: str) -> Month:
    return Month.parse(text)


def stay(first: str, stop: str | None = None, payer: Payer = UNIT) -> Stay:
    return Stay(payer, month(first), stop and month(stop))


def charge(of: str, credited: str | None, payer: Payer = UNIT, **more) -> Charge:
    return Charge(month(of), month(of).day(25), credited and date.fromisoformat(credited), payer, **more)


def told(stays, charges, book=S4, on=TODAY) -> History:
    return employee_history(stays, charges, book, on=on)


MOVED = [stay("2018-01", "2025-06"), stay("2025-06")]


@pytest.mark.parametrize("settled", [None, "2025-12-10"])
def test_arrears_that_a_former_unit_pays_later_change_no_day(settled):
    charges = [charge("2025-04", settled), charge("2025-05", settled), charge("2025-06", "2025-06-18")]
    assert bars(told(MOVED, charges))[1:] == [
        (SUSPENDED, Cause.ARREARS, "2025-04-01", "2025-06-18"),
        (WAITING, Cause.AFTER_GAP, "2025-06-18", "2025-07-01"),
        (ENTITLED, Cause.INSURED, "2025-07-01", None),
    ]


@pytest.mark.parametrize(
    ("book", "settled", "broken"),
    [
        (S4, (None, None), "2025-06"),
        (S4, ("2025-12-10", None), "2025-06"),
        (S4, ("2025-12-10", "2025-12-10"), None),
        (N3, ("2025-06-30", "2025-06-30"), None),
        (N3, ("2025-12-10", "2025-12-10"), "2025-06"),
    ],
)
def test_made_good_after_the_return_months_count_as_the_rule_says_of_so_late_a_repayment(book, settled, broken):
    april, may = settled
    charges = [charge("2025-04", april), charge("2025-05", may), charge("2025-06", "2025-06-18")]
    assert broken_since(told(MOVED, charges, book)) == (broken and month(broken))


def test_a_gap_repaid_after_the_return_changes_no_day_and_counts():
    stays, first = [stay("2018-01", "2025-03"), stay("2025-06")], charge("2025-06", "2025-06-20")
    repaid = [charge(of, "2025-10-15", repays=True) for of in ("2025-03", "2025-04", "2025-05")]
    whole, part, none = (told(stays, [first, *some]) for some in (repaid, repaid[:2], []))
    assert bars(whole) == bars(part) == bars(none)
    assert bars(none)[-1] == (ENTITLED, Cause.INSURED, "2025-07-01", None)
    assert [broken_since(one) for one in (whole, part, none)] == [None, month("2025-06"), month("2025-06")]


def test_arrears_settled_by_a_back_payment_stay_arrears():
    by_itself = told([stay("2018-01")], [charge("2025-03", "2025-04-10")])
    beside = told([stay("2018-01")], [charge("2025-03", None), charge("2025-03", "2025-04-10", repays=True)])
    assert bars(beside) == bars(by_itself)
    assert bars(beside)[1][:2] == (SUSPENDED, Cause.ARREARS)


def test_a_month_paid_twice_is_paid_by_whoever_came_first():
    twice = [charge("2025-03", "2025-03-20"), charge("2025-03", "2025-03-20", FLEXIBLE), charge("2025-03", None)]
    assert bars(told([stay("2018-01")], twice)) == [(ENTITLED, Cause.INSURED, "2018-01-01", None)]


def test_a_repaid_gap_returns_by_the_rule_of_who_pays_now():
    book = RuleBook("379901", ((LONG_AGO, None, s4(UNIT)), (LONG_AGO, None, n3(FLEXIBLE))))
    stays = [stay("2018-01", "2025-03"), stay("2025-06", payer=FLEXIBLE)]
    charges = [charge(of, "2025-06-20", repays=True) for of in ("2025-03", "2025-04", "2025-05")]
    [(interruption, outcome)] = told(stays, [charge("2025-06", "2025-06-20", FLEXIBLE), *charges], book).interruptions
    assert (interruption.payer, interruption.returns_as, interruption.repaid) == (UNIT, FLEXIBLE, True)
    assert outcome.restore_rule.family == Family.N3
    assert outcome.resumes_on == date(2025, 6, 1)


def test_an_enrolment_in_between_that_nobody_paid_holds_nothing_up():
    stays = [stay("2018-01", "2020-01"), stay("2020-06", "2020-09"), stay("2021-01")]
    charges = [charge(of, None) for of in ("2020-06", "2020-07", "2020-08")] + [charge("2021-01", "2021-01-20")]
    assert bars(told(stays, charges))[1:] == [
        (NONE, Cause.STOPPED, "2020-01-01", "2021-01-20"),
        (WAITING, Cause.AFTER_GAP, "2021-01-20", "2021-02-01"),
        (ENTITLED, Cause.INSURED, "2021-02-01", None),
    ]


@pytest.mark.parametrize(("back", "until"), [([], None), ([stay("2023-01")], "2023-01-20")])
def test_who_left_before_the_rules_is_not_entitled_under_them(back, until):
    young = RuleBook("379901", tuple((date(2021, 1, 1), None, s4(payer)) for payer in Payer))
    found = bars(told([stay("2010-01", "2015-03"), *back], [charge("2023-01", "2023-01-20")] if back else [], young))
    assert found[1] == (NONE, Cause.STOPPED, "2021-01-01", until)


def test_what_a_payment_brings_is_told_as_far_as_rules_are_known():
    book = RuleBook("379901", ((LONG_AGO, date(2025, 5, 15), s4(UNIT)), (LONG_AGO, None, s4(FLEXIBLE))))
    interruption, _ = told([stay("2018-01")], [charge("2025-03", None)], book, on=date(2025, 4, 2)).open_interruption
    found = prospects(interruption, book, since=date(2025, 4, 2), count=4)
    assert [(str(one.first_on), str(one.last_on)) for one in found] == [
        ("2025-04-02", "2025-04-30"),
        ("2025-05-01", "2025-05-14"),
    ]
    with pytest.raises(PolicyMissing, match="unit is in force on 2025-05-15"):
        prospects(interruption, book, since=date(2025, 5, 15), count=4)


def test_what_the_last_tier_gives_ends_where_another_rule_begins():
    """S4 has no end behind 180 days; but from July on N3 is in force, whose tier for long gaps has none."""
    book = RuleBook("379901", ((LONG_AGO, date(2026, 7, 1), s4(UNIT)), (date(2026, 7, 1), None, n3(UNIT))))
    interruption, _ = told([stay("2018-01")], [charge("2025-03", None)], book, on=date(2026, 4, 2)).open_interruption
    found = spans_of(interruption, replace(policy_of(), book=book), since=date(2026, 4, 2))
    assert [(str(one.first_on), str(one.last_on), str(one.returns_from), str(one.returns_until)) for one in found] == [
        ("2026-04-02", "2026-06-30", "2026-10-01", "2026-12-01"),
        ("2026-07-01", "None", "2027-01-01", "None"),
    ]
