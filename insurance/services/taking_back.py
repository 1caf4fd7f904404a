"""A bill that was paid whole is taken back whole: by rows that name what they correct, never by changing it."""

from datetime import date, datetime

from insurance.models.assessments import Assessment, ContributionLine
from insurance.models.bills import Bill
from insurance.rules.kinds import AssessmentKind, BillState
from insurance.services.ledger import charge_bills


def taken_back(bill: Bill, *, at: datetime, on: date) -> Bill:
    """Return the issued credit note that takes a whole bill back: new rows that name what they correct."""
    old = bill.assessment
    assessment = Assessment.objects.create(
        area=old.area, unit=old.unit, person=old.person, month=old.month, kind=AssessmentKind.REFUND, corrects=old
    )
    for line in old.lines.all():
        ContributionLine.objects.create(
            assessment=assessment, person=line.person, month=line.month, resident_own=-line.resident_own
        )
    note = Bill.objects.create(
        assessment=assessment,
        agency=bill.agency,
        unit_total_fen=-bill.unit_total_fen,
        own_total_fen=-bill.own_total_fen,
        state=BillState.ISSUED,
        issued_on=on,
    )
    charge_bills([note.pk], at=at, on=on)
    return note
