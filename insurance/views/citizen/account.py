"""The personal medical account: what is in it, where it came from and went to, asking about it, a year of it on paper."""

from urllib.parse import urlencode

from django.contrib import messages
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import clock
from accounts.forms.looks import AskForm
from accounts.views.audiences import CitizenRequired
from accounts.views.forms import RuleFormView
from accounts.views.said import said
from insurance import access
from insurance.forms.accounts import StatementForm
from insurance.rules.personal_account import MovementKind, ProviderKind
from insurance.selectors.key_pages import typed_key
from insurance.selectors.personal_account import (
    DIRECTIONS,
    AccountMonth,
    AccountYear,
    account_year,
    is_usable_while_stopped,
    years_of,
)
from insurance.services import account_questions, account_statements
from insurance.views.citizen.contributions import BAR_WIDTH, COLUMN_WIDTH, year_asked, year_choice
from insurance.wording_accounts import MOVEMENT_NAMES, PROVIDER_NAMES

HALF_HEIGHT = 80
"""What came in stands above the middle line of the picture, what was spent below it; each at most so many units high."""


class AccountView(CitizenRequired, RuleFormView):
    """One year of the account (``?year=2026``), all movements or what came in or was spent (``?direction=in``).

    Each movement can be asked about once; question and answer stand with it.
    """

    form_class = AskForm
    template_name = "insurance/citizen/account.html"

    @cached_property
    def movement(self):
        """The movement that is asked about."""
        return access.own_movement(self.request.user, typed_key(self.request.POST.get("entry", "")) or 0)

    def perform(self, answers):
        account_questions.ask(self.movement, answers["text"], actor=self.request.user, at=clock.now())
        messages.success(self.request, _("Your question was sent. The answer appears here and in your messages."))

    def address_of(self, result):
        return f"/me/account/{page_address(self.movement.on.year)}"

    def get_context_data(self, form=None, **kwargs):
        asked, person_id, today = self.request.GET, self.request.user.person_id, clock.today()
        refused = form if form is not None and form.is_bound else None
        direction = asked.get("direction", "")
        found = account_year(
            person_id,
            year_asked(asked.get("year", "").strip()),
            on=today,
            direction=direction,
            after=typed_key(asked.get("after", "")),
            before=typed_key(asked.get("before", "")),
        )
        usable = is_usable_while_stopped(person_id, on=today)
        if found is None:
            return super().get_context_data(form=form, account=None, usable=usable, unplaced=refused, **kwargs)
        direction = direction if direction in DIRECTIONS else ""
        page = found.page
        rows = [movement_words(movement, refused) for movement in page.rows]
        return super().get_context_data(
            form=form,
            account=found,
            usable=usable,
            years=[year_choice(shown, found.year) for shown in sorted({*found.years, found.year}, reverse=True)],
            directions=direction_choices(found.year, direction),
            direction=direction,
            bars=bars(found),
            rows=rows,
            unplaced=None if any(row["is_open"] and row["form"] for row in rows) else refused,
            newer_url=page_address(found.year, direction, before=page.before) if page.before else "",
            older_url=page_address(found.year, direction, after=page.after) if page.after else "",
            **kwargs,
        )


class StatementView(CitizenRequired, RuleFormView):
    """A year is put on paper, with a number and a check code; the certificate's own page leads to the file."""

    form_class = StatementForm
    template_name = "insurance/citizen/account_statement.html"

    @cached_property
    def years(self) -> list[int]:
        return years_of(self.request.user.person_id)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "years": self.years}

    def get_initial(self):
        wanted = year_asked(self.request.GET.get("year", "").strip())
        return {"year": wanted if wanted in self.years else None}

    def perform(self, answers):
        return account_statements.issue(self.request.user, answers["year"], at=clock.now(), on=clock.today())

    def address_of(self, result):
        return f"/me/certificates/{result.number}/"

    def get_context_data(self, **kwargs):
        return super().get_context_data(years=self.years, **kwargs)


def page_address(year: int, direction: str = "", **edge: int) -> str:
    """Return the address of a page of movements."""
    asked = {"year": year, **({"direction": direction} if direction else {}), **edge}
    return f"?{urlencode(asked)}"


def direction_choices(year: int, direction: str) -> list[dict]:
    """Return the views of a year: everything, what came in, what was spent."""
    names = {
        "": pgettext("movements of an account", "All movements"),
        "in": pgettext("movements of an account", "Came in"),
        "out": pgettext("movements of an account", "Spent"),
    }
    return [
        {"url": page_address(year, code), "text": name, "is_current": code == direction} for code, name in names.items()
    ]


def bars(account: AccountYear) -> list[dict]:
    """Return the bars of the picture, to the scale of the largest month; none where nothing moved."""
    tallest = max(max(month.in_fen, month.out_fen) for month in account.months)
    return [bar(place, month, tallest) for place, month in enumerate(account.months)] if tallest else []


def bar(place: int, month: AccountMonth, tallest: int) -> dict:
    came, went = month.in_fen * HALF_HEIGHT // tallest, month.out_fen * HALF_HEIGHT // tallest
    return {
        "x": place * COLUMN_WIDTH + (COLUMN_WIDTH - BAR_WIDTH) // 2,
        "in_y": HALF_HEIGHT - came,
        "in": came,
        "out_y": HALF_HEIGHT,
        "out": went,
        "month": month,
    }


def movement_words(movement, refused: AskForm | None) -> dict:
    """Return a movement as the list writes it: what it was, where, what it is worked out from, and asking about it.

    ``refused`` is the question that could not be sent.
    """
    kind = MovementKind(movement.kind)
    question = getattr(movement, "question", None)
    is_refused = refused is not None and refused.data.get("entry") == str(movement.pk)
    blank = AskForm(initial={"entry": movement.pk}, auto_id=f"ask_{movement.pk}_%s")
    return {
        "question": question,
        "form": None if question else refused if is_refused else blank,
        "is_open": is_refused,
        "movement": movement,
        "kind": MOVEMENT_NAMES[kind],
        "where": said(movement.provider) if movement.provider else "",
        "provider_kind": PROVIDER_NAMES[ProviderKind(movement.provider_kind)] if movement.provider_kind else "",
        "is_computed": kind == MovementKind.CREDIT and movement.base_fen is not None,
        "sign": _("came in") if movement.amount_fen > 0 else _("spent"),
    }
