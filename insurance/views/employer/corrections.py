"""更正: what was declared by mistake and is in effect, its month closed, is put right by a correction."""

from django.http import Http404, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts import clock
from accounts.rules.resident_id import masked
from accounts.rules.roles import OperatorRight
from insurance import access
from insurance.forms.corrections import CorrectionForm
from insurance.rules.corrections import MISTAKES_OF
from insurance.rules.kinds import DeclarationKind
from insurance.selectors.undoing import lines_in_effect, people_numbered
from insurance.selectors.unit_declarations import lines_of, lines_page, parts_of
from insurance.services import attachments, corrections, undoing
from insurance.services.undoing import WayBack
from insurance.views.employer.checking import CHECKS, Check, steps
from insurance.views.employer.findings import FindingsView
from insurance.views.employer.pages import holders_of, number_asked_for
from insurance.wording import DECLARATION_KIND_NAMES
from insurance.wording_undoing import MISTAKE_NAMES


class CorrectionView(FindingsView):
    """The form; ``?people=`` names those who were ticked, ``?declaration=`` changes a draft or a returned correction."""

    form_class = CorrectionForm
    template_name = "insurance/employer/correction_form.html"

    @cached_property
    def about(self):
        about = access.unit_declaration(self.request.user, self.kwargs["number"])
        if about.kind not in MISTAKES_OF:
            raise Http404
        return about

    @cached_property
    def corrected(self):
        """The correction that is changed; None for a new one."""
        number = number_asked_for(self.request, "declaration")
        if not number:
            return None
        correction = access.unit_declaration(self.request.user, number)
        if correction.kind != DeclarationKind.CORRECTION or correction.about_id != self.about.pk:
            raise Http404
        return correction

    @cached_property
    def offered(self) -> list:
        """The people who can be chosen: those ticked before, else everybody on the first page of the declaration."""
        wanted = self.request.POST.getlist("people") or self.request.GET.getlist("people")
        if self.corrected is not None:
            wanted = wanted or [line.person.public_id for line in lines_of(self.corrected)]
        if wanted:
            return [line.person for line in lines_in_effect(self.about, people_numbered(self.about, wanted))]
        return [line.person for line in lines_page(self.about).lines if not line.undone_at]

    def get(self, request, *args, **kwargs):
        way = undoing.way_back(self.about, {part.state for part in parts_of(self.about)})
        if way != WayBack.CORRECT and self.corrected is None:
            return HttpResponseRedirect(f"/employer/declarations/{self.about.number}/#take-back")
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self):
        people = [(person.public_id, person_label(person)) for person in self.offered]
        mistakes = [(str(code), MISTAKE_NAMES[code]) for code in MISTAKES_OF[DeclarationKind(self.about.kind)]]
        return {**super().get_form_kwargs(), "people": people, "mistakes": mistakes}

    def get_initial(self):
        was_asked = self.request.GET.getlist("people") or self.corrected is not None or len(self.offered) == 1
        ticked = {"people": [person.public_id for person in self.offered]} if was_asked else {}
        return ticked if self.corrected is None else ticked | self.corrected.details

    def perform(self, answers):
        return corrections.draft_correction(
            self.about,
            people_numbered(self.about, answers["people"]),
            wrong=answers["wrong"],
            text=answers["text"],
            actor=self.request.user,
            at=clock.now(),
            on=clock.today(),
            files=attachments.received(answers["attachments"]),
            number=self.corrected.number if self.corrected else "",
        )

    def address_of(self, result):
        return f"/employer/declarations/{result.number}/check/"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            steps=steps(),
            about=self.about,
            about_words=DECLARATION_KIND_NAMES[self.about.kind],
            can_prepare=self.request.user.may_for_unit(OperatorRight.PREPARE),
            preparers=holders_of(self.request.user, OperatorRight.PREPARE),
            files_lost=bool(self.request.FILES),
            **kwargs,
        )


def person_label(person) -> SafeString:
    """Return a person as a choice: the name, and as much of the number as may be shown."""
    return format_html('<span translate="no">{}</span> {}', person.name, masked(person.identity_number))


def change_url(declaration) -> str:
    """Return where a correction is changed."""
    return f"/employer/declarations/{declaration.about.number}/correction/?declaration={declaration.number}"


CHECKS[DeclarationKind.CORRECTION] = Check(change_url=change_url)
