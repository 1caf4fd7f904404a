"""Asking money back in words: what would happen, and where a refund stands."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rules.errors import RuleBroken
from accounts.rules.person_name import masked_name
from accounts.views.said import said
from accounts.wording import day_text, sentence
from insurance.rules.business_day import business_day
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.rules.refunds import BY_TRANSFER, RefundState
from insurance.rules.workflow import Action, Actor, State
from insurance.selectors.bill_detail import BillFile
from insurance.selectors.own_declarations import Case
from insurance.selectors.refund_requests import Asking, asking, refund_of
from insurance.wording import event_name
from insurance.wording_books import channel_name
from insurance.wording_citizen import money
from insurance.wording_refunds import ASK_NAMES, ASK_SENTENCES, BY_TRANSFER_SENTENCE


def sentence_of(refund) -> str:
    """Say in one sentence where a refund stands, with the day."""
    by_hand = refund.channel == BY_TRANSFER and refund.state == RefundState.APPROVED
    words = BY_TRANSFER_SENTENCE if by_hand else ASK_SENTENCES[RefundState(refund.state)]
    instants = {"proposed": refund.proposed_at, "decided": refund.decided_at, "ended": refund.ended_at}
    return str(words) % {name: day_text(business_day(at)) if at else "" for name, at in instants.items()}


def refund_facts(refund) -> list[dict]:
    """Return where a refund stands and what is known of it, as rows of facts."""
    where = {
        "label": _("Where it stands"),
        "value": ASK_NAMES[refund.state],
        "note": sentence_of(refund),
        "state": refund.state,
    }
    return [where, *facts_of(refund)]


def facts_of(refund) -> list[dict]:
    """Return what is known of a refund besides where it stands, as rows of facts."""
    rows = [
        (_("Number of the refund"), refund.number),
        (_("Amount"), money(refund.amount_fen)),
        (_("Goes through"), channel_name(refund.channel)),
        (_("Reference of the bank"), said(refund.reference)),
        (_("Reason for rejecting"), said(refund.answer)),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def way_words(found: Asking, asker, channel: str) -> str:
    """Say to whom the money would go, and how."""
    if channel == BY_TRANSFER:
        return _(
            "By bank transfer to an account of whoever paid. The office makes it by hand"
            " and writes to you here if it needs the account."
        )
    facts = {"channel": channel_name(channel)}
    if found.payer_is(asker):
        card = found.way.payment.card_last_four if found.way.payment else ""
        if card:
            return _("The way it came: through %(channel)s, to the card ending in %(card)s.") % {**facts, "card": card}
        return _("The way it came: through %(channel)s, to the account you paid from.") % facts
    return format_html(
        _("The way it came: through {channel}, to whoever paid ({payer})."), payer=payer_name(found), **facts
    )


def payer_name(found: Asking) -> str:
    """Return who paid as the insured person may see it: a committee by its name, a person by a hidden one."""
    payment = found.way.payment
    return said(payment.unit.name if payment.unit else masked_name(payment.person.name))


def what_happens(found: Asking, asker, *, channel: str, answered_on) -> list[dict]:
    """Return what whoever asks has to know first, as rows of facts."""
    bill, person = found.bill, found.bill.assessment.person
    for_another = [] if person.pk == asker.pk else [(_("Insured person"), said(person.name))]
    means = (
        _(
            "The cover for %(year)s does not begin, and that year cannot be paid a second time."
            " If it may still be needed, ask 12333 first."
        )
        % {"year": bill.assessment.month.year}
        if bill.total_fen > 0
        else _("If you ask for nothing, the money pays your next bill by itself.")
    )
    promise = _(
        "No law sets a time. The agency promises an answer by %(day)s; then a second member of the staff signs,"
        " and the bank may need some days."
    ) % {"day": day_text(answered_on)}
    rows = [
        *for_another,
        (_("Comes back"), money(found.amount_fen)),
        (_("To where"), way_words(found, asker, channel)),
        (_("What it means"), means),
        (_("How long it takes"), promise),
    ]
    return [{"label": label, "value": value} for label, value in rows]


def bill_words(file: BillFile, person, *, on) -> dict:
    """Return what the page of a bill says about asking its money back; nothing for bills of which nobody asks it."""
    bill = file.bill
    if bill.total_fen >= 0 and all(share.insurance != Insurance.RESIDENT for share in file.charged.shares):
        return {}
    found = asking(bill, on=on, asker_id=person.pk)
    shown = (
        {"refund": refund_facts(found.refund)} if found.refund and found.refund.state != RefundState.REJECTED else {}
    )
    if found.obstacle is None:
        shown["refund_url"] = f"/me/bills/{bill.number}/refund/"
    request = found.waiting or (found.refund.request if shown.get("refund") else None)
    is_mine = request is not None and request.person_id == person.pk
    case_url = f"/me/declarations/{request.number}/" if is_mine else ""
    return {**shown, "refund_waits": found.waiting is not None, "refund_case_url": case_url}


WAYS_ON = {
    "refund.year_began": gettext_lazy(
        "If you work for a unit now, the two covers are joined up under the rules. Money that was taken twice or by mistake"
        " is given back at any time: call 12333 or come to a counter."
    ),
    "refund.not_refundable": gettext_lazy(
        "If you paid twice or too much, the page of the payment order shows where the money waits. For questions call 12333."
    ),
}


def refused_words(problem: RuleBroken) -> dict:
    """Return why money cannot be asked back, and what else can be done."""
    return {"refused": sentence(problem), "ways_on": WAYS_ON.get(problem.code, "")}


def after_a_no(request) -> list[dict]:
    """Return what can be done where the second person did not approve the refund, as rows of facts."""
    again = f"/me/bills/{request.details['bill']}/refund/"
    remedies = _(
        "Ask for administrative reconsideration within 60 days, or sue in the administrative court within six months,"
        " counted from the day you learn of this decision."
    )
    return [
        {"label": _("What you can do now"), "value": _("Ask once more, with what is missing"), "url": again},
        {"label": _("Your remedies"), "value": remedies},
    ]


NEXT_STEPS = {
    RefundState.PROPOSED: gettext_lazy("A second member of the staff signs, or says why not"),
    RefundState.APPROVED: gettext_lazy("The money arrives on the account"),
    RefundState.SENT: gettext_lazy("The money arrives on the account"),
    RefundState.FAILED: gettext_lazy("The office makes a bank transfer"),
}


def as_told(words: dict, case: Case) -> dict:
    """Return what the page of a case writes, a request for a refund as whoever asks understands it.

    For the desk it is in effect once it is accepted; the money is there only when two people and the bank have done more.
    """
    request = case.declaration
    if request.kind != DeclarationKind.REFUND:
        return words
    for part in words["parts"]:
        if part["state"] == State.EFFECTIVE:
            part.update(state_words=event_name(Action.ACCEPT, Actor.CLERK), when="")
    events = [event for event in words["events"] if event["state"] != State.EFFECTIVE]
    if case.line.person_id == request.person_id:
        words["facts"][0]["url"] = f"/me/bills/{request.details['bill']}/"
    return {**words, "events": events, **request_words(request)}


def request_words(declaration) -> dict:
    """Return what takes the place of the general words on the page of a request that led to a refund: a request is in
    effect long before the money is there."""
    refund = refund_of(declaration) if declaration.kind == DeclarationKind.REFUND else None
    if refund is None:
        return {}
    return {
        "tone": refund.state,
        "state_words": ASK_NAMES[refund.state],
        "lead": sentence_of(refund),
        "refund": facts_of(refund) + (after_a_no(declaration) if refund.state == RefundState.REJECTED else []),
        "next_text": NEXT_STEPS.get(refund.state, ""),
    }
