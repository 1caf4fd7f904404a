"""The page on which a file from outside is loaded; its report stands in the answer."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.admin.pages import BureauAct
from accounts.rules.roles import Permission
from accounts.wording import sentence
from insurance.documents.registry_file import MOST_BYTES, read_registry_file
from insurance.forms.files import LoadFileForm

FAULTS_SHOWN = 200


class LoadFileView(BureauAct):
    """A file is loaded: what was loaded, what was known, what is wrong with which line.

    ``kind`` names the page, ``lead`` says what becomes of a row, ``file_label`` whose file it is. ``columns`` are those of
    the file, ``needed`` those that may not be blank, ``values`` what may stand in those that take codes, or an example.
    ``shown_at`` is the list of what was loaded, where there is one.
    """

    permission = Permission.LOAD_REGISTRY
    form_class = LoadFileForm
    kind = ""
    title: str | Promise = ""
    lead: str | Promise = ""
    file_label: str | Promise = ""
    columns: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    values: dict[str, list] = {}
    shown_at = ""
    report = None

    def load(self, rows):
        """Load the rows of the file and return what they came to."""
        raise NotImplementedError

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "label": self.file_label}

    def perform(self, answers):
        content = answers["file"].read(MOST_BYTES + 1)
        self.report = self.load(read_registry_file(content, self.columns))
        return self.report

    def form_valid(self, form):
        response = super().form_valid(form)
        if self.report is None:
            return response
        fresh = self.form_class(label=self.file_label)
        return self.render_to_response(self.get_context_data(form=fresh, report=self.report))

    def get_context_data(self, **kwargs):
        faults = self.report.faults if self.report else []
        return super().get_context_data(
            title=self.title,
            lead=self.lead,
            kind=self.kind,
            columns=[(column, column in self.needed, self.values.get(column, ())) for column in self.columns],
            faults=[(_("Line %(line)s") % {"line": line}, [sentence(fault)]) for line, fault in faults[:FAULTS_SHOWN]],
            more_faults=max(len(faults) - FAULTS_SHOWN, 0),
            **kwargs,
        )
