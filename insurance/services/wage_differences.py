"""Writes what another wage changes of charged months: new rows beside the old ones, never another amount in their place."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from accounts.rules.roles import Agency
from insurance.models.assessments import Assessment, ContributionLine
from insurance.models.bills import Bill
from insurance.models.declarations import DeclarationPart
from insurance.rules.kinds import AssessmentKind, BillState
from insurance.selectors.wage_differences import (
    COLUMNS,
    MonthDifference,
    PersonDifference,
    columns_of,
    differences_made_by,
    parts_of,
)

COPY_LINES = f"""
COPY insurance_contributionline
    (assessment_id, person_id, month, wage_fen, hrss_base_fen, medical_base_fen, {", ".join(COLUMNS)})
FROM STDIN
"""

COUNTER_LINES = f"""
INSERT INTO insurance_contributionline (assessment_id, person_id, month, {", ".join(COLUMNS)})
SELECT %(counter)s, line.person_id, line.month, {", ".join(f"-line.{column}" for column in COLUMNS)}
FROM insurance_contributionline AS line
WHERE line.assessment_id = %(made)s AND line.person_id = ANY(%(people)s)
  AND NOT EXISTS (
      SELECT FROM insurance_contributionline AS other
      JOIN insurance_assessment AS counter ON counter.id = other.assessment_id
      WHERE counter.corrects_id = %(made)s AND other.person_id = line.person_id
  )
"""  # nosec B608
"""Only names of our own columns are put in."""


def write_differences(part: DeclarationPart, differences: Sequence[MonthDifference]) -> None:
    """Write an assessment with its lines and open bills for each month that changes.

    Open bills ask for nothing yet: they are issued with the next regular ones, so that nobody is late for them.
    """
    for difference in differences:
        assessment = assessed(part, difference.assessment_id, difference.month)
        copy_lines(assessment, difference.people)
        write_bills(assessment, [person.amounts for person in difference.people])


def copy_lines(assessment: Assessment, people: Sequence[PersonDifference]) -> None:
    """Write the lines of an assessment by COPY: thousands of people times the months of a year."""
    with connection.cursor() as cursor, cursor.copy(COPY_LINES) as rows:
        for one in people:
            amounts = [one.amounts.get(column) for column in COLUMNS]
            bases = (one.wage_fen, one.base_fen, one.base_fen)
            rows.write_row([assessment.pk, one.person_id, assessment.month, *bases, *amounts])


def assessed(part: DeclarationPart, corrects_id: int, month: date) -> Assessment:
    """Return a new assessment that corrects another one of the declaration's unit."""
    return Assessment.objects.create(
        area_id=part.declaration.area_id,
        unit_id=part.declaration.unit_id,
        month=month,
        kind=AssessmentKind.DIFFERENCE,
        corrects_id=corrects_id,
        made_by=part,
    )


def write_bills(assessment: Assessment, amounts: list[dict[str, int]]) -> None:
    """Write an open bill for every agency that amounts, by column in fen, concern."""
    changed = {column for one in amounts for column in one}
    for agency in Agency:
        if changed & set(columns_of(agency)):
            parts = parts_of(agency, amounts)
            Bill.objects.create(
                assessment=assessment, agency=agency, unit_total_fen=parts.unit_fen, own_total_fen=parts.own_fen
            )


def take_differences_back(part: DeclarationPart, people: Collection[int]) -> None:
    """Set a counter row beside every difference the declaration made for these people; nothing is deleted.

    Where nobody is left, neither bill has to be issued any more.
    """
    for made in differences_made_by(part):
        lines = made.lines.filter(person__in=people).exclude(person__in=countered(made))
        amounts = [turned_round(row) for row in lines.values(*COLUMNS)]
        if not amounts:
            continue
        counter = assessed(part, made.pk, made.month)
        with connection.cursor() as cursor:
            cursor.execute(COUNTER_LINES, {"counter": counter.pk, "made": made.pk, "people": list(people)})
        write_bills(counter, amounts)
        if countered(made).count() == made.lines.count():
            taken_back = [made.pk, *made.corrections.values_list("pk", flat=True)]
            Bill.objects.filter(assessment__in=taken_back).update(state=BillState.CANCELLED)


def countered(made: Assessment) -> QuerySet:
    """Return the keys of the people for whom a difference is taken back already."""
    return ContributionLine.objects.filter(assessment__corrects=made).values("person")


def turned_round(amounts: dict[str, int | None]) -> dict[str, int]:
    """Return the amounts by column that take a line back."""
    return {column: -amount for column, amount in amounts.items() if amount is not None}
