"""代办名单: people are put on a committee's list by lines or by a table, and the empty table to fill in."""

import io
from collections.abc import Iterable

from django.conf import settings
from django.contrib import messages
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.rules.errors import RuleBroken
from accounts.views import visitors
from accounts.views.forms import RuleFormView
from accounts.views.refusals import PoliteRefusals
from accounts.views.said import said
from accounts.wording import worded
from insurance.documents.resident_template import write_resident_template
from insurance.forms.residents import ResidentListForm
from insurance.rules.resident_list import ListRow
from insurance.rules.resident_payment import MOST_RESIDENTS
from insurance.services import resident_lists
from insurance.views.employer.batch_files import workbook_response
from insurance.views.employer.batch_rows import row_sentences
from insurance.views.employer.pages import language
from insurance.views.employer.resident_lists import PAGE, AgentRequired

FAULTS_SHOWN = 100
NUMBERS_SHOWN = 20


@method_decorator(sensitive_post_parameters("rows"), name="dispatch")
class AddResidentsView(AgentRequired, PoliteRefusals, RuleFormView):
    """People are added. Whoever is not found stands in the report, and their rows in the field, to be put right."""

    form_class = ResidentListForm
    template_name = "insurance/employer/residents_add.html"
    success_url = PAGE
    report = None

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), **limits()}

    def form_valid(self, form):
        """Outside the transaction of one act: tries are counted, and people are added whoever else is refused."""
        lines, file = form.cleaned_data["rows"], form.cleaned_data["file"]
        try:
            self.report = resident_lists.add_residents(
                self.request.user,
                lines,
                file and resident_lists.Upload(file.name, file.read(settings.HALL_WORKBOOK_BYTES + 1)),
                address=visitors.address_of(self.request),
                at=clock.instant(),
                on=clock.today(),
            )
        except RuleBroken as problem:
            return self.refuse(form, [problem])
        self.say_added()
        refused = self.report.refused
        if not refused and not self.report.repaired:
            return super().form_valid(form)
        left = "\n".join(row.written for row in refused)
        again = self.form_class(initial={"rows": left}, **limits())
        status = 422 if len(refused) == len(self.report.rows) else 200
        return self.render_to_response(self.get_context_data(form=again), status=status)

    def say_added(self) -> None:
        added, known = self.report.added, self.report.known
        if added:
            words = ngettext("%(count)d person was added.", "%(count)d people were added.", added)
            messages.success(self.request, words % {"count": added})
        if known:
            words = ngettext(
                "%(count)d person was on the list already.", "%(count)d people were on the list already.", known
            )
            messages.info(self.request, words % {"count": known})

    def perform(self, answers):
        return self.report

    def get_context_data(self, **kwargs):
        refused = self.report.refused if self.report else []
        return super().get_context_data(
            refused=len(refused),
            faults=[(place(row), row_sentences(list(row.problems))) for row in refused[:FAULTS_SHOWN]],
            more_faults=max(len(refused) - FAULTS_SHOWN, 0),
            repairs=repairs_of(self.report.repaired) if self.report else [],
            **kwargs,
        )


def limits() -> dict[str, int]:
    """Return how much is taken at once."""
    return {"most": MOST_RESIDENTS, "megabytes": settings.HALL_WORKBOOK_BYTES // 2**20}


def place(row: ListRow) -> str:
    """Return where a row stands, in words, and whom it names."""
    words = _("Row %(line)s of the table") if row.is_of_table else _("Line %(line)s")
    return format_html("{} {}", words % {"line": row.number}, said(row.called))


def repairs_of(rows: Iterable[ListRow]) -> list[tuple[str, list[str]]]:
    """Return what was put right in a table: where, in words, and the sentence; each kind of repair once."""
    numbers: dict[str, list[int]] = {}
    for row in rows:
        for words in row_sentences(list(row.repairs)):
            numbers.setdefault(words, []).append(row.number)
    return [(places(found), [words]) for words, found in numbers.items()]


def places(numbers: list[int]) -> str:
    """Return where rows of a table stand, in words; of many the first ones."""
    if len(numbers) == 1:
        return _("Row %(line)s of the table") % {"line": numbers[0]}
    told = {"numbers": worded(numbers[:NUMBERS_SHOWN]), "count": len(numbers)}
    if len(numbers) > NUMBERS_SHOWN:
        return _("Rows %(numbers)s and others of the table, %(count)s in all") % told
    return _("Rows %(numbers)s of the table") % told


class ResidentTemplateView(AgentRequired, View):
    """The empty table."""

    http_method_names = ["get", "head"]

    def get(self, request):
        book = io.BytesIO()
        write_resident_template(book, language=language())
        return workbook_response(book, "residents-template")
