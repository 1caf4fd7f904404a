"""Writes what another wage changes of charged months: new rows beside the old ones, never another amount in their place."""

from collections.abc import Collection, Sequence
from datetime import date

from accounts.rules.roles import Agency
from insurance.models.assessments import Assessment, ContributionLine
from insurance.models.bills import Bill
from insurance.models.declarations import DeclarationPart
from insurance.rules.kinds import AssessmentKind, BillState
from insurance.selectors.wage_differences import (
    COLUMNS,
    MonthDifference,
    columns_of,
    differences_made_by,
    parts_of,
)

ROWS_AT_ONCE = 2000


def write_differences(part: DeclarationPart, differences: Sequence[MonthDifference]) -> None:
    """Write an assessment with its lines and open bills for each month that changes.

    Open bills ask for nothing yet: they are issued with the next regular ones, so that nobody is late for them.
    """
    for difference in differences:
        assessment = assessed(part, difference.assessment_id, difference.month)
        lines = [
            ContributionLine(
                assessment=assessment,
                person_id=person.person_id,
                month=difference.month,
                wage_fen=person.wage_fen,
                hrss_base_fen=person.base_fen,
                medical_base_fen=person.base_fen,
                **person.amounts,
            )
            for person in difference.people
        ]
        ContributionLine.objects.bulk_create(lines, batch_size=ROWS_AT_ONCE)
        write_bills(assessment, [person.amounts for person in difference.people])


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
        lines = list(made.lines.filter(person__in=people).exclude(person__in=countered(made)))
        if not lines:
            continue
        counter = assessed(part, made.pk, made.month)
        ContributionLine.objects.bulk_create([negated(line, counter) for line in lines], batch_size=ROWS_AT_ONCE)
        write_bills(counter, [amounts_in(line) for line in lines])
        if countered(made).count() == made.lines.count():
            Bill.objects.filter(assessment__in=[made.pk, *made.corrections.values_list("pk", flat=True)]).update(
                state=BillState.CANCELLED
            )


def countered(made: Assessment):
    """Return the keys of the people for whom a difference is taken back already."""
    return ContributionLine.objects.filter(assessment__corrects=made).values("person")


def amounts_in(line: ContributionLine) -> dict[str, int]:
    """Return the amounts of a line by column, turned round."""
    return {column: -amount for column in COLUMNS if (amount := getattr(line, column)) is not None}


def negated(line: ContributionLine, assessment: Assessment) -> ContributionLine:
    """Return the row that takes a line back."""
    return ContributionLine(assessment=assessment, person_id=line.person_id, month=line.month, **amounts_in(line))
