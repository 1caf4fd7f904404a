"""个人信息变更: somebody changes what the hall has on record about them: name, phone, address, registered residence."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.rules.errors import RuleBroken
from accounts.rules.phone import masked_phone
from accounts.services import phone_changes
from accounts.views import visitors
from accounts.views.audiences import CitizenRequired
from accounts.views.forms import RuleFormView
from accounts.views.refusals import PoliteRefusals
from accounts.views.said import said
from accounts.wording import sentence
from insurance import access
from insurance.forms.info_changes import OwnChangeForm
from insurance.rules.kinds import DeclarationKind
from insurance.rules.personal_data import CHANGED_BY_PERSON, phone_of
from insurance.selectors.personal_data import answers_of, changes_of
from insurance.services import attachments, info_changes
from insurance.views.declared.info_change import shown
from insurance.wording import REFUSAL_REASON_NAMES
from insurance.wording_info_change import DATUM_NAMES


@method_decorator(sensitive_post_parameters("password", "sms_code"), name="dispatch")
class InfoChangeView(CitizenRequired, PoliteRefusals, RuleFormView):
    """Old values beside the form. A new phone takes two steps: the button "send" with the password, then the code."""

    form_class = OwnChangeForm
    template_name = "insurance/citizen/info_change.html"
    code: int | None = None

    @cached_property
    def person(self):
        return access.person_of(self.request.user)

    @property
    def number(self) -> str:
        return self.request.GET.get("declaration", "").replace("\0", "")

    @cached_property
    def line(self):
        """The line of the declaration that is corrected; None for a new one."""
        kind = DeclarationKind.INFO_CHANGE
        return access.line_sent_back(self.request.user, self.number, kind)

    def get(self, request, *args, **kwargs):
        return self.elsewhere() or super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        return self.elsewhere() or super().post(request, *args, **kwargs)

    def elsewhere(self) -> HttpResponseRedirect | None:
        """Lead to the declaration that is not, or no longer, waiting for a correction."""
        if not self.number or self.line:
            return None
        declaration = access.own_declaration(self.request.user, self.number)
        return HttpResponseRedirect(f"/me/declarations/{declaration.number}/")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "corrects": self.line is not None}

    def get_initial(self):
        if self.line is None:
            return {}
        answers = answers_of(self.line)
        return {str(datum): answers[datum] for datum in changes_of(self.line)}

    def form_valid(self, form):
        """Send the code where that was asked for; otherwise try a code first, outside the transaction of the act."""
        phone = form.cleaned_data.get("phone", "")
        try:
            if "send" in self.request.POST:
                return self.send(form, phone_of(phone))
            if phone and phone_of(phone) != self.person.phone:
                self.check(form, phone_of(phone))
        except RuleBroken as problem:
            return self.refuse(form, [problem])
        return super().form_valid(form)

    def send(self, form, phone: str):
        """Send the code and show the page again with everything that was typed."""
        phone_changes.ask(
            self.request.user,
            phone,
            form.cleaned_data["password"],
            address=visitors.address_of(self.request),
            at=clock.instant(),
        )
        messages.success(
            self.request,
            _("A code was sent to %(phone)s. Type it below, then submit.") % {"phone": masked_phone(phone)},
        )
        return self.render_to_response(self.get_context_data(form=form))

    def check(self, form, phone: str) -> None:
        phone_changes.refuse_cooling_off(self.request.user, at=clock.instant())
        self.code = phone_changes.check(self.request.user, phone, form.cleaned_data["sms_code"], at=clock.instant())

    def perform(self, answers):
        return info_changes.declare_own_change(
            self.request.user,
            {datum: answers.get(datum) for datum in CHANGED_BY_PERSON},
            code=self.code,
            corrected=self.line,
            at=clock.now(),
            on=clock.today(),
            files=attachments.received(answers["attachments"]),
        )

    def address_of(self, result):
        return f"/me/declarations/{result.number}/"

    def get_context_data(self, **kwargs):
        record = info_changes.on_record_of(self.person)
        return super().get_context_data(
            corrected=self.number if self.line else "",
            asked_for=REFUSAL_REASON_NAMES[self.line.sent_back_for] if self.line else "",
            asked_with=said(self.line.sent_back_with) if self.line else "",
            record=[{"label": DATUM_NAMES[datum], "value": shown(datum, record[datum])} for datum in CHANGED_BY_PERSON],
            blocked=self.blocked,
            files_lost=bool(self.request.FILES),
            **kwargs,
        )

    @property
    def blocked(self) -> str:
        """Why the phone cannot be changed yet; empty when it can."""
        try:
            phone_changes.refuse_cooling_off(self.request.user, at=clock.instant())
        except RuleBroken as problem:
            return sentence(problem)
        return ""
