"""批量申报: a table is handed in, checked in the background, shown as a difference, submitted; one page for every state."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from accounts import clock
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import OperatorRight
from accounts.views.said import said
from accounts.wording import month_text, sentence
from insurance import access
from insurance.forms.batches import ChooseForm, ColumnsForm, UploadForm
from insurance.forms.reductions import KeyForm
from insurance.rules.batches import AT_WORK, BATCH_KINDS, BatchState, Scope
from insurance.rules.finding_data import from_data
from insurance.rules.findings import Verdict
from insurance.rules.kinds import DeclarationKind
from insurance.rules.months import Month
from insurance.rules.sheet_columns import COLUMNS, Column
from insurance.selectors.batches import batches_page, rows_page
from insurance.selectors.key_pages import typed_key
from insurance.services import batches
from insurance.views.employer.batch_rows import column_name, row_words
from insurance.views.employer.findings import FindingsView, finding
from insurance.views.employer.pages import holders_of, may_declare, paged
from insurance.wording import DECLARATION_KIND_NAMES
from insurance.wording_batches import BATCH_STATE_NAMES, BATCH_TONES, UNREADABLE, VERDICT_NAMES
from insurance.wording_templates import FILED_NAMES

PAGE_ROWS = 20
RELOAD_SECONDS = "10"
"""After how long a browser without scripts asks again how far the work is."""


def steps() -> list[str]:
    """Return the steps from the template to the result."""
    return [
        pgettext("step", "Template"),
        pgettext("step", "Upload"),
        pgettext("step", "Check"),
        pgettext("step", "Preview"),
        pgettext("step", "Submit"),
        pgettext("step", "Result"),
    ]


STEP_OF = {
    BatchState.UPLOADED: 3,
    BatchState.CHECKING: 3,
    BatchState.UNMATCHED: 3,
    BatchState.CHECKED: 4,
    BatchState.SUBMITTED: 5,
    BatchState.APPLIED: 6,
    BatchState.DISCARDED: 3,
}


def page_of(kind: DeclarationKind) -> str:
    """Return the address where tables of a kind are handed in."""
    return f"/employer/{BATCH_KINDS[kind]}/batch/"


class BatchUploadView(FindingsView):
    """The template, the way in, and the tables of before."""

    kind = str(DeclarationKind.REDUCTION)
    form_class = UploadForm
    template_name = "insurance/employer/batch_upload.html"

    def get_form_kwargs(self):
        limits = {"rows": settings.HALL_BATCH_ROWS, "megabytes": settings.HALL_WORKBOOK_BYTES // 2**20}
        return {**super().get_form_kwargs(), **limits}

    def perform(self, answers):
        user, file = self.request.user, answers["file"]
        if not file:
            raise RuleBroken("batch.file_missing", "file")
        content = file.read(settings.HALL_WORKBOOK_BYTES + 1)
        return batches.receive(user.unit, self.kind, file.name, content, actor=user, at=clock.now(), on=clock.today())

    def address_of(self, result):
        return f"/employer/batches/{result.batch.public_id}/{'?again=1' if result.again else ''}"

    def get_context_data(self, **kwargs):
        asked, user = self.request.GET, self.request.user
        found = batches_page(
            user.unit,
            self.kind,
            size=PAGE_ROWS,
            after=typed_key(asked.get("after", ""), prefix="W"),
            before=typed_key(asked.get("before", ""), prefix="W"),
        )
        return super().get_context_data(
            kind=self.kind,
            title=batch_title(self.kind),
            steps=steps(),
            rows=[listed(batch) for batch in found.page.rows],
            total=found.total,
            previous_url=paged({}, "before", found.page.before),
            next_url=paged({}, "after", found.page.after),
            page_url=page_of(self.kind),
            single_url=SINGLE_URLS[DeclarationKind(self.kind)],
            most_rows=settings.HALL_BATCH_ROWS,
            prefilled_form=KeyForm(auto_id="prefilled_%s") if self.kind != DeclarationKind.INCREASE else None,
            prefilled_hint=PREFILLED_HINTS.get(DeclarationKind(self.kind), ""),
            can_prepare=user.may_for_unit(OperatorRight.PREPARE),
            declares=may_declare(self.request),
            preparers=holders_of(user, OperatorRight.PREPARE),
            **kwargs,
        )


def batch_title(kind: DeclarationKind) -> str:
    """Return the heading of the pages of a kind."""
    return TITLES[kind]()


TITLES = {
    DeclarationKind.REDUCTION: lambda: _("Reductions by table"),
    DeclarationKind.INCREASE: lambda: _("Increases by table"),
    DeclarationKind.BASES: lambda: _("Wages by table"),
}


PREFILLED_HINTS = {
    DeclarationKind.REDUCTION: gettext_lazy("It holds the names of your staff: delete the rows of those who stay."),
    DeclarationKind.BASES: gettext_lazy("It holds the names of your staff: write the wage of each beside it."),
}
"""What is to be done with the template in which the staff are filled in."""

SINGLE_URLS = {
    DeclarationKind.REDUCTION: "/employer/reductions/new/",
    DeclarationKind.INCREASE: "/employer/increases/new/",
    DeclarationKind.BASES: "/employer/bases/",
}
"""Where the same is declared without a table."""


def listed(batch) -> dict:
    """Return a table as a row of the list."""
    return {
        "batch": batch,
        "tone": BATCH_TONES[BatchState(batch.state)],
        "state_words": state_words(batch),
        "rows": counted_rows(batch.rows_total) if batch.rows_total else "",
    }


def state_words(batch) -> str:
    """Return how a table stands; one that was put aside by the check could not be read."""
    return UNREADABLE if batch.problem else BATCH_STATE_NAMES[BatchState(batch.state)]


def counted_rows(rows: int) -> str:
    return ngettext("%(rows)d row", "%(rows)d rows", rows) % {"rows": rows}


class BatchPage(FindingsView):
    """One table of the unit in whatever state it is; what is done on it is sent to addresses of their own."""

    http_method_names = ["get", "head"]
    form_class = KeyForm
    bound = ""
    """Under which name the page knows the form this view acts on."""

    @cached_property
    def batch(self):
        return access.unit_batch(self.request.user, self.kwargs["number"])

    @cached_property
    def state(self) -> BatchState:
        return BatchState(self.batch.state)

    def get(self, request, *args, **kwargs):
        if self.batch.same_as_id:
            return HttpResponseRedirect(f"/employer/batches/{self.batch.same_as.public_id}/?again=1")
        if "HX-Request" in request.headers and self.state not in AT_WORK:
            return HttpResponse(headers={"HX-Refresh": "true"})
        response = super().get(request, *args, **kwargs)
        if self.state in AT_WORK:
            response.headers["Refresh"] = RELOAD_SECONDS
        return response

    def get_template_names(self):
        return [TEMPLATES[self.state]]

    def address_of(self, result):
        return f"/employer/batches/{self.batch.public_id}/"

    def get_context_data(self, form=None, **kwargs):
        user, batch = self.request.user, self.batch
        words = {
            "batch": batch,
            "state": self.state,
            "tone": BATCH_TONES[self.state],
            "state_words": state_words(batch),
            "title": batch_title(DeclarationKind(batch.kind)),
            "kind_words": DECLARATION_KIND_NAMES[batch.kind],
            "page_url": page_of(DeclarationKind(batch.kind)),
            "steps": steps(),
            "step": STEP_OF[self.state],
            "again": "again" in self.request.GET,
            "can_prepare": user.may_for_unit(OperatorRight.PREPARE),
            "can_submit": user.may_for_unit(OperatorRight.SUBMIT),
            "submitters": holders_of(user, OperatorRight.SUBMIT),
            "problem": finding(from_data(batch.problem)) if batch.problem else None,
            "changed": finding(from_data(batch.changed)) if batch.changed else None,
            "discard_form": KeyForm(auto_id="discard_%s"),
            "check_form": KeyForm(auto_id="check_%s"),
        }
        shown = CONTEXT_OF.get(self.state, no_more)(self)
        drawn = self.bound in shown and self.request.user.may_for_unit(RIGHT_FOR[self.bound])
        if form is not None and drawn:
            shown[self.bound] = form
        return super().get_context_data(
            form=form or KeyForm(), refused_form=None if drawn else form, **{**words, **shown, **kwargs}
        )


def no_more(view: BatchPage) -> dict:
    """Nothing else is shown."""
    return {}


def columns_context(view: BatchPage) -> dict:
    """Return what the page of unknown headings needs."""
    return {"columns_form": columns_form(view.batch)}


def columns_form(batch, data=None, **how) -> ColumnsForm:
    """Return the form with a choice for each heading, those that were recognised filled in."""
    columns = [(column.name, offered_name(column)) for column in COLUMNS[DeclarationKind(batch.kind)]]
    initial = {f"column_{place}": name for name, place in batch.columns.items()}
    headings = [said(heading) for heading in batch.headings]
    return ColumnsForm(data, headings=headings, columns=columns, initial=initial, **how)


def offered_name(column: Column) -> str:
    """Return how a column is called among the choices, with a star where a table cannot be read without it."""
    return f"{column_name(column.name)}{'*' if column.is_required else ''}"


def preview_context(view: BatchPage) -> dict:
    """Return the difference a checked table makes, some of its rows, and the form that chooses."""
    batch = view.batch
    soft = [from_data(one) for one in batch.unit_findings if one["soft"]]
    hard = [from_data(one) for one in batch.unit_findings if not one["soft"]]
    choose = ChooseForm(
        asks=bool(batch.rows_warned or soft),
        initial={"scope": Scope.GOOD if batch.rows_failed else Scope.ALL, "seen": batch.version},
    )
    return {
        **rows_context(view),
        "difference": difference(batch),
        "bill": bill_words(batch) if batches.rows_to_declare(batch) else None,
        "nothing_passes": sentence(RuleBroken("batch.nothing_passed")),
        "to_read": [finding(problem) for problem in soft] + [read_words(one) for one in batch.to_read],
        "unit_hard": [finding(problem) for problem in hard],
        "choose_form": choose,
        "columns_form": columns_form(batch, auto_id="columns_%s"),
        "declared": batches.rows_to_declare(batch),
    }


def read_words(one: dict) -> dict:
    """Return a soft finding that several rows have, told once: with the dates of the first of them."""
    told = finding(from_data(one))
    rows = {"rows": counted_rows(one["rows"]), "sentence": told["text"]}
    return told | {"text": pgettext("finding of several rows", "%(rows)s: %(sentence)s") % rows}


def difference(batch) -> list[dict]:
    """Return the numbers of a preview: how many change, how many are refused."""
    changing = CHANGING[DeclarationKind(batch.kind)]()
    return [
        {"label": changing, "value": batches.rows_to_declare(batch), "note": read_note(batch)},
        {"label": pgettext("number of rows", "refused"), "value": batch.rows_failed, "note": ""},
    ]


CHANGING = {
    DeclarationKind.REDUCTION: lambda: pgettext("number of people", "leave"),
    DeclarationKind.INCREASE: lambda: pgettext("number of people", "join"),
    DeclarationKind.BASES: lambda: _("get a wage"),
}


def read_note(batch) -> str:
    """Return how many of the rows that pass have something to be read; empty for none."""
    if not batch.rows_warned:
        return ""
    return ngettext("%(rows)d of them to be read", "%(rows)d of them to be read", batch.rows_warned) % {
        "rows": batch.rows_warned
    }


def bill_words(batch) -> dict | None:
    """Return the next bill before and after, None where it cannot be told."""
    forecast = batch.forecast
    if "month" not in forecast:
        return None
    return {
        "month": month_text(Month.parse(forecast["month"]).first_day),
        "before": forecast["before"],
        "after": forecast["after"],
    }


def rows_context(view: BatchPage) -> dict:
    """Return one page of the rows of one verdict; first those that were refused."""
    batch, asked = view.batch, view.request.GET
    counts = {
        Verdict.FAIL: batch.rows_failed,
        Verdict.WARN: batch.rows_warned,
        Verdict.PASS: batch.rows_passed,
    }
    verdicts = FILED_NAMES if view.state == BatchState.APPLIED else VERDICT_NAMES
    first = next((verdict for verdict, count in counts.items() if count), Verdict.FAIL)
    verdict = Verdict(asked["verdict"]) if asked.get("verdict") in set(Verdict) else first
    page = rows_page(
        batch,
        verdict,
        size=PAGE_ROWS,
        after=typed_key(asked.get("after", "")),
        before=typed_key(asked.get("before", "")),
    )
    kept = {"verdict": verdict}
    return {
        "rows": [row_words(row, DeclarationKind(batch.kind), verdicts) for row in page.rows],
        "rows_total": counts[verdict],
        "verdict": verdict,
        "choices": [
            {
                "url": f"?{urlencode({'verdict': one})}#rows",
                "text": verdicts[one],
                "count": counts[one],
                "is_current": one == verdict,
            }
            for one in counts
        ],
        "previous_url": anchored(paged(kept, "before", page.before)),
        "next_url": anchored(paged(kept, "after", page.after)),
        "rows_kept": batch.content is not None,
    }


def anchored(url: str) -> str:
    return f"{url}#rows" if url else ""


def result_context(view: BatchPage) -> dict:
    """Return what became of a table that was submitted."""
    return {
        **rows_context(view),
        "declared": batches.rows_to_declare(view.batch),
        "declaration_url": f"/employer/declarations/{view.batch.declaration.number}/",
    }


RIGHT_FOR = {"choose_form": OperatorRight.SUBMIT, "columns_form": OperatorRight.PREPARE}
"""Without which right these forms are not on the page."""

CONTEXT_OF = {
    BatchState.UNMATCHED: columns_context,
    BatchState.CHECKED: preview_context,
    BatchState.APPLIED: result_context,
}

TEMPLATES = {
    BatchState.UPLOADED: "insurance/employer/batch_progress.html",
    BatchState.CHECKING: "insurance/employer/batch_progress.html",
    BatchState.UNMATCHED: "insurance/employer/batch_columns.html",
    BatchState.CHECKED: "insurance/employer/batch_preview.html",
    BatchState.SUBMITTED: "insurance/employer/batch_progress.html",
    BatchState.APPLIED: "insurance/employer/batch_result.html",
    BatchState.DISCARDED: "insurance/employer/batch_put_aside.html",
}


class BatchView(BatchPage):
    """The page itself, and the choice that submits a checked table."""

    http_method_names = ["get", "head", "post"]
    form_class = ChooseForm
    bound = "choose_form"

    def get_form(self, form_class=None):
        asks = any(one["soft"] for one in self.batch.unit_findings) or bool(self.batch.rows_warned)
        return ChooseForm(**self.get_form_kwargs(), asks=asks)

    def perform(self, answers):
        return batches.submit(
            self.batch.public_id,
            scope=Scope(answers["scope"]),
            acknowledged=answers.get("acknowledged", False),
            seen=answers["seen"] or 0,
            actor=self.request.user,
            at=clock.now(),
        )

    def get_context_data(self, form=None, **kwargs):
        sent = form if self.request.method == "POST" else None
        return super().get_context_data(form=sent, **kwargs)


class ColumnsView(BatchPage):
    """Somebody says what the headings of a table mean."""

    http_method_names = ["post"]
    bound = "columns_form"

    def get_form(self, form_class=None):
        return columns_form(self.batch, self.request.POST)

    def form_valid(self, form):
        self.meant = form.meant
        return super().form_valid(form)

    def perform(self, answers):
        return batches.map_columns(self.batch.public_id, self.meant, actor=self.request.user, at=clock.now())


class CheckAgainView(BatchPage):
    """A checked table is checked anew."""

    http_method_names = ["post"]
    bound = "check_form"

    def perform(self, answers):
        return batches.check_again(self.batch.public_id, actor=self.request.user, at=clock.now())


class DiscardView(BatchPage):
    """A table is put aside."""

    http_method_names = ["post"]
    bound = "discard_form"

    def perform(self, answers):
        return batches.discard(self.batch.public_id, actor=self.request.user, at=clock.now())
