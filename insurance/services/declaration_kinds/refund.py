"""退费申请 request for a refund: whoever paid, or is insured by the bill, asks for the money back.

A resident's yearly payment goes back while the cover has not begun, where the person has died, settled abroad, been
imprisoned or is insured elsewhere (the province's rules for residents); what too much was charged at any time. Accepting
makes it a proposal in the books, which a second member of the staff approves: it is in effect then, and what became of the
money stands with the refund. No law sets a time for the answer; the office promises one.
"""

from datetime import date, datetime

from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Agency
from accounts.services import notices
from insurance.models.declarations import Declaration, DeclarationPart
from insurance.rules.business_day import business_day
from insurance.rules.money import yuan_from_fen
from insurance.rules.refunds import ANSWER_WORKING_DAYS, RefundReason, reasons_to_ask
from insurance.rules.workdays import WorkCalendar
from insurance.selectors.closing import declared_on
from insurance.selectors.refund_requests import asking, bill_asked
from insurance.services import refunds

NOTICES = {"declaration_accepted": "refund_request_accepted", "declaration_effective": ""}


def agencies(declaration: Declaration) -> list[Agency]:
    """The agency of the bill gives its money back."""
    return [Agency(bill_asked(declaration).agency)]


def answered_by(on: date, calendar: WorkCalendar) -> date:
    """Return the last day of the agency's answer, which it promises itself."""
    return calendar.working_deadline(on, ANSWER_WORKING_DAYS)


def effective_on(part: DeclarationPart, *, on: date) -> date:
    """It takes effect when it is accepted: the refund is proposed then."""
    return on


def told_as(code: str) -> str:
    """Accepted means that a second member of the staff still has to sign; that it is in effect says no more."""
    return NOTICES.get(code, code)


def problems(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return everything that forbids the request; the day it was first submitted decides whether the cover has begun."""
    bill, said = bill_asked(declaration), declaration.details
    found = asking(bill, on=declared_on(declaration, on), asker_id=declaration.person_id, besides=declaration)
    if found.obstacle:
        return [found.obstacle]
    for_oneself = declaration.person_id == bill.assessment.person_id
    allowed = reasons_to_ask(gives_back_a_year=bill.total_fen > 0, for_oneself=for_oneself)
    if said["reason"] not in allowed:
        return [RuleBroken("refund.wrong_reason", "reason")]
    if said["amount_fen"] != found.amount_fen:
        return [RuleBroken("refund.amount_changed", amount=yuan_from_fen(found.amount_fen))]
    return []


def submitted(declaration: Declaration, *, at: datetime) -> None:
    """Tell the insured person that somebody else asks back what was paid for them."""
    insured = declaration.lines.select_related("person").get().person
    if insured.pk != declaration.person_id:
        number = declaration.details["bill"]
        notices.tell_person(insured, "refund_asked_for_you", at=at, link=f"/me/bills/{number}/", number=number)


def take_effect(part: DeclarationPart, *, at: datetime) -> None:
    """Propose the refund in the name of who accepted; the day on which it was asked for decides."""
    request, said = part.declaration, part.declaration.details
    refunds.propose(
        refunds.locked_bill(said["bill"]),
        said["amount_fen"],
        RefundReason(said["reason"]),
        f"{request.number} {said['text']}".strip(),
        actor=part.decided_by,
        at=at,
        on=declared_on(request, business_day(at)),
        request=request,
    )
