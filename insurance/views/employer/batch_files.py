"""The files of declaring by table: templates, the corrected table, the result of each row."""

import io

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.functional import cached_property
from django.views import View

from accounts import clock
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import OperatorRight
from accounts.services import audit
from accounts.views.audiences import OperatorRequired
from insurance import access
from insurance.documents.batch_template import TemplatePerson, write_template
from insurance.documents.corrected_workbook import CorrectedRow, corrected_row, write_corrected
from insurance.documents.result_workbook import ResultRow, write_results
from insurance.rules.batches import BATCH_KINDS, BatchState
from insurance.rules.finding_data import from_data
from insurance.rules.findings import Verdict
from insurance.rules.kinds import DeclarationKind
from insurance.rules.sheet_columns import MEMBERS_ONLY
from insurance.selectors.bases import Declared, roster_with_wages
from insurance.selectors.batches import all_rows
from insurance.selectors.roster import names_on_roster
from insurance.services.batch_rows import read_row
from insurance.views.employer.batch_rows import row_sentences
from insurance.views.employer.pages import language
from insurance.wording_templates import FILED_NAMES, RESULT_NAMES

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_response(written: io.BytesIO, name: str) -> HttpResponse:
    """Return a workbook as a download; ``name`` is made of our own words and numbers."""
    response = HttpResponse(written.getvalue(), content_type=WORKBOOK_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


class BlankTemplateView(OperatorRequired, View):
    """The empty template."""

    http_method_names = ["get", "head"]
    kind = str(DeclarationKind.REDUCTION)

    def get(self, request):
        return template_response(DeclarationKind(self.kind), [])


def template_response(kind: DeclarationKind, people: list[TemplatePerson]) -> HttpResponse:
    book = io.BytesIO()
    write_template(book, kind, language=language(), people=people)
    return workbook_response(book, f"{BATCH_KINDS[kind]}-template")


def concerned(unit, kind: DeclarationKind) -> list[tuple[str, str]]:
    """Return name and personal number of whom a table of the kind can be about.

    For wages, those whose is still to be declared; nobody while no bounds are in force.
    """
    if kind != DeclarationKind.BASES:
        return names_on_roster(unit)
    try:
        rows = roster_with_wages(unit, on=clock.today())
    except RuleBroken:
        return []
    return [(row.name, row.public_id) for row in rows if row.standing == Declared.OPEN]


class RosterTemplateView(OperatorRequired, View):
    """The template with the unit's staff in it, by name and personal number. By POST, because it is noted.

    Identity numbers are not written: name and personal number together say who is meant.
    """

    http_method_names = ["post"]
    kind = str(DeclarationKind.REDUCTION)

    def post(self, request):
        kind, user = DeclarationKind(self.kind), request.user
        if kind not in MEMBERS_ONLY:
            raise Http404
        if not user.may_for_unit(OperatorRight.PREPARE):
            raise PermissionDenied
        people = [TemplatePerson(name, "", public_id) for name, public_id in concerned(user.unit, kind)]
        audit.record(user, "batch.template_prefilled", user.unit, at=clock.now(), kind=str(kind), people=len(people))
        return template_response(kind, people)


class RowsFileView(OperatorRequired, View):
    """A workbook made of the rows of a table."""

    http_method_names = ["get", "head"]

    @cached_property
    def batch(self):
        return access.unit_batch(self.request.user, self.kwargs["number"])

    @cached_property
    def rows(self):
        rows = all_rows(self.batch)
        if not rows:
            raise Http404
        return rows


class CorrectedView(RowsFileView):
    """更正后的表格: what was put right and what has to be, marked; to be corrected and sent again."""

    def get(self, request, **kwargs):
        if self.batch.state != BatchState.CHECKED:
            raise Http404
        places = self.batch.columns
        book = io.BytesIO()
        rows = (corrected(stored, places) for stored in self.rows)
        write_corrected(book, self.batch.headings, rows, language=language())
        return workbook_response(book, f"{self.batch.public_id}-corrected")


def corrected(stored, places: dict[str, int]) -> CorrectedRow:
    """Return a stored row as it stands in the corrected table."""
    row = read_row(stored)
    told = [(from_data(one), True) for one in stored.damages]
    told += [(from_data(one), False) for one in stored.findings if not one["soft"]]
    return corrected_row(row.cells, places, row.values, told, language=language())


class ResultView(RowsFileView):
    """结果表: every row with what became of it and why."""

    def get(self, request, **kwargs):
        if self.batch.state not in (BatchState.CHECKED, BatchState.APPLIED):
            raise Http404
        book = io.BytesIO()
        verdicts = FILED_NAMES if self.batch.state == BatchState.APPLIED else RESULT_NAMES
        write_results(book, self.batch.headings, map(result, self.rows), language=language(), verdicts=verdicts)
        return workbook_response(book, f"{self.batch.public_id}-result")


def result(stored) -> ResultRow:
    """Return a stored row with its result."""
    reasons = tuple(row_sentences([from_data(one) for one in stored.findings]))
    return ResultRow(stored.number, read_row(stored).cells, Verdict(stored.verdict), reasons)
