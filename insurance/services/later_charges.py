"""Rows that come later than the regular ones of a month: what they charge or give back, and the bills over it."""

from collections.abc import Sequence
from datetime import date

from django.db import connection

from accounts.rules.roles import Agency
from insurance.models.assessments import Assessment
from insurance.models.bills import Bill
from insurance.models.policy import PoolingArea
from insurance.rules.kinds import AssessmentKind
from insurance.selectors.charge_differences import KIND_OF, PayersTurn, PersonTurn
from insurance.selectors.wage_differences import COLUMNS, columns_of, parts_of

COPY_LINES = f"""
COPY insurance_contributionline
    (assessment_id, person_id, month, wage_fen, hrss_base_fen, medical_base_fen, {", ".join(COLUMNS)})
FROM STDIN
"""


def write_turns(area: PoolingArea, turns: Sequence[PayersTurn]) -> list[int]:
    """Write an assessment with lines and open bills for every turn; return the keys of the bills."""
    named = regular_of(turns)
    made = [
        Assessment(
            area=area,
            month=turn.month,
            kind=KIND_OF[turn.turn],
            corrects_id=named.get((turn.payer, turn.key, turn.month)),
            **({"unit_id": turn.key} if turn.payer == "unit" else {"person_id": turn.key}),
        )
        for turn in turns
    ]
    Assessment.objects.bulk_create(made, batch_size=1000)
    return write_content([(assessment, turn.people) for assessment, turn in zip(made, turns, strict=True)])


def regular_of(turns: Sequence[PayersTurn]) -> dict[tuple[str, int, date], int]:
    """Return the regular assessments that turns correct, by payer and month; two statements."""
    found = {}
    for payer, column in (("unit", "unit_id"), ("alone", "person_id")):
        mine = [turn for turn in turns if turn.payer == payer]
        rows = Assessment.objects.filter(
            kind=AssessmentKind.REGULAR,
            month__in={turn.month for turn in mine},
            **{f"{column}__in": {turn.key for turn in mine}},
        )
        if mine:
            found |= {(payer, key, month): pk for pk, key, month in rows.values_list("pk", column, "month")}
    return found


def write_content(made: Sequence[tuple[Assessment, Sequence[PersonTurn]]]) -> list[int]:
    """Write the lines of assessments by COPY, and an open bill for every agency concerned; return the bills' keys."""
    with connection.cursor() as cursor, cursor.copy(COPY_LINES) as rows:
        for assessment, people in made:
            for one in people:
                amounts = [one.amounts.get(column) for column in COLUMNS]
                rows.write_row([assessment.pk, one.person_id, assessment.month, *one.bases, *amounts])
    bills = [bill for assessment, people in made for bill in bills_of(assessment, people)]
    return [bill.pk for bill in Bill.objects.bulk_create(bills, batch_size=1000)]


def bills_of(assessment: Assessment, people: Sequence[PersonTurn]) -> list[Bill]:
    """Return the unsaved bills of an assessment."""
    changed = {column for one in people for column in one.amounts}
    found = []
    for agency in Agency:
        if changed & set(columns_of(agency)):
            parts = parts_of(agency, [one.amounts for one in people])
            totals = {"unit_total_fen": parts.unit_fen, "own_total_fen": parts.own_fen}
            found.append(Bill(assessment=assessment, agency=agency, **totals))
    return found
