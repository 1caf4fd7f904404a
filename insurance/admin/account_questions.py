"""Questions that people ask about movements of their medical accounts, and the answers to them."""

from django.contrib import admin
from django.urls import re_path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from accounts import clock
from accounts.admin.base import HallModelAdmin
from accounts.rules.roles import Permission
from insurance.admin.money_pages import NUMBER, Act, Cell, MoneyList, ThingAct, ThingPage, ThingView, linked
from insurance.forms.accounts import MovementAnswerForm
from insurance.models.personal_accounts import MovementQuestion
from insurance.rules.personal_account import MovementKind
from insurance.selectors.personal_account import question_numbered, questions_matching
from insurance.services import account_questions
from insurance.wording_accounts import MOVEMENT_NAMES

STATE_NAMES = {
    "asked": pgettext_lazy("state of a question", "to be answered"),
    "answered": pgettext_lazy("state of a question", "answered"),
}


def state_cell(question) -> Cell:
    state = "answered" if question.answered_at else "asked"
    return Cell(STATE_NAMES[state], state="good" if question.answered_at else "caution")


class QuestionsList(MoneyList):
    """Questions, the newest first; those that wait can be chosen."""

    title = gettext_lazy("Questions about medical accounts")
    heads = (
        (gettext_lazy("Number"), ""),
        (gettext_lazy("Asked at"), ""),
        (gettext_lazy("Person"), ""),
        (pgettext_lazy("of an account", "Movement"), ""),
        (gettext_lazy("Amount (yuan)"), NUMBER),
        (gettext_lazy("State"), ""),
    )
    choices = (("", gettext_lazy("All")), *STATE_NAMES.items())

    def rows(self, wanted):
        return questions_matching(wanted["state"])

    def cells(self, row):
        movement = row.movement
        return [
            linked(row, "movementquestion"),
            Cell(at=row.asked_at),
            Cell(movement.account.person.public_id),
            Cell(MOVEMENT_NAMES[MovementKind(movement.kind)]),
            Cell(fen=movement.amount_fen),
            state_cell(row),
        ]


class QuestionPage(ThingPage):
    """A page about one question."""

    place = "movementquestion"
    find = staticmethod(question_numbered)

    def page_title(self):
        return _("Question %(number)s") % {"number": self.thing.number}

    def people(self):
        return [self.thing.movement.account.person]

    def facts(self):
        question, movement = self.thing, self.thing.movement
        facts = [
            (_("State"), state_cell(question)),
            (_("Person"), Cell(movement.account.person.public_id)),
            (_("Movement"), Cell(MOVEMENT_NAMES[MovementKind(movement.kind)])),
            (pgettext("of a movement", "Day"), Cell(day=movement.on)),
            (_("Amount"), Cell(fen=movement.amount_fen)),
            (pgettext("of a movement", "Balance after"), Cell(fen=movement.balance_fen)),
        ]
        if movement.bill:
            facts.append((_("Bill"), linked(movement.bill, "bill")))
        if movement.provider:
            facts.append((_("Provider"), Cell(f"{movement.provider_code} {movement.provider}", lang="zh-CN")))
            facts.append((_("Reference of the provider"), Cell(movement.reference)))
        facts += [
            (_("Asked at"), Cell(at=question.asked_at)),
            (pgettext("about an account", "Question"), Cell(question.text, lang="zh-CN")),
        ]
        return facts + self.answer_facts()

    def answer_facts(self) -> list[tuple[str, Cell]]:
        question = self.thing
        if not question.answered_at:
            return []
        return [
            (_("Answer"), Cell(question.answer, lang="zh-CN")),
            (_("Answered by"), Cell(question.answered_by.name, lang="zh-CN")),
            (_("Answered at"), Cell(at=question.answered_at)),
        ]

    def acts(self):
        user = self.request.user
        may = user.may(Permission.HANDLE_MONEY) or user.may(Permission.APPROVE_MONEY)
        if self.thing.answered_at or not may:
            return []
        return [Act(MovementAnswerForm(), "answer", _("Answer the question"), _("Send the answer"))]


class QuestionView(QuestionPage, ThingView):
    """One question."""


class AnswerView(QuestionPage, ThingAct):
    """Somebody who handles or approves money answers."""

    form_class = MovementAnswerForm
    done = gettext_lazy("Answered. The person has been told.")

    def may_open(self) -> bool:
        return self.request.user.may(Permission.HANDLE_MONEY) or self.request.user.may(Permission.APPROVE_MONEY)

    def perform(self, answers):
        return account_questions.answer(self.thing.number, answers["text"], actor=self.request.user, at=clock.now())


@admin.register(MovementQuestion)
class MovementQuestionAdmin(HallModelAdmin):
    """Questions are asked on the person's page and answered here, never edited."""

    sees = Permission.VIEW_MONEY

    def get_urls(self):
        desk = self.admin_site.admin_view
        return [
            re_path(r"^(?P<number>Q\d+)/$", desk(QuestionView.as_view())),
            re_path(r"^(?P<number>Q\d+)/answer/$", desk(AnswerView.as_view())),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        return QuestionsList.as_view()(request)
