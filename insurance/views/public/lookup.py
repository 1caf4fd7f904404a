"""What is payable, by medical insurance number and name, without signing in, as banks offer it."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from accounts import clock
from accounts.rules.errors import RuleBroken
from accounts.rules.person_name import masked_name
from accounts.views.refusals import PoliteRefusals
from accounts.views.said import said
from accounts.views.visitors import address_of
from accounts.wording import day_text, month_text, worded
from insurance.forms.payable import PayableForm
from insurance.rules.kinds import AGENCY_OF
from insurance.selectors.payable import Payable, payable_of, years_payable
from insurance.services import payable_lookups
from insurance.views.levy_words import account_of


@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters("insured_number", "name"), name="dispatch")
class LookupView(PoliteRefusals, FormView):
    """Number and name typed; the masked name, each payable amount with its last day, and how to pay. Nothing more."""

    form_class = PayableForm
    template_name = "insurance/public/lookup.html"

    def form_valid(self, form):
        typed, address = form.cleaned_data, address_of(self.request)
        try:
            person = payable_lookups.look_up(
                typed["insured_number"], typed["name"], address=address, at=clock.instant()
            )
        except RuleBroken as problem:
            return self.refuse(form, [problem])
        payable = [*payable_of(person), *years_payable(person, on=clock.today())]
        return self.render_to_response(
            self.get_context_data(
                form=PayableForm(),
                is_found=True,
                masked=said(masked_name(person.name)),
                rows=[row_words(one, clock.today()) for one in payable],
                total=sum(one.open_fen for one in payable),
                accounts=accounts_of(one for one in payable if one.number),
                has_years=not all(one.number for one in payable),
                hotline=settings.HALL_OFFICE["hotline"],
            )
        )

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


def row_words(one: Payable, today) -> dict:
    """Return one payable amount as the page writes it."""
    year = _("the year %(year)s") % {"year": one.month.year}
    return {
        "number": one.number or "—",
        "period": year if one.is_yearly else month_text(one.month.first_day),
        "insurances": worded(list(one.insurances)),
        "amount": one.open_fen,
        "due": day_text(one.due_on) if one.due_on else "—",
        "is_overdue": one.due_on is not None and one.due_on < today,
    }


def accounts_of(payable: Iterable[Payable]) -> list:
    """Return the accounts to which the amounts of bills are transferred, each once."""
    agencies = sorted({AGENCY_OF[code] for one in payable for code in one.insurances})
    return [account_of(agency) for agency in agencies]
