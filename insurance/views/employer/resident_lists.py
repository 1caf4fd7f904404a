"""村（社区）代办居民缴费: a committee's list of residents, what is payable for each, and one order for all."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import OperatorRight
from accounts.views import visitors
from accounts.views.audiences import OperatorRequired
from accounts.views.forms import RuleFormView
from accounts.views.refusals import PoliteRefusals
from accounts.wording import sentence
from insurance import access
from insurance.forms.residents import EndProxyForm, ResidentListForm, ResidentPayForm
from insurance.rules.resident_payment import MOST_RESIDENTS
from insurance.selectors.key_pages import typed_key
from insurance.selectors.resident_proxies import count_of, page_of, payable_people
from insurance.selectors.resident_years import year_standings, years_to_pay
from insurance.services import payment_orders, resident_payments, resident_proxies
from insurance.views.employer.pages import holders_of, paged
from insurance.views.resident_words import chosen_year, hidden_name, standing_words, ticked_fen, year_choices

PAGE = "/employer/residents/"
FAULTS_SHOWN = 100


class AgentRequired(OperatorRequired):
    """Pages that exist only for a unit that the agency has named to file for residents."""

    @cached_property
    def agent(self):
        return access.agent_unit(self.request.user)

    @property
    def area(self):
        return self.agent.area

    def dispatch(self, request, *args, **kwargs):
        """Whoever is no agent finds nothing here; strangers are led to the door first."""
        if request.user.is_authenticated and request.user.is_operator:
            access.agent_unit(request.user)
        return super().dispatch(request, *args, **kwargs)


class ResidentsView(AgentRequired, PoliteRefusals, RuleFormView):
    """The list, fifty on a page: names and numbers hidden in part, what is payable, how each payment stands."""

    form_class = ResidentPayForm
    template_name = "insurance/employer/residents.html"

    @cached_property
    def years(self) -> tuple[int, ...]:
        return years_to_pay(self.area.pk, on=clock.today())

    @cached_property
    def year(self) -> int:
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return chosen_year(sent.get("year", ""), self.years)

    @cached_property
    def page(self):
        asked = self.request.GET
        after, before = (typed_key(asked.get(side, "")) for side in ("after", "before"))
        return page_of(self.agent.unit, after=after, before=before)

    @cached_property
    def standings(self) -> list:
        people = [proxy.person for proxy in self.page.rows]
        return year_standings(people, self.year, area=self.area, on=clock.today())

    @property
    def may_pay(self) -> bool:
        return self.request.user.may_for_unit(OperatorRight.PAY)

    def get_initial(self):
        return {"year": self.year}

    def get_form_kwargs(self):
        channels = [(one.code, one.name) for one in payment_orders.channels_on_offer()]
        ticked = [one.person.public_id for one in self.standings if one.may_be_paid]
        return {**super().get_form_kwargs(), "channels": channels, "ticked": ticked}

    def perform(self, answers):
        people = answers["people"]
        if answers["everybody"]:
            people = payable_people(self.agent.unit, answers["year"], area=self.area, on=clock.today())
        order = resident_payments.pay(
            self.agent.unit,
            people,
            answers["year"],
            channel=answers.get("channel", ""),
            actor=self.request.user,
            at=clock.now(),
            on=clock.today(),
        )
        if order is None:
            messages.success(
                self.request, _("Confirmed. The government bears the whole amount; nothing is to be paid.")
            )
        return order

    def address_of(self, result):
        return f"/employer/payments/{result.number}/" if result else f"{PAGE}?year={self.year}"

    def get_context_data(self, form=None, **kwargs):
        kept, form, rows = {"year": self.year}, form or self.get_form(), self.rows()
        has_more = bool(self.page.before or self.page.after)
        return super().get_context_data(
            form=form,
            year=self.year,
            choices=year_choices(self.years, self.year),
            rows=rows,
            total_fen=ticked_fen(rows, form),
            total=count_of(self.agent.unit),
            previous_url=paged(kept, "before", self.page.before),
            next_url=paged(kept, "after", self.page.after),
            may_pay=self.may_pay,
            offers_payment=has_more or any(row["may_be_paid"] for row in rows),
            payers=holders_of(self.request.user, OperatorRight.PAY),
            may_add=self.request.user.may_for_unit(OperatorRight.PREPARE),
            has_more_pages=has_more,
            **kwargs,
        )

    def rows(self) -> list[dict]:
        numbers = {proxy.person_id: proxy.number for proxy in self.page.rows}
        own = self.agent.unit.pk
        rows = []
        for one in self.standings:
            orders = "/employer/payments/" if one.order and one.order.unit_id == own else ""
            row = standing_words(one, name=hidden_name(one), orders=orders)
            rows.append({**row, "proxy": numbers[one.person.pk]})
        return rows


@method_decorator(sensitive_post_parameters("rows"), name="dispatch")
class AddResidentsView(AgentRequired, PoliteRefusals, RuleFormView):
    """People are added, a line each. Whoever is not found stands in the report, and the lines stay to be put right."""

    form_class = ResidentListForm
    template_name = "insurance/employer/residents_add.html"
    success_url = PAGE
    report = None

    def form_valid(self, form):
        """Outside the transaction of one act: tries are counted, and people are added whoever else is refused."""
        lines = form.cleaned_data["rows"]
        try:
            self.report = resident_proxies.add_residents(
                self.request.user,
                lines,
                address=visitors.address_of(self.request),
                at=clock.instant(),
                on=clock.today(),
            )
        except RuleBroken as problem:
            return self.refuse(form, [problem])
        self.say_added()
        if not self.report.refused:
            return super().form_valid(form)
        refused = {line for line, _problem in self.report.refused}
        left = "\n".join(text for number, text in lines if number in refused)
        again = self.form_class(initial={"rows": left})
        status = 200 if self.report.added or self.report.known else 422
        return self.render_to_response(self.get_context_data(form=again), status=status)

    def say_added(self) -> None:
        added = self.report.added
        if added:
            words = ngettext("%(count)d person was added.", "%(count)d people were added.", added)
            messages.success(self.request, words % {"count": added})

    def perform(self, answers):
        return self.report

    def get_context_data(self, **kwargs):
        refused = self.report.refused if self.report else []
        return super().get_context_data(
            most=MOST_RESIDENTS,
            faults=[(line, sentence(problem)) for line, problem in refused[:FAULTS_SHOWN]],
            more_faults=max(len(refused) - FAULTS_SHOWN, 0),
            known=self.report.known if self.report else 0,
            **kwargs,
        )


class ResidentView(AgentRequired, RuleFormView):
    """One resident on the list, and taking them off it."""

    form_class = EndProxyForm
    template_name = "insurance/employer/resident.html"
    success_url = PAGE

    @cached_property
    def proxy(self):
        return access.listed_resident(self.request.user, self.kwargs["number"])

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(PAGE) if self.proxy.ended_at else super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        """Whoever sends it once more, or from a page that is behind, is led to the list."""
        return HttpResponseRedirect(PAGE) if self.proxy.ended_at else super().post(request, *args, **kwargs)

    def perform(self, answers):
        if not self.request.user.may_for_unit(OperatorRight.PREPARE):
            raise RuleBroken("R009")
        resident_proxies.end(self.proxy, actor=self.request.user, at=clock.now())
        messages.success(self.request, _("Ended. What was paid stays paid."))

    def get_context_data(self, **kwargs):
        return super().get_context_data(proxy=self.proxy, **kwargs)
