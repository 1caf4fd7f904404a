"""Invented lives: every enrolment and every charge of a few years, with everything that can go wrong."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from insurance.rules.benefit_rule import Payer
from insurance.rules.interruptions import Charge, Stay
from insurance.rules.months import Month

BEGINNING = Month(2020, 1)


def invented_life(rng: random.Random) -> tuple[list[Stay], list[Charge]]:
    """Return enrolments and the charge of every month in them: in time, late or never, and gaps repaid in whole or part."""
    stays: list[Stay] = []
    charges: list[Charge] = []
    begin = BEGINNING + rng.randint(0, 12)
    for _ in range(rng.randint(1, 4)):
        stays.append(Stay(rng.choice(list(Payer)), begin, begin + rng.randint(1, 14)))
        charges += [_charge(rng, month, stays[-1]) for month in Month.span(begin, stays[-1].stop - 1)]
        begin = stays[-1].stop + rng.choice([0, 0, 0, 1, 2, 4, 8])
        if rng.random() < 0.4:
            charges += _repaid(rng, list(Month.span(stays[-1].stop, begin - 1)), stays[-1])
    if rng.random() < 0.6:
        stays[-1] = replace(stays[-1], stop=None)
    elif rng.random() < 0.3:
        stays[-1] = replace(stays[-1], ended=True, retired=rng.random() < 0.5)
    return stays, charges


def _charge(rng: random.Random, month: Month, stay: Stay) -> Charge:
    credited_on = month.day(rng.randint(1, 25))
    if rng.random() < 0.2:
        credited_on = None if rng.random() < 0.35 else month.day(25) + timedelta(days=rng.randint(1, 260))
    return Charge(month, month.day(25), credited_on, stay.payer)


def _repaid(rng: random.Random, months: list[Month], stay: Stay) -> Iterable[Charge]:
    if rng.random() < 0.3:
        months = months[: rng.randint(0, len(months))]
    credited_on = stay.stop.first_day + timedelta(days=31 * len(months) + rng.randint(0, 120))
    return [Charge(month, month.day(25), credited_on, stay.payer, repays=True) for month in months]


def out_of_order(stays: Iterable[Stay], charges: Iterable[Charge], on: date) -> list[Charge]:
    """Return the charges that rules have to be told: the first of each stay, late ones, missing ones, back payments."""
    firsts = {stay.first for stay in stays}
    return [
        charge
        for charge in charges
        if charge.repays or charge.month in firsts or (charge.credited_on or on) > charge.due_on
    ]
