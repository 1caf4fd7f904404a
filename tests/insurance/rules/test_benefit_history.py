"""The time line of one person's medical benefits: what each failing does to it, and what never happens."""

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from time import process_time

import pytest

from insurance.rules.benefit_history import Benefit, Cause, broken_since, employee_history
from insurance.rules.benefit_rule import Payer, RuleBook
from insurance.rules.explanation import as_data, from_data, recomputed, walked
from insurance.rules.interruptions import Charge, Stay
from insurance.rules.months import Month
from insurance.rules.prospects import prospects
from tests.factories.policy_values import n3, s4

UNIT, FLEXIBLE = Payer
ENTITLED, WAITING, SUSPENDED, NONE = Benefit
LONG_AGO = date(2000, 1, 1)
TODAY = date(2026, 11, 22)

YUNZHOU = RuleBook("379901", tuple((LONG_AGO, None, s4(payer)) for payer in Payer))
HAIYUN = RuleBook("379902", tuple((LONG_AGO, None, n3(payer)) for payer in Payer))


def month(text: str) -> Month:
    return Month.parse(text)


def stay(first: str, stop: str | None = None, payer: Payer = UNIT, **more) -> Stay:
    return Stay(payer, month(first), stop and month(stop), **more)


def charge(of: str, credited: str | None, payer: Payer = UNIT, **more) -> Charge:
    """Return the charge of a month, due on its 25th."""
    return Charge(month(of), month(of).day(25), credited and date.fromisoformat(credited), payer, **more)


def bars(history) -> list[tuple]:
    return [(bar.state, bar.cause, str(bar.first_on), bar.until_on and str(bar.until_on)) for bar in history.periods]


def told(stays, charges, book=YUNZHOU, on=TODAY):
    history = employee_history(stays, charges, book, on=on)
    for bar in history.periods:
        recomputed(bar.explanation)
    return bars(history)


LONG = stay("2018-01")


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2025-03-20", [(ENTITLED, Cause.INSURED, "2018-01-01", None)]),
        ("2025-03-25", [(ENTITLED, Cause.INSURED, "2018-01-01", None)]),
        (
            "2025-03-26",
            [(ENTITLED, Cause.INSURED, "2018-01-01", "2025-03-01"), (SUSPENDED, Cause.ARREARS, "2025-03-01", None)],
        ),
        (
            "2025-04-10",
            [
                (ENTITLED, Cause.INSURED, "2018-01-01", "2025-03-01"),
                (SUSPENDED, Cause.ARREARS, "2025-03-01", "2025-04-10"),
                (WAITING, Cause.AFTER_GAP, "2025-04-10", "2025-05-01"),
                (ENTITLED, Cause.INSURED, "2025-05-01", None),
            ],
        ),
    ],
)
def test_a_month_paid_late_as_it_looks_from_day_to_day(on, expected):
    """The unpaid month rests from its first day, but nobody is told so before its last day has passed."""
    assert told([LONG], [charge("2025-03", "2025-04-10")], on=date.fromisoformat(on)) == expected


def test_a_credit_on_the_last_day_leaves_no_trace():
    assert told([LONG], [charge("2025-03", "2025-03-25")]) == [(ENTITLED, Cause.INSURED, "2018-01-01", None)]


def test_several_months_return_with_the_last_of_them():
    charges = [charge("2025-03", "2025-04-29"), charge("2025-04", "2025-06-10"), charge("2025-05", "2025-06-10")]
    assert told([LONG], charges)[1:] == [
        (SUSPENDED, Cause.ARREARS, "2025-03-01", "2025-06-10"),
        (WAITING, Cause.AFTER_GAP, "2025-06-10", "2025-09-01"),
        (ENTITLED, Cause.INSURED, "2025-09-01", None),
    ]


def test_paying_the_second_month_alone_restores_nothing():
    charges = [charge("2025-03", None), charge("2025-04", "2025-04-20")]
    assert told([LONG], charges)[1:] == [(SUSPENDED, Cause.ARREARS, "2025-03-01", None)]


def test_a_second_failing_within_the_wait_extends_it():
    charges = [charge("2025-03", "2025-06-10"), charge("2025-04", "2025-06-10"), charge("2025-05", "2025-06-10")]
    charges += [charge("2025-07", "2025-08-02")]
    assert told([LONG], charges)[1:] == [
        (SUSPENDED, Cause.ARREARS, "2025-03-01", "2025-06-10"),
        (WAITING, Cause.AFTER_GAP, "2025-06-10", "2025-07-01"),
        (SUSPENDED, Cause.ARREARS, "2025-07-01", "2025-08-02"),
        (WAITING, Cause.AFTER_GAP, "2025-08-02", "2025-09-01"),
        (ENTITLED, Cause.INSURED, "2025-09-01", None),
    ]


@pytest.mark.parametrize(("payer", "returns"), [(UNIT, "2025-07-01"), (FLEXIBLE, "2025-12-01")])
def test_a_gap_nobody_repays_is_a_new_enrolment(payer, returns):
    stays = [stay("2018-01", "2025-03"), stay("2025-06", payer=payer)]
    history = employee_history(stays, [charge("2025-06", "2025-06-20", payer)], YUNZHOU, on=TODAY)
    assert bars(history)[1:] == [
        (NONE, Cause.STOPPED, "2025-03-01", "2025-06-20"),
        (WAITING, Cause.AFTER_GAP, "2025-06-20", returns),
        (ENTITLED, Cause.INSURED, returns, None),
    ]
    assert broken_since(history) == month("2025-06")


def test_a_gap_repaid_later_counts_as_continuous():
    stays = [stay("2018-01", "2025-03"), stay("2025-05")]
    charges = [charge("2025-05", "2025-05-20")]
    charges += [charge(of, "2025-05-20", repays=True) for of in ("2025-03", "2025-04")]
    history = employee_history(stays, charges, YUNZHOU, on=TODAY)
    assert bars(history)[-1] == (ENTITLED, Cause.INSURED, "2025-08-01", None)
    assert broken_since(history) is None


def test_changing_the_unit_without_a_gap_changes_nothing():
    stays = [stay("2018-01", "2025-03"), stay("2025-03")]
    assert told(stays, [charge("2025-03", "2025-03-10")]) == [(ENTITLED, Cause.INSURED, "2018-01-01", None)]


def test_benefits_follow_the_person_out_of_a_unit_in_arrears():
    stays = [stay("2018-01", "2025-06"), stay("2025-06")]
    charges = [charge("2025-04", None), charge("2025-05", None), charge("2025-06", "2025-06-18")]
    assert told(stays, charges)[1:] == [
        (SUSPENDED, Cause.ARREARS, "2025-04-01", "2025-06-18"),
        (WAITING, Cause.AFTER_GAP, "2025-06-18", "2025-07-01"),
        (ENTITLED, Cause.INSURED, "2025-07-01", None),
    ]


def test_a_short_gap_is_reimbursed_afterwards_where_the_rule_says_so():
    assert told([LONG], [charge("2025-03", "2025-04-10")], HAIYUN)[1:] == [
        (ENTITLED, Cause.RETROACTIVE, "2025-03-01", "2025-04-10"),
        (ENTITLED, Cause.INSURED, "2025-04-10", None),
    ]


@pytest.mark.parametrize(
    ("first", "charges", "expected"),
    [
        ("2026-11", [], [(WAITING, Cause.FIRST_UNPAID, "2026-11-01", None)]),
        ("2026-10", [charge("2026-10", None)], [(WAITING, Cause.FIRST_UNPAID, "2026-10-01", None)]),
        (
            "2026-08",
            [charge("2026-08", "2026-08-20")],
            [
                (WAITING, Cause.FIRST_WAIT, "2026-08-01", "2026-09-01"),
                (ENTITLED, Cause.INSURED, "2026-09-01", None),
            ],
        ),
        (
            "2026-08",
            [charge("2026-08", "2026-10-03"), charge("2026-09", "2026-10-03")],
            [
                (WAITING, Cause.FIRST_WAIT, "2026-08-01", "2026-11-01"),
                (ENTITLED, Cause.INSURED, "2026-11-01", None),
            ],
        ),
    ],
)
def test_a_first_enrolment_waits(first, charges, expected):
    assert told([stay(first)], charges) == expected


@pytest.mark.parametrize(
    ("how", "last"),
    [
        ({}, (NONE, Cause.STOPPED)),
        ({"ended": True}, (NONE, Cause.ENDED)),
        ({"ended": True, "retired": True}, (ENTITLED, Cause.RETIRED)),
    ],
)
def test_what_follows_an_end(how, last):
    assert told([stay("2018-01", "2026-12", **how)], [])[-1] == (*last, "2026-12-01", None)


def test_an_enrolment_taken_back_in_its_first_month_never_was():
    assert told([stay("2026-03", "2026-03")], []) == []


def test_what_is_older_than_the_rules_is_not_judged():
    young = RuleBook("379901", tuple((date(2021, 1, 1), None, s4(payer)) for payer in Payer))
    stays = [stay("2010-01", "2015-03"), stay("2016-01")]
    assert told(stays, [charge("2018-05", None)], young) == [(ENTITLED, Cause.INSURED, "2010-01-01", None)]


def test_the_stop_follows_the_old_rule_and_the_return_the_new_one():
    changed = date(2025, 4, 1)
    book = RuleBook(
        "379901", ((LONG_AGO, changed, s4(UNIT)), (changed, None, n3(UNIT)), (LONG_AGO, None, s4(FLEXIBLE)))
    )
    history = employee_history([LONG], [charge("2025-03", "2025-04-10")], book, on=TODAY)
    found = history.interruptions[0][1]
    assert (found.stop_rule.family, found.restore_rule.family) == ("S4", "N3")
    assert history.periods[1].sources == (found.stop_rule.source, found.restore_rule.source)
    assert history.on(date(2025, 3, 10)).cause == Cause.RETROACTIVE


@pytest.mark.parametrize("book", [YUNZHOU, HAIYUN], ids=["S4", "N3"])
def test_bars_never_overlap_nor_leave_a_hole(book):
    """A thousand invented lives: bars follow each other, and no credit brings benefits back before its day."""
    rng = random.Random(20261122)
    for _ in range(1000):
        stays, charges = invented_life(rng)
        history = employee_history(stays, charges, book, on=TODAY)
        for one, following in pairwise(history.periods):
            assert one.until_on == following.first_on
            assert (one.state, one.cause, one.interruption) != (
                following.state,
                following.cause,
                following.interruption,
            )
        for interruption, outcome in history.interruptions:
            if outcome.resumes_on and not outcome.retroactive_from and outcome.tier.wait_months:
                assert outcome.resumes_on > interruption.credited_on or outcome.resumes_on == outcome.stops_on
        assert bars(employee_history(stays, charges, book, on=TODAY)) == bars(history)


def invented_life(rng: random.Random) -> tuple[list[Stay], list[Charge]]:
    stays, charges, begin = [], [], month("2016-01") + rng.randint(0, 24)
    for _ in range(rng.randint(1, 5)):
        stop = begin + rng.randint(1, 30)
        stays.append(Stay(rng.choice(list(Payer)), begin, stop, ended=False))
        charges += [late_or_never(rng, of, stays[-1]) for of in Month.span(begin, stop - 1) if rng.random() < 0.15]
        charges.append(Charge(begin, begin.day(25), begin.day(rng.randint(1, 25)), stays[-1].payer))
        begin = stop + rng.choice([0, 0, 1, 2, 5, 9])
    if rng.random() < 0.5:
        stays[-1] = replace(stays[-1], stop=None)
    return stays, charges


def late_or_never(rng: random.Random, of: Month, owner: Stay) -> Charge:
    credited = None if rng.random() < 0.2 else of.day(25) + timedelta(days=rng.randint(1, 260))
    return Charge(of, of.day(25), credited, owner.payer)


def ten_years() -> tuple[list[Stay], list[Charge]]:
    """Return ten years with five interruptions of every kind."""
    stays = [
        stay("2016-01", "2018-04"),
        stay("2018-09", "2020-01"),
        stay("2020-01", "2022-03", FLEXIBLE),
        stay("2022-06"),
    ]
    charges = [
        charge("2016-01", "2016-01-20"),
        charge("2018-09", "2018-09-20"),
        charge("2020-01", "2020-01-20", FLEXIBLE),
        charge("2021-03", "2021-04-29", FLEXIBLE),
        charge("2021-04", "2021-04-29", FLEXIBLE),
        charge("2022-06", "2022-06-20"),
        *(charge(str(of), "2024-09-20") for of in Month.span(month("2024-01"), month("2024-08"))),
        charge("2026-09", None),
    ]
    return stays, charges


def test_ten_years_with_five_interruptions_take_less_than_two_milliseconds():
    stays, charges = ten_years()
    assert len(employee_history(stays, charges, YUNZHOU, on=TODAY).interruptions) == 5
    best = min(timed(stays, charges) for _ in range(5))
    assert best < 0.002


def timed(stays, charges, rounds=20) -> float:
    begun = process_time()
    for _ in range(rounds):
        employee_history(stays, charges, YUNZHOU, on=TODAY)
    return (process_time() - begun) / rounds


def test_every_tree_of_a_history_survives_being_stored():
    for bar in employee_history(*ten_years(), YUNZHOU, on=TODAY).periods:
        stored = from_data(as_data(bar.explanation))
        assert [step.code for step in walked(stored)] == [step.code for step in walked(bar.explanation)]
        assert recomputed(stored) == bar.explanation.result


def test_prospects_tell_by_when_to_pay():
    """The sentence of the page: credited by 30 April benefits return on 1 May, from 1 May on it would be 1 August."""
    history = employee_history([LONG], [charge("2026-03", None)], YUNZHOU, on=date(2026, 4, 2))
    interruption, _ = history.open_interruption
    found = prospects(interruption, YUNZHOU, since=date(2026, 4, 2), count=3)
    assert [(str(one.first_on), str(one.last_on), str(one.resumes_on)) for one in found] == [
        ("2026-04-02", "2026-04-30", "2026-05-01"),
        ("2026-05-01", "2026-05-31", "2026-08-01"),
        ("2026-06-01", "2026-06-30", "2026-09-01"),
    ]


@pytest.mark.parametrize("book", [YUNZHOU, HAIYUN], ids=["S4", "N3"])
def test_paying_later_never_brings_benefits_back_sooner(book):
    history = employee_history([LONG], [charge("2026-03", None)], book, on=date(2026, 4, 2))
    interruption, _ = history.open_interruption
    found = prospects(interruption, book, since=date(2026, 4, 2), count=20)
    assert all(one.last_on + timedelta(days=1) == two.first_on for one, two in pairwise(found))
    assert all(one.resumes_on <= two.resumes_on for one, two in pairwise(found))
