"""What a review page tells about a request for a refund: the bill, the payment, the reason against the record, the way
back, and what became of it."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import clock
from accounts.models.parties import LifeStatus, Person
from accounts.wording import day_text
from insurance.admin.case import Comparison, History
from insurance.models.declarations import Declaration, DeclarationLine
from insurance.models.refunds import Refund
from insurance.rules.kinds import Insurance
from insurance.rules.refunds import RefundReason
from insurance.selectors.bank_cards import cards_of
from insurance.selectors.bills import standing_of
from insurance.selectors.closing import declared_on
from insurance.selectors.refund_requests import Asking, asking, bill_asked, refund_of
from insurance.services.refund_requests import channel_back
from insurance.views.paying import card_words
from insurance.wording_bills import STANDING_NAMES
from insurance.wording_books import REFUND_STATE_NAMES, channel_name
from insurance.wording_citizen import money
from insurance.wording_reductions import insurances_in_short
from insurance.wording_refunds import ASK_REASON_NAMES


def comparisons(declaration: Declaration, line: DeclarationLine, history: History) -> list[Comparison]:
    """Return what is asked beside what the books and the record say."""
    bill, said = bill_asked(declaration), declaration.details
    found = asking(
        bill, on=declared_on(declaration, clock.today()), asker_id=declaration.person_id, besides=declaration
    )
    refund = refund_of(declaration)
    left = refund.amount_fen if refund else found.amount_fen
    rows = [
        Comparison(_("Bill"), bill.number, str(STANDING_NAMES[standing_of(bill, on=clock.today())])),
        Comparison(_("Amount"), money(said["amount_fen"]), money(left), differs=left != said["amount_fen"]),
        compare_reason(RefundReason(said["reason"]), line.person, history),
        *([compare_cover(bill.assessment.month, declaration)] if bill.total_fen > 0 else []),
        compare_payer(declaration, found),
        Comparison(_("Goes back"), "", way_words(declaration, found, refund)),
    ]
    if said["text"]:
        rows.append(Comparison(_("In the words of who asks"), said["text"], is_name=True))
    if refund:
        rows.append(Comparison(_("Refund"), refund.number, str(REFUND_STATE_NAMES[refund.state])))
    return rows


def compare_reason(reason: RefundReason, person: Person, history: History) -> Comparison:
    """What the record can tell of the reason: a death, or insurances that run besides the residents'."""
    asked = str(ASK_REASON_NAMES[reason])
    label = pgettext("of a refund", "Reason")
    if reason == RefundReason.DIED:
        dead = person.life_status == LifeStatus.DEAD
        words = _("recorded as deceased") if dead else _("recorded as alive")
        return Comparison(label, asked, words, differs=not dead)
    if reason == RefundReason.OTHER_SCHEME:
        running = {one.insurance for one in history.segments if one.stop_month is None}
        elsewhere = running - {Insurance.RESIDENT}
        words = insurances_in_short(elsewhere) if elsewhere else _("nothing else runs in this hall")
        return Comparison(label, asked, words)
    return Comparison(label, asked, _("the record does not tell"))


def compare_cover(begins: date, declaration: Declaration) -> Comparison:
    """The day of the request decides; a cover that has begun meanwhile may have been used."""
    asked_on = declared_on(declaration, clock.today())
    asked = _("asked on %(day)s") % {"day": day_text(asked_on)}
    on_record = _("the cover begins on %(day)s") % {"day": day_text(begins)}
    return Comparison(_("Begin of the cover"), asked, on_record, differs=clock.today() >= begins)


def compare_payer(declaration: Declaration, found: Asking) -> Comparison:
    """Return who asks and who paid: the money goes back to who paid."""
    payment = found.way.payment
    asks = declaration.person.public_id
    if payment is None:
        return Comparison(_("Who asks, who paid"), asks, _("no payment order on record"))
    paid = payment.unit or payment.person
    words = _("%(payer)s with order %(number)s") % {"payer": paid.public_id, "number": payment.number}
    return Comparison(_("Who asks, who paid"), asks, words, differs=payment.person_id != declaration.person_id)


def way_words(declaration: Declaration, found: Asking, refund: Refund | None) -> str:
    """Return the way back as it is today; of a bank transfer, the bound card of who asks."""
    channel = refund.channel if refund else channel_back(found)
    cards = cards_of(declaration.person_id) if found.payer_is(declaration.person) else []
    return f"{channel_name(channel)} ({card_words(cards[0])})" if cards else channel_name(channel)


def effect(line: DeclarationLine) -> str:
    """Return what accepting the request does."""
    return _(
        "The refund is proposed in your name. Somebody else who may sign decides on it under Refunds; then the money goes back."
    )
