"""Bills as pages write them, whoever reads: a unit, a person who pays alone."""

from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.rules.resident_id import masked
from accounts.wording import day_text, month_text
from insurance.rules.bill_standing import ASKS_FOR_MONEY, BillStanding
from insurance.rules.kinds import AssessmentKind, Insurance
from insurance.rules.late_fee import LateFeeRule
from insurance.rules.postings import PostingKind
from insurance.selectors.bill_detail import BillFile, BillLine, FeeRow, Movement
from insurance.selectors.bills import BillRow, moved_from
from insurance.wording import AGENCY_NAMES, INSURANCE_NAMES
from insurance.wording_bills import (
    ASSESSMENT_NAMES,
    MOVEMENT_NAMES,
    PAYMENT_CREDITED,
    STANDING_NAMES,
    STANDING_TONES,
    period_text,
)
from insurance.wording_citizen import money
from insurance.wording_reductions import SHORT_INSURANCE_NAMES
from insurance.wording_steps import explained


def row_words(row: BillRow, *, on: date, rule: LateFeeRule | None) -> dict:
    """Return a bill as the list writes it."""
    bill = row.bill
    asks = row.standing in ASKS_FOR_MONEY and row.cost.principal_fen > 0
    return {
        "number": bill.number,
        "period": period_of(bill),
        "agency": AGENCY_NAMES[bill.agency],
        "kind": kind_words_of(bill),
        "total": bill.total_fen,
        "cost": row.cost if asks else None,
        "late_fee": row.cost.late_fee_fen if asks else 0,
        "last_on": row.last_on,
        "note": day_note(row, on=on, rule=rule),
        "tone": STANDING_TONES[row.standing],
        "standing": row.standing,
        "standing_words": STANDING_NAMES[row.standing],
        "held_by": row.held_by,
        "may_tick": asks and not row.held_by,
        "is_overdue": row.standing == BillStanding.OVERDUE,
        "credited_on": bill.credited_on,
    }


def period_of(bill) -> str:
    """Return what a bill is for; what takes a resident's year back is of that year, not of its first month."""
    about = bill.assessment.corrects or bill.assessment
    return period_text(bill.assessment.month, about.kind)


def kind_words_of(bill) -> str:
    """Say why a bill was made, with the bill it corrects; nothing for the regular one of a month."""
    kind = AssessmentKind(bill.assessment.kind)
    if kind == AssessmentKind.REGULAR:
        return ""
    words = {"kind": ASSESSMENT_NAMES[kind], "number": bill.corrects}
    return _("%(kind)s to %(number)s") % words if bill.corrects else str(words["kind"])


def choice_words(bill) -> str:
    """Return a bill as a choice of a form: month, agency, amount, due day."""
    words = {
        "month": month_text(bill.assessment.month),
        "agency": AGENCY_NAMES[bill.agency],
        "amount": money(bill.open_fen),
        "number": bill.number,
        "day": day_text(bill.due_on),
    }
    return _("%(month)s, %(agency)s: %(amount)s, due on %(day)s (%(number)s)") % words


def day_note(row: BillRow, *, on: date, rule: LateFeeRule | None) -> str:
    """Say what is special about the last day: how long it is over, that it was deferred, that it was moved."""
    if row.standing == BillStanding.OVERDUE and row.last_on:
        return overdue_words(row.last_on, on)
    if row.bill.deferred_until and row.standing != BillStanding.CREDITED:
        return _("deferred; first due on %(day)s") % {"day": day_text(row.bill.due_on)}
    return moved_words(moved_from(row.bill, rule))


def overdue_words(last_on: date, on: date) -> str:
    days = (on - last_on).days
    return ngettext("%(days)s day overdue", "%(days)s days overdue", days) % {"days": days}


def moved_words(named: date | None) -> str:
    """Say that a due day was moved; nothing where it was not."""
    return _("moved from %(day)s, a day off") % {"day": day_text(named)} if named else ""


def share_rows(found: BillFile) -> list[dict]:
    """Return what a bill charges and what is open of it, insurance by insurance."""
    return [
        {
            "insurance": INSURANCE_NAMES[share.insurance],
            "unit": share.unit_fen,
            "own": share.own_fen,
            "total": share.total_fen,
            "open": open_of(found, share.insurance),
        }
        for share in found.charged.shares
    ]


def open_of(found: BillFile, insurance: Insurance) -> int:
    return max(found.debt.open_fen.get(int(insurance), 0), 0) if found.standing in ASKS_FOR_MONEY else 0


def fee_words(row: FeeRow) -> dict:
    """Return the late fee of one insurance, with the steps of its reckoning where there is one."""
    return {
        "insurance": INSURANCE_NAMES[row.insurance],
        "open": row.open_fen,
        "fee": row.fee_fen,
        "total": row.open_fen + row.fee_fen,
        "tree": explained(row.fee.explanation) if row.fee else None,
    }


def no_fee_words(bill, found: BillFile, settled_on: date) -> str:
    """Say why a bill carries no late fee on a day."""
    if bill.assessment.unit_id is None:
        return _("Persons who pay alone owe no late fee: article 86 of the Social Insurance Law is about units.")
    if found.debt.late_from and settled_on <= found.debt.late_from:
        return _("No late fee counts up to %(day)s.") % {"day": day_text(found.debt.late_from)}
    return ""


def movement_words(movement: Movement, found: BillFile) -> dict:
    """Return what was booked on a bill as its payer reads it."""
    with_fee = any(one.kind == PostingKind.LATE_FEE for one in found.movements)
    plain = movement.kind == PostingKind.ALLOCATION and not with_fee
    return {
        "text": PAYMENT_CREDITED if plain else MOVEMENT_NAMES[movement.kind],
        "on": movement.booked_on,
        "amount": movement.amount_fen,
        "remittance": movement.remittance,
        "order": movement.order,
    }


def told(found: BillFile) -> list[dict]:
    """Return the movements that are told; the newest last."""
    return [movement_words(one, found) for one in found.movements if one.kind in MOVEMENT_NAMES]


def column_heads(found: BillFile) -> list[str]:
    """Return the heads of the amounts of people: the insurance and whose part it is."""
    heads = []
    for share in found.charged.shares:
        name = SHORT_INSURANCE_NAMES[share.insurance]
        if share.unit_fen is not None:
            heads.append(pgettext("part of contributions", "%(insurance)s, unit") % {"insurance": name})
        if share.own_fen is not None:
            heads.append(pgettext("part of contributions", "%(insurance)s, own") % {"insurance": name})
    return heads


def line_heads(found: BillFile) -> list[str]:
    """Return the heads of the table of people on a page: one column for each insurance."""
    return [_("%(insurance)s (yuan)") % {"insurance": name_of_share(share)} for share in found.charged.shares]


def name_of_share(share) -> str:
    return capfirst(SHORT_INSURANCE_NAMES[share.insurance])


def line_words(line: BillLine, found: BillFile) -> dict:
    """Return one person of a bill as its table writes it: the unit's and the own part of an insurance in one cell."""
    amounts = iter(line.amounts)
    parts = [
        [
            (words, next(amounts))
            for words, charged in (
                (pgettext("part of contributions", "unit"), share.unit_fen),
                (pgettext("part of contributions", "own"), share.own_fen),
            )
            if charged is not None
        ]
        for share in found.charged.shares
    ]
    return {
        "public_id": line.public_id,
        "name": line.name,
        "identity": masked(line.identity_number),
        "base": line.base_fen,
        "shares": list(zip(line_heads(found), parts, strict=True)),
        "total": line.total_fen,
    }
