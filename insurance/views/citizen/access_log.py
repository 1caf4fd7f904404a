"""Who of the staff looked at one's own record, and asking about it."""

from django.contrib import messages
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts import clock
from accounts.forms.looks import AskForm
from accounts.rules.looks import Look
from accounts.selectors.access_log import looks_at, looks_page
from accounts.services import access_log
from accounts.views.audiences import CitizenRequired
from accounts.views.forms import RuleFormView
from accounts.wording_access import LOOK_NAMES
from insurance import access
from insurance.selectors.key_pages import typed_key
from insurance.selectors.payable import lookups_of
from insurance.selectors.resident_proxies import proxies_for
from insurance.views.resident_words import payer_words
from insurance.wording import AGENCY_NAMES


class AccessLogView(CitizenRequired, RuleFormView):
    """The looks at the record, the newest first; each can be asked about once, and the answer stands beside it."""

    form_class = AskForm
    template_name = "insurance/citizen/access_log.html"

    @cached_property
    def look(self):
        """The look that is asked about."""
        return access.look_at_oneself(self.request.user, typed_key(self.request.POST.get("entry", "")) or 0)

    def perform(self, answers):
        access_log.ask(self.look, answers["text"], actor=self.request.user, at=clock.now())
        messages.success(self.request, _("Your question was sent. The answer appears here and in your messages."))

    def address_of(self, result):
        return "/me/access-log/"

    def get_context_data(self, form=None, **kwargs):
        asked = self.request.GET
        person_id = self.request.user.person_id
        page = looks_page(person_id, after=asked.get("after", ""), before=asked.get("before", ""))
        refused = form if form is not None and form.is_bound else None
        return super().get_context_data(
            form=form,
            looks=[look_words(look, refused) for look in page.rows],
            total=looks_at(person_id).count(),
            lookups=lookups_of(person_id),
            payers=[payer_words(proxy) for proxy in proxies_for(person_id)],
            newer_url=f"?before={page.before}" if page.before else "",
            older_url=f"?after={page.after}" if page.after else "",
            **kwargs,
        )


def look_words(look, refused: AskForm | None) -> dict:
    """Return one look as the page writes it, with the form to ask about it: blank, or the one that was refused."""
    question = getattr(look, "question", None)
    is_refused = refused is not None and refused.data.get("entry") == str(look.pk)
    blank = AskForm(initial={"entry": look.pk}, auto_id=f"ask_{look.pk}_%s")
    return {
        "look": look,
        "who": look.actor.name,
        "agency": AGENCY_NAMES[look.actor.agency] if look.actor.agency else _("both agencies"),
        "what": LOOK_NAMES[Look(look.what)],
        "purpose": look.get_purpose_display(),
        "question": question,
        "form": None if question else refused if is_refused else blank,
        "is_open": is_refused,
    }
