"""A unit takes on somebody who is insured through another unit: that unit is asked to release the person.

It has the clock of every request to a unit. When it declares the reduction, the increase goes on to the agencies by
itself; silent or refusing, the agencies decide (``unit_requests``). The asked unit learns who asks and about whom,
nothing of wage and contract; the asking unit learns when it was asked, by when an answer is due, and that it came.
"""

from collections.abc import Sequence
from datetime import date, datetime

from accounts.models.parties import Unit
from accounts.services import notices
from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart, UnitRequest
from insurance.models.enrolments import Enrolment
from insurance.rules.business_day import business_day
from insurance.rules.kinds import DeclarationKind
from insurance.rules.workflow import State
from insurance.selectors.joining import Joining
from insurance.selectors.policy import work_calendar
from insurance.selectors.unit_declarations import lines_of
from insurance.services import declarations, unit_requests
from insurance.services.stops import UNIT_ANSWERS_WITHIN

INSURANCE = "/me/insurance/"


def ask(declaration: Declaration, holder: Unit, *, at: datetime) -> UnitRequest:
    """Put the request onto the holder's desk, with the day by which it has to answer."""
    due_on = work_calendar().working_deadline(business_day(at), UNIT_ANSWERS_WITHIN)
    request = UnitRequest.objects.create(declaration=declaration, unit=holder, asked_at=at, due_on=due_on)
    notices.tell_unit(
        holder,
        "release_requested_of_unit",
        at=at,
        link=f"/employer/stop-requests/{declaration.number}/",
        number=declaration.number,
        due_on=due_on.isoformat(),
    )
    return request


def release_asked(reduction_part: DeclarationPart, *, at: datetime) -> None:
    """Let the increases go on that waited for this reduction, for the agency that has accepted it.

    An increase does not begin before the reduction's stop month: an earlier start moves there, and its unit is told;
    but not once the other agency's part has taken effect.
    """
    declaration = reduction_part.declaration
    stops = {
        line.person_id: line.stop_month for line in declaration.lines.all() if line.insurances_of(reduction_part.agency)
    }
    waiting = UnitRequest.objects.filter(
        unit=declaration.unit_id,
        answer=UnitRequest.Answer.PENDING,
        declaration__kind=DeclarationKind.INCREASE,
        declaration__lines__person__in=stops,
    )
    for number in waiting.order_by("declaration__number").values_list("declaration__number", flat=True):
        go_on(number, reduction_part.agency, stops, at=at)


def go_on(number: str, agency: str, stops: dict[int, date], *, at: datetime) -> None:
    """Put the agency's part of an increase onto its desk, not beginning before the reduction stops."""
    request, parts = unit_requests.locked(number)
    unit_requests.forward([part for part in parts if part.agency == agency], at=at, on=business_day(at))
    moved = [line for line in request.declaration.lines.all() if line.start_month < stops[line.person_id]]
    for line in [] if is_begun(request.declaration) else moved:
        move_start(line, stops[line.person_id], at=at)
    if not any(part.with_unit for part in parts):
        unit_requests.settle(request, UnitRequest.Answer.DONE, at=at)
        declarations.tell_applicant(request.declaration, "unit_released", at=at)


def move_start(line: DeclarationLine, month: date, *, at: datetime) -> None:
    """Let a line begin in a later month than was declared; its unit is told."""
    line.start_month = month
    line.save(update_fields=["start_month"])
    declarations.tell_applicant(line.declaration, "increase_start_moved", at=at, start_on=month.isoformat())


def move_overtaken_starts(part: DeclarationPart, *, at: datetime) -> None:
    """Let lines begin in the first month that is open and that no other unit is charged for, where books were closed, or
    another unit declared a later end, since they were declared.

    Not once the other agency's part has taken effect: both begin in one month.
    """
    declaration = part.declaration
    if is_begun(declaration):
        return
    lines = lines_of(declaration)
    record = Joining(declaration, lines, business_day(at))
    moved = []
    for line in lines:
        first = first_free(record, line)
        if line.start_month < first:
            line.start_month = first
            moved.append(line)
    DeclarationLine.objects.bulk_update(moved, ["start_month"], batch_size=1000)
    for month in sorted({line.start_month for line in moved}):
        declarations.tell_applicant(declaration, "increase_start_moved", at=at, start_on=month.isoformat())


def is_begun(declaration: Declaration) -> bool:
    """Return whether the part of one agency has taken effect."""
    return declaration.parts.filter(state=State.EFFECTIVE).exists()


def first_free(record: Joining, line: DeclarationLine) -> date:
    """Return the first month in which a line may begin as the record is now."""
    closed, charged = record.months.closed, record.charged_until(line)
    months = [month for month in (closed and closed + 1, charged) if month]
    return max(months).first_day if months else line.start_month


def tell_of_effect(
    part: DeclarationPart, lines: Sequence[DeclarationLine], ended: Sequence[Enrolment], *, at: datetime
) -> None:
    """Tell the people, and the units whose enrolments have ended."""
    start_of = {line.person_id: line.start_month.isoformat() for line in lines}
    ending = {segment.person_id for segment in ended}
    told = [
        (line.person, {"agency": part.agency, "start_on": start_of[line.person_id]})
        for line in lines
        if line.insurances_of(part.agency)
    ]
    changed = [one for one in told if one[0].pk in ending]
    notices.tell_people([one for one in told if one[0].pk not in ending], "insured_through_unit", at=at, link=INSURANCE)
    notices.tell_people(changed, "insured_through_unit_now", at=at, link=INSURANCE)
    holders = {(segment.unit_id, segment.person_id): segment.unit for segment in ended if segment.unit_id}
    people = {line.person_id: line.person for line in lines}
    for (_unit, person), holder in sorted(holders.items()):
        notices.tell_unit(
            holder,
            "employee_insured_elsewhere",
            at=at,
            link=f"/employer/staff/{people[person].public_id}/",
            agency=part.agency,
            start_on=start_of[person],
        )
