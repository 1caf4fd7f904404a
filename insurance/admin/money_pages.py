"""What the bureau's pages about money share: the places among them, lists, pages about one thing, cells of tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import clock
from accounts.admin.pages import BureauAct, BureauList, BureauPage, BureauTemplatePage, LeadsBack
from accounts.models.parties import Person
from accounts.rules.roles import Permission
from accounts.services import looks
from insurance.forms.money import AnswerForm
from insurance.rules.kinds import Insurance
from insurance.selectors.books import decisions_matching, refunds_matching
from insurance.wording import INSURANCE_NAMES
from insurance.wording_books import (
    ACCOUNT_NAMES,
    DECISION_STATE_NAMES,
    MONEY_ACT_NAMES,
    POSTING_KIND_NAMES,
    REFUND_STATE_NAMES,
)

BASE = "/admin/insurance"
NUMBER = "number"
"""The kind of a column that holds amounts."""

PLACES = (
    (f"{BASE}/assessmentrun/", pgettext_lazy("of months", "Assessment")),
    (f"{BASE}/bookcheck/", _("Books")),
    (f"{BASE}/posting/", pgettext_lazy("of the books", "Postings")),
    (f"{BASE}/remittance/", _("Money received")),
    (f"{BASE}/refund/", _("Refunds")),
    (f"{BASE}/moneydecision/", pgettext_lazy("of two people", "Decisions")),
    (f"{BASE}/bill/", _("Bills")),
    (f"{BASE}/payment/", _("Payment orders")),
    (f"{BASE}/bankfile/", _("Bank files")),
    (f"{BASE}/channelstatement/", _("Reconciliation")),
    (f"{BASE}/movementquestion/", _("Questions about medical accounts")),
)


@dataclass(frozen=True)
class Cell:
    """One cell of a table or value of a fact: words, an amount in fen, a day or an instant; with a link or a state."""

    text: str = ""
    fen: int | None = None
    day: date | None = None
    at: datetime | None = None
    url: str = ""
    state: str = ""
    lang: str = ""


def linked(thing, place: str) -> Cell:
    """Return the number of a bill, an order, a remittance as a link to its page; an empty cell for nothing."""
    return Cell(thing.number, url=f"{BASE}/{place}/{thing.number}/") if thing else Cell("—")


def payer_cell(unit, person) -> Cell:
    """Return who pays: units by number and name, people by number alone."""
    if unit:
        return Cell(f"{unit.public_id} {unit.name}", lang="zh-CN")
    return Cell(person.public_id if person else "—")


@dataclass(frozen=True)
class Table:
    """A table of a page; ``heads`` are words, or words with the kind of the column."""

    caption: str
    heads: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Cell]]

    def labelled(self) -> list[list[tuple[str, str, Cell]]]:
        """Return the rows, every cell with the words and the kind of its column."""
        return [[(*head, cell) for head, cell in zip(self.heads, row, strict=True)] for row in self.rows]


@dataclass(frozen=True)
class Act:
    """A form of a page: where it is sent, what it is called, what its button says."""

    form: object
    action: str
    title: str
    button: str
    is_danger: bool = False


POSTING_HEADS = (
    (_("Booked on"), ""),
    (pgettext_lazy("of the books", "Movement"), ""),
    (_("Amount (yuan)"), NUMBER),
    (pgettext_lazy("account", "Debit"), ""),
    (pgettext_lazy("account", "Credit"), ""),
    (_("Insurance"), ""),
    (_("Bill"), ""),
    (_("Money received"), ""),
)


def posting_cells(posting) -> list[Cell]:
    """Return one posting as a row under ``POSTING_HEADS``."""
    return [
        Cell(day=posting.booked_on),
        Cell(POSTING_KIND_NAMES[posting.kind]),
        Cell(fen=posting.amount_fen),
        Cell(ACCOUNT_NAMES[posting.debit]),
        Cell(ACCOUNT_NAMES[posting.credit]),
        Cell(INSURANCE_NAMES[Insurance(posting.insurance)] if posting.insurance else "—"),
        linked(posting.bill or posting.credit_note, "bill"),
        linked(posting.remittance, "remittance"),
    ]


def postings_table(postings) -> Table:
    return Table(pgettext_lazy("of the books", "Postings"), POSTING_HEADS, [posting_cells(one) for one in postings])


def proposals_table(**about) -> Table:
    """Return what was proposed about a bill or about money that came in, refunds among it."""
    heads = ((_("Number"), ""), (_("What"), ""), (_("Amount (yuan)"), NUMBER), (_("State"), ""))
    rows = [
        [
            linked(one, "moneydecision"),
            Cell(MONEY_ACT_NAMES[one.act]),
            Cell(fen=one.amount_fen),
            Cell(DECISION_STATE_NAMES[one.state], state=one.state),
        ]
        for one in decisions_matching("").filter(**about)
    ]
    rows += [
        [
            linked(one, "refund"),
            Cell(_("Refund")),
            Cell(fen=one.amount_fen),
            Cell(REFUND_STATE_NAMES[one.state], state=one.state),
        ]
        for one in refunds_matching("").filter(**about)
    ]
    return Table(_("Proposals"), heads, rows)


def places(path: str) -> list[dict]:
    """Return the pages about money, the one that is open marked."""
    return [{"url": url, "text": name, "is_current": path.startswith(url)} for url, name in PLACES]


class MoneyList(BureauList):
    """A list of one kind of thing; ``cells`` writes a row, ``choices`` are the values of the filter ``state``."""

    permission = Permission.VIEW_MONEY
    template_name = "admin/money/list.html"
    filters = ("state", "q")
    title = ""
    lead = ""
    search = ""
    heads: Sequence[tuple[str, str]] = ()
    choices: Sequence[tuple[str, str]] = ()

    def cells(self, row) -> list[Cell]:
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            title=self.title, lead=self.lead, search=self.search, places=places(self.request.path), **kwargs
        )
        wanted = context["wanted"]
        context["table"] = Table(self.title, self.heads, [self.cells(row) for row in context["rows"]])
        context["choices"] = [
            {"url": self.link(state=code), "text": words, "is_current": wanted.get("state") == code}
            for code, words in self.choices
        ]
        return context


class ThingPage(BureauPage):
    """A page about one thing that ``find`` looks up by the number in the address."""

    permission = Permission.VIEW_MONEY
    template_name = "admin/money/thing.html"
    place = ""

    @staticmethod
    def find(number: str):
        raise NotImplementedError

    @cached_property
    def thing(self):
        thing = self.find(self.kwargs["number"])
        if thing is None:
            raise Http404
        return thing

    def get_success_url(self):
        return f"{BASE}/{self.place}/{self.kwargs['number']}/"

    def people(self) -> list[Person | None]:
        """Return whose money the page shows; None for a unit's."""
        return []

    def note_looks(self) -> None:
        """Write into the access logs of these people that their money was looked at."""
        for person in filter(None, self.people()):
            looks.open_money(person, self.thing.number, actor=self.request.user, at=clock.now())

    def facts(self) -> list[tuple[str, Cell]]:
        raise NotImplementedError

    def tables(self) -> list[Table]:
        return []

    def acts(self) -> list[Act]:
        """Return the forms that this member of the staff may send now."""
        return []

    def get_context_data(self, **kwargs):
        self.note_looks()
        refused = kwargs.get("form")
        acts = [
            Act(refused, act.action, act.title, act.button, act.is_danger) if self.is_refused(act, refused) else act
            for act in self.acts()
        ]
        return super().get_context_data(
            thing=self.thing,
            place=self.place,
            title=self.page_title(),
            facts=self.facts(),
            tables=self.tables(),
            acts=acts,
            refused_form=refused,
            places=places(self.request.path),
            back=(f"{BASE}/{self.place}/", dict(PLACES)[f"{BASE}/{self.place}/"]),
            **kwargs,
        )

    def is_refused(self, act: Act, refused) -> bool:
        return refused is not None and self.request.path.endswith(f"/{act.action}/")

    def page_title(self) -> str:
        raise NotImplementedError


class ThingView(ThingPage, BureauTemplatePage):
    """One thing, to look at."""


class ThingAct(LeadsBack, ThingPage, BureauAct):
    """An act about one thing; what forbids it comes back on the thing's page."""

    def address_of(self, result):
        return self.get_success_url()


class RejectView(ThingAct):
    """A second person rejects what was proposed."""

    permission = Permission.APPROVE_MONEY
    form_class = AnswerForm
    done = _("Rejected. The reason stands with the proposal.")
