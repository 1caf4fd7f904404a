"""Bank files: uploaded, looked over row by row, posted by the worker; and what became of every row."""

from django.contrib import admin
from django.http import Http404
from django.urls import path, re_path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.admin.base import HallModelAdmin
from accounts.admin.pages import BureauAct, BureauList, BureauPage, BureauTemplatePage, LeadsBack
from accounts.forms.base import HallForm
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Permission
from accounts.wording import sentence
from insurance.admin.money_pages import BASE, places
from insurance.documents.bank_file import MOST_BYTES
from insurance.forms.statements import BankFileForm
from insurance.models.statements import BankFile, BankFileRow
from insurance.rules.bank_file import COLUMNS, NEEDED, BankFileState, RowVerdict, Unmatched, without_personal_numbers
from insurance.rules.unit_data import last_four
from insurance.selectors.key_pages import key_page, typed_key
from insurance.selectors.statements import bank_files as all_files
from insurance.selectors.statements import placed_of, rows_of
from insurance.services import bank_files
from insurance.wording_statements import (
    BANK_FILE_STATE_NAMES,
    BANK_FILE_TONES,
    UNMATCHED_NAMES,
    VERDICT_NAMES,
    VERDICT_TONES,
)

LIST = f"{BASE}/bankfile/"
ROWS_SHOWN = 50


class BankFilesList(BureauList):
    """Every file, the newest first."""

    permission = Permission.VIEW_MONEY
    template_name = "admin/insurance/bankfile/list.html"
    filters = ()

    def rows(self, wanted):
        return all_files()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            title=_("Bank files"),
            may_load=self.request.user.may(Permission.HANDLE_MONEY),
            places=places(self.request.path),
            **kwargs,
        )
        context["files"] = [
            (one, BANK_FILE_TONES[one.state], BANK_FILE_STATE_NAMES[one.state]) for one in context["rows"]
        ]
        return context


class UploadView(BureauAct):
    """A file is uploaded; its page shows what would become of every row."""

    permission = Permission.HANDLE_MONEY
    form_class = BankFileForm
    template_name = "admin/insurance/bankfile/upload.html"

    def perform(self, answers):
        file = answers["file"]
        content = file.read(MOST_BYTES + 1)
        return bank_files.receive(file.name, content, actor=self.request.user, at=clock.now(), on=clock.today())

    def address_of(self, result):
        return f"{LIST}{result.number}/"

    def get_context_data(self, **kwargs):
        columns = [(name, words[0], name in NEEDED) for name, words in COLUMNS.items()]
        return super().get_context_data(title=_("Upload a bank file"), columns=columns, **kwargs)


class BankFilePage(BureauPage):
    """The page about one file."""

    permission = Permission.VIEW_MONEY
    template_name = "admin/insurance/bankfile/file.html"
    form_class = HallForm

    @cached_property
    def file(self) -> BankFile:
        found = all_files().filter(number=self.kwargs["number"]).first()
        if found is None:
            raise Http404
        return found

    def get_success_url(self):
        return f"{LIST}{self.kwargs['number']}/"

    def get_context_data(self, **kwargs):
        file, wanted = self.file, self.request.GET.get("verdict", "")
        edges = {name: typed_key(self.request.GET.get(name, "")) for name in ("after", "before")}
        page = key_page(rows_of(file, wanted), key="line", size=ROWS_SHOWN, **edges)
        may_post = self.request.user.may(Permission.HANDLE_MONEY) and file.state == BankFileState.CHECKED
        form = kwargs.pop("form", None) or HallForm()
        return super().get_context_data(
            title=_("Bank file %(number)s") % {"number": file.number},
            file=file,
            form=form,
            other_form=HallForm(auto_id="other_%s"),
            tone=BANK_FILE_TONES[file.state],
            state_words=BANK_FILE_STATE_NAMES[file.state],
            placed=placed_of(file) if file.state in (BankFileState.POSTING, BankFileState.POSTED) else None,
            new_rows=file.rows_matched + file.rows_suspense,
            rows=[shown(row) for row in page.rows],
            shown_total=getattr(file, f"rows_{wanted}") if wanted in set(RowVerdict) else file.rows_total,
            previous_url=page.before and self.link(verdict=wanted, before=page.before),
            next_url=page.after and self.link(verdict=wanted, after=page.after),
            verdicts=self.verdict_links(wanted),
            may_post=may_post,
            **kwargs,
        )

    def link(self, **wanted) -> str:
        asked = "&".join(f"{name}={value}" for name, value in wanted.items() if value)
        return f"{self.get_success_url()}?{asked}" if asked else self.get_success_url()

    def verdict_links(self, wanted: str) -> list[dict]:
        everything = {"url": self.link(), "text": _("All rows"), "count": self.file.rows_total}
        some = [
            {"url": self.link(verdict=verdict), "text": name, "count": getattr(self.file, f"rows_{verdict}")}
            for verdict, name in VERDICT_NAMES.items()
        ]
        links = [everything, *some]
        for code, one in zip(["", *VERDICT_NAMES], links, strict=True):
            one["is_current"] = code == wanted
        return links


def shown(row: BankFileRow) -> dict:
    """Return a row with its words; what payers wrote with personal numbers masked, the account by its last digits."""
    return {
        "row": row,
        "payer_account": last_four(row.payer_account) if row.payer_account else "",
        "remark": without_personal_numbers(row.remark or ""),
        "tone": VERDICT_TONES[row.verdict],
        "verdict": VERDICT_NAMES[row.verdict],
        "reason": reason_of(row),
    }


def reason_of(row: BankFileRow) -> str:
    if row.reason in set(Unmatched):
        return str(UNMATCHED_NAMES[row.reason])
    return sentence(RuleBroken(row.reason, None, **row.facts)) if row.reason else ""


class BankFileView(BankFilePage, BureauTemplatePage):
    """One file, to look at; renews itself while the worker posts it."""

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        if self.file.state == BankFileState.POSTING and not request.headers.get("HX-Request"):
            response.headers["Refresh"] = "5"
        return response


class PostView(LeadsBack, BankFilePage, BureauAct):
    """Have the worker post the file."""

    permission = Permission.HANDLE_MONEY
    done = gettext_lazy("The file is being posted.")

    def perform(self, answers):
        return bank_files.post(self.file.number, actor=self.request.user, at=clock.now())


class DiscardView(LeadsBack, BankFilePage, BureauAct):
    """Put the file aside."""

    permission = Permission.HANDLE_MONEY
    done = gettext_lazy("The file was put aside. Nothing of it was posted.")

    def perform(self, answers):
        return bank_files.discard(self.file.number, actor=self.request.user, at=clock.now())


@admin.register(BankFile)
class BankFileAdmin(HallModelAdmin):
    """Files are uploaded, posted and looked at, never edited."""

    sees = Permission.VIEW_MONEY

    def get_urls(self):
        desk = self.admin_site.admin_view
        return [
            path("upload/", desk(UploadView.as_view())),
            re_path(r"^(?P<number>F\d+)/$", desk(BankFileView.as_view())),
            re_path(r"^(?P<number>F\d+)/post/$", desk(PostView.as_view())),
            re_path(r"^(?P<number>F\d+)/discard/$", desk(DiscardView.as_view())),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        return BankFilesList.as_view()(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        raise Http404
