"""What months that were assessed should have been charged, less what they were: by payer, person and insurance."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.db import connection

from insurance.rules.kinds import AssessmentKind
from insurance.selectors.expected_lines import expected_lines
from insurance.selectors.month_policy import MonthPolicy, as_parameters
from insurance.selectors.wage_differences import COLUMNS, PLACES


class Turn(StrEnum):
    """How a month changes for somebody: charged at last, not owed after all, more, or less."""

    SUPPLEMENT = "supplement"
    REFUND = "refund"
    MORE = "more"
    LESS = "less"


KIND_OF = {
    Turn.SUPPLEMENT: AssessmentKind.SUPPLEMENT,
    Turn.REFUND: AssessmentKind.REFUND,
    Turn.MORE: AssessmentKind.DIFFERENCE,
    Turn.LESS: AssessmentKind.DIFFERENCE,
}

BY_HAND = "(a.kind = 'back_payment' OR a.made_by_id IS NOT NULL AND a.kind IN ('supplement', 'refund'))"
"""Rows that a decision made beside the enrolments: what a correction settled, what was paid back. An insurance of a month
that was settled so is never reckoned again."""

CHARGED = """
SELECT a.{payer} AS payer, l.person_id, {sums}, {by_hand}
FROM insurance_assessment a JOIN insurance_contributionline l ON l.assessment_id = a.id
WHERE a.area_id = %(area)s AND a.month = %(day)s AND a.kind <> 'yearly' AND {who}
GROUP BY 1, 2
"""

DIFFERENCES = """
WITH expected AS MATERIALIZED ({expected}), charged AS MATERIALIZED ({charged})
SELECT coalesce({expected_payer}, charged.payer), coalesce(expected.person_id, charged.person_id),
       expected.wage_fen, expected.hrss_base_fen, expected.medical_base_fen, {expected_amounts}, {charged_amounts}
FROM expected
FULL JOIN charged ON charged.payer = {expected_payer} AND charged.person_id = expected.person_id
WHERE {differs}
ORDER BY 1, 2
"""


def sums_of_charged() -> str:
    """Return the SQL of what was charged, column by column; resident contributions are none of it."""
    return ", ".join(f"sum(l.{column}) FILTER (WHERE NOT {BY_HAND}) AS {column}" for column in COLUMNS)


def settled_by_hand() -> str:
    """Return the SQL of whether a column was settled by hand."""
    return ", ".join(f"bool_or({BY_HAND} AND l.{column} IS NOT NULL) AS {column}_by_hand" for column in COLUMNS)


def statement(payer: str, *, people: bool) -> str:
    """Return the SQL that finds the differences of units, or of who pays alone; with ``people`` of these alone."""
    if payer == "alone":
        who = "a.unit_id IS NULL AND a.person_id = ANY(%(people)s)"
    elif people:
        who = "(a.unit_id, l.person_id) IN (SELECT * FROM unnest(%(units_of)s::bigint[], %(people)s::bigint[]))"
    else:
        who = "a.unit_id = ANY(%(units)s)"
    column = "unit_id" if payer == "unit" else "person_id"
    open_columns = {c: f"CASE WHEN charged.{c}_by_hand THEN NULL ELSE expected.{c} END" for c in COLUMNS}
    known_columns = {c: f"CASE WHEN charged.{c}_by_hand THEN NULL ELSE charged.{c} END" for c in COLUMNS}
    return DIFFERENCES.format(
        expected=expected_lines(payer, people=people),
        charged=CHARGED.format(payer=column, sums=sums_of_charged(), by_hand=settled_by_hand(), who=who),
        expected_payer=f"expected.{column}",
        expected_amounts=", ".join(open_columns.values()),
        charged_amounts=", ".join(known_columns.values()),
        differs=" OR ".join(f"coalesce({open_columns[c]}, 0) <> coalesce({known_columns[c]}, 0)" for c in COLUMNS),
    )


STATEMENTS = {
    ("unit", False): statement("unit", people=False),
    ("unit", True): statement("unit", people=True),
    ("alone", True): statement("alone", people=True),
}


class PersonTurn(NamedTuple):
    """What one person's month changes by, one way: wage and bases in fen (None where nothing is owed any more), amounts in
    fen by column."""

    person_id: int
    bases: tuple[int | None, int | None, int | None]
    amounts: dict[str, int]


@dataclass(frozen=True, slots=True)
class PayersTurn:
    """What changes one way for the people of a payer in a month."""

    payer: str
    key: int
    month: date
    turn: Turn
    people: list[PersonTurn]


@dataclass(frozen=True, slots=True)
class Concerned:
    """Of whom a month is looked at again: whole units, people of units (pairs), people who pay alone; by key."""

    units: frozenset[int] = frozenset()
    employees: frozenset[tuple[int, int]] = frozenset()
    alone: frozenset[int] = frozenset()


def turns_of(concerned: Concerned, policy: MonthPolicy, *, assessed_on: date) -> list[PayersTurn]:
    """Return what is to be charged or given back for a month; three statements, however many are concerned."""
    facts = as_parameters(policy, on=assessed_on)
    pairs = sorted(pair for pair in concerned.employees if pair[0] not in concerned.units)
    asked = (
        ("unit", False, {"units": sorted(concerned.units)}),
        ("unit", True, {"units": sorted({unit for unit, _person in pairs}), "units_of": [unit for unit, _ in pairs],
                        "people": [person for _, person in pairs]}),
        ("alone", True, {"people": sorted(concerned.alone)}),
    )  # fmt: skip
    found: list[PayersTurn] = []
    with connection.cursor() as cursor:
        for payer, people, given in asked:
            if any(given.values()):
                cursor.execute(STATEMENTS[payer, people], facts | given)
                found += grouped(payer, policy.month.first_day, cursor.fetchall())
    return found


def grouped(payer: str, month: date, rows: Collection[tuple]) -> list[PayersTurn]:
    """Return rows of DIFFERENCES by payer and turn."""
    found: dict[tuple[int, Turn], list[PersonTurn]] = {}
    size = len(COLUMNS)
    for key, person_id, *rest in rows:
        bases, expected, charged = tuple(rest[:3]), rest[3 : 3 + size], rest[3 + size :]
        turns: dict[Turn, dict[str, int]] = {}
        for column, turn, amount in turned(expected, charged):
            turns.setdefault(turn, {})[column] = amount
        for turn, amounts in turns.items():
            found.setdefault((key, turn), []).append(PersonTurn(person_id, bases, amounts))
    return [PayersTurn(payer, key, month, turn, people) for (key, turn), people in found.items()]


def turned(expected: Sequence[int | None], charged: Sequence[int | None]) -> Iterator[tuple[str, Turn, int]]:
    """Yield what one person's month changes by: column, turn and amount.

    An insurance that was not charged, or was given back, is supplemented; one that is not owed any more is given back.
    """
    now, before = dict(zip(COLUMNS, expected, strict=True)), dict(zip(COLUMNS, charged, strict=True))
    for code in {code for code, _is_unit, _column in PLACES}:
        columns = [column for other, _is_unit, column in PLACES if other == code]
        was_charged = any(before[column] for column in columns)
        is_owed = any(now[column] is not None for column in columns)
        for column in columns:
            amount = (now[column] or 0) - int(before[column] or 0)
            if amount and not was_charged:
                yield column, Turn.SUPPLEMENT, amount
            elif amount and not is_owed:
                yield column, Turn.REFUND, amount
            elif amount:
                yield column, Turn.MORE if amount > 0 else Turn.LESS, amount
