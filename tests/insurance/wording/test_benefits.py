"""How medical benefits stand today, in plain words, and why each bar of the time line stands as it does."""

from datetime import date

import pytest
from django.utils import translation

from insurance.rules.benefit_history import Benefit, Cause, employee_history
from insurance.rules.benefit_rule import Payer, RuleBook
from insurance.rules.interruptions import Charge, Stay
from insurance.rules.months import Month
from insurance.rules.prospects import prospects
from insurance.rules.resident_history import ResidentStay, YearCharge, resident_history
from insurance.wording_benefits import (
    BENEFIT_NAMES,
    CAUSE_SENTENCES,
    cause_sentence,
    today_sentence,
)
from tests.factories.policy_values import FIRST, RESIDENT_WAIT, n3, s4
from tests.language_sweep import CHINESE, english_in

FOUR_TIERS = RuleBook("379901", tuple((FIRST, None, s4(payer)) for payer in Payer))
NATIONAL = RuleBook("379902", tuple((FIRST, None, n3(payer)) for payer in Payer))
LONG_AGO = Month(2020, 5)
MARCH = Month(2025, 3)
UNPAID_MARCH = Charge(MARCH, date(2025, 3, 25), None, Payer.UNIT)
STAYS = [Stay(Payer.UNIT, LONG_AGO, None)]
STOPPED = [Stay(Payer.UNIT, LONG_AGO, MARCH)]


@pytest.fixture
def english():
    with translation.override("en"):
        yield


def today(stays, charges=(), *, on: date, book: RuleBook = FOUR_TIERS) -> str:
    """Return what is said of a record on a day."""
    history = employee_history(stays, charges, book, on=on)
    opened = history.open_interruption
    found = prospects(opened[0], book, since=on, count=2) if opened else ()
    return today_sentence(history.on(on), found, on=on)


SAID = [
    pytest.param(STAYS, [], date(2025, 4, 1), "You are insured and entitled to medical benefits.", id="insured"),
    pytest.param(
        [Stay(Payer.UNIT, LONG_AGO, Month(2025, 5))],
        [],
        date(2025, 4, 20),
        "You are insured and entitled to medical benefits until 30 April 2025.",
        id="stops soon",
    ),
    pytest.param(
        STAYS,
        [UNPAID_MARCH],
        date(2025, 4, 10),
        "You are insured, but medical benefits are suspended since 1 March 2025: the contributions of March 2025 were"
        " not credited in full and in time. If everything unpaid since March 2025 is credited by 30 April 2025, benefits"
        " return on 1 May 2025; credited from 1 May 2025 on, they return on 1 August 2025 at the earliest.",
        id="suspended",
    ),
    pytest.param(
        STAYS,
        [Charge(MARCH, date(2025, 3, 25), date(2025, 6, 16), Payer.UNIT)],
        date(2025, 7, 1),
        "You are insured and what was missing has been credited. Medical benefits return on 1 September 2025, after the"
        " wait that follows a gap.",
        id="waiting after a gap",
    ),
    pytest.param(
        [*STOPPED, Stay(Payer.FLEXIBLE, Month(2025, 5), None)],
        [Charge(Month(2025, 5), date(2025, 5, 26), date(2025, 5, 20), Payer.FLEXIBLE)],
        date(2025, 7, 1),
        "You are insured again and your payment has been credited. Medical benefits return on 1 November 2025, after the"
        " wait that follows a gap.",
        id="waiting after a new enrolment",
    ),
    pytest.param(
        STOPPED,
        [],
        date(2025, 4, 10),
        "Your medical insurance has stopped. You have had no benefits since 1 March 2025. If you are insured again and the"
        " gap since March 2025 is paid back and credited by 30 April 2025, benefits return on 1 May 2025; credited from"
        " 1 May 2025 on, they return on 1 August 2025 at the earliest.",
        id="stopped",
    ),
    pytest.param(
        [Stay(Payer.UNIT, LONG_AGO, MARCH, ended=True)],
        [],
        date(2025, 4, 10),
        "Your medical insurance ended for good. You have had no benefits since 1 March 2025.",
        id="ended",
    ),
    pytest.param(
        [Stay(Payer.FLEXIBLE, MARCH, None)],
        [Charge(MARCH, date(2025, 3, 25), date(2025, 3, 20), Payer.FLEXIBLE)],
        date(2025, 4, 10),
        "You are enrolled and your contribution has been credited. Medical benefits begin on 1 September 2025, after the"
        " wait of a first enrolment.",
        id="first wait",
    ),
    pytest.param(
        [Stay(Payer.FLEXIBLE, MARCH, None)],
        [Charge(MARCH, date(2025, 3, 25), None, Payer.FLEXIBLE)],
        date(2025, 4, 10),
        "You are enrolled, but your first contribution has not been credited yet. Benefits begin only after it has.",
        id="nothing credited yet",
    ),
    pytest.param(
        [*STOPPED, Stay(Payer.FLEXIBLE, Month(2025, 5), None)],
        [Charge(Month(2025, 5), date(2025, 5, 26), None, Payer.FLEXIBLE)],
        date(2025, 5, 20),
        "You are enrolled again, but no payment has been credited yet. You have had no medical benefits since 1 March"
        " 2025. If a payment is credited by 31 May 2025, benefits return on 1 November 2025; credited from 1 June 2025"
        " on, they return on 1 December 2025 at the earliest.",
        id="enrolled anew",
    ),
]


@pytest.mark.parametrize(("stays", "charges", "on", "said"), SAID)
def test_today_is_told_in_plain_words(english, stays, charges, on, said):
    assert today(stays, charges, on=on) == said


@pytest.mark.parametrize(("stays", "charges", "on", "said"), SAID)
def test_today_is_told_in_chinese(stays, charges, on, said):
    with translation.override("zh-hans"):
        words = today(stays, charges, on=on)
    assert CHINESE.search(words)
    assert not english_in(words)
    assert words.endswith("。")


def test_a_rule_that_reimburses_says_so(english):
    assert today(STAYS, [UNPAID_MARCH], on=date(2025, 6, 10), book=NATIONAL).endswith(
        "If everything unpaid since March 2025 is credited by 30 June 2025, benefits return on 1 June 2025 and costs since"
        " 1 March 2025 can be claimed; credited from 1 July 2025 on, they return on 1 January 2026 at the earliest."
    )


def test_without_prospects_only_a_payment_helps(english):
    on = date(2025, 4, 10)
    period = employee_history(STAYS, [UNPAID_MARCH], FOUR_TIERS, on=on).on(on)
    assert today_sentence(period, (), on=on).endswith(
        "Benefits return only after everything overdue has been credited."
    )


def test_who_was_never_enrolled_is_told_so(english):
    assert today_sentence(None, (), on=date(2025, 4, 10)) == "You are not enrolled in medical insurance here."


def test_a_resident_who_did_not_pay_is_told_which_year(english):
    on = date(2026, 2, 1)
    stays, charges = [ResidentStay(Month(2025, 1), None)], [YearCharge(2026, date(2025, 12, 31), None)]
    period = resident_history(stays, charges, lambda day: RESIDENT_WAIT, born_year=1955, on=on).on(on)
    assert today_sentence(period, (), on=on) == (
        "Your resident contribution for 2026 has not been credited, so you have no medical benefits this year."
    )


def test_each_bar_says_why(english):
    on = date(2025, 7, 1)
    charges = [Charge(MARCH, date(2025, 3, 25), date(2025, 6, 16), Payer.UNIT)]
    bars = employee_history(STAYS, charges, FOUR_TIERS, on=on).periods
    assert [(bar.state, cause_sentence(bar)) for bar in bars] == [
        (Benefit.ENTITLED, "Insured and paid for: benefits hold."),
        (Benefit.SUSPENDED, "The contributions of March 2025 were not credited in full and in time."),
        (
            Benefit.WAITING,
            "Credited on 16 June 2025; after the wait that follows a gap benefits return on 1 September 2025.",
        ),
        (Benefit.ENTITLED, "Insured and paid for: benefits hold."),
    ]


def test_every_state_and_cause_has_words():
    assert set(BENEFIT_NAMES) == set(Benefit)
    assert set(CAUSE_SENTENCES) == set(Cause)
