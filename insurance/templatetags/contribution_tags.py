"""The rows of a year's contributions as one string: most of the page, in a template fifty times as slow."""

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.wording import month_text
from insurance.rules.standing import Standing
from insurance.selectors.contribution_history import Line, Share
from insurance.wording import INSURANCE_NAMES
from insurance.wording_citizen import LINE_KIND_WORDS, REFUND_WORDS, STANDING_WORDS

register = template.Library()

MINUS, NOTHING = "\N{MINUS SIGN}", "\N{EM DASH}"

GROUP = (
    '<tbody{id}><tr class="month-line"><th colspan="5" scope="rowgroup">'
    "{month}<span>{payer}</span><span>{total}</span></th></tr>"
)
ROW = (
    '<tr><th class="insurance-name" scope="row">{name}</th><td class="number" data-label="{base_head}">{base}</td>'
    '<td class="number" data-label="{unit_head}">{unit}</td><td class="number" data-label="{own_head}">{own}</td>'
    '<td class="money-state"><span class="stand stand-{standing}">{words}</span>'
    ' <span class="note">{day}</span></td></tr>'
)


def short_heads() -> dict[str, str]:
    """Return what the amounts are called where a row is a list."""
    return {
        "base_head": pgettext("head of a column", "Base"),
        "unit_head": pgettext("head of a column", "Unit"),
        "own_head": pgettext("head of a column", "You"),
    }


@register.simple_tag
def contribution_heads() -> list[tuple[str, str]]:
    """Return the heads of the table after the first, with their classes."""
    amounts = (_("Base (yuan)"), _("Unit pays (yuan)"), _("You pay (yuan)"))
    return [*((words, "number") for words in amounts), (_("Credited or due"), "")]


@register.simple_tag
def contribution_rows(lines: tuple[Line, ...]) -> SafeString:
    """Write a group of rows for every line: its month and payer, then each insurance."""
    words = Words()
    anchored: set = set()
    pieces = []
    for line in lines:
        anchor = "" if line.month in anchored else f' id="m{line.month.number}"'
        anchored.add(line.month)
        pieces.append(words.group(line, anchor))
    # Every value in it was escaped or is a number, a date or a sentence of ours.
    return mark_safe("".join(pieces))  # nosec B308, B703


class Words:
    """Everything that is the same in every row, looked up and escaped once."""

    def __init__(self):
        self.heads = {name: escape(words) for name, words in short_heads().items()}
        self.insurances = {code: escape(str(name)) for code, name in INSURANCE_NAMES.items()}
        self.standings = {code: escape(str(words)) for code, words in STANDING_WORDS.items()}
        self.refunds = {credited: escape(str(words)) for credited, words in REFUND_WORDS.items()}
        self.kinds = {code: escape(str(words)) for code, words in LINE_KIND_WORDS.items()}
        self.by_oneself = escape(_("paid by yourself"))
        self.total = escape(_("in all %(amount)s yuan"))
        self.separator = escape(pgettext("between facts", " · "))

    def group(self, line: Line, anchor: str) -> str:
        payer = f'<span lang="zh-CN">{escape(line.unit_name)}</span>' if line.unit_name else self.by_oneself
        kind = self.kinds.get(line.kind)
        head = GROUP.format(
            id=anchor,
            month=month_text(line.month.first_day),
            payer=f"{kind}{self.separator}{payer}" if kind else payer,
            total=self.total % {"amount": yuan(line.total)},
        )
        return head + "".join(self.row(share, is_charge=line.is_charge) for share in line.shares) + "</tbody>"

    def row(self, share: Share, *, is_charge: bool) -> str:
        is_credited = share.standing == Standing.CREDITED
        return ROW.format(
            name=self.insurances[share.insurance],
            base=yuan(share.base),
            unit=yuan(share.unit),
            own=yuan(share.own),
            standing=share.standing if is_charge or is_credited else Standing.PAID,
            words=self.standings[share.standing] if is_charge else self.refunds[is_credited],
            day=day_of(share) if is_charge or is_credited else "",
            **self.heads,
        )


def day_of(share: Share) -> str:
    """Return since when the money is credited, or by when it is due."""
    day = share.credited_on or (share.due_on if share.standing in (Standing.DUE, Standing.MISSING) else None)
    return day.isoformat() if day else ""


def yuan(fen: int | None) -> str:
    """Write fen as yuan with two decimals and thousands; None is a dash."""
    if fen is None:
        return NOTHING
    whole, rest = divmod(abs(fen), 100)
    return f"{MINUS if fen < 0 else ''}{whole:,}.{rest:02d}"
