"""村（社区）代办居民缴费: a committee's list of residents, what is payable for each, and one order for all."""

from django.contrib import messages
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts import clock
from accounts.rules.errors import RuleBroken
from accounts.rules.person_name import masked_name
from accounts.rules.resident_id import masked
from accounts.rules.roles import OperatorRight
from accounts.views.audiences import OperatorRequired
from accounts.views.forms import RuleFormView
from accounts.views.refusals import PoliteRefusals
from accounts.views.said import said
from insurance import access
from insurance.forms.residents import ResidentPayForm
from insurance.selectors.key_pages import typed_key
from insurance.selectors.resident_proxies import count_of, page_of, payable_people
from insurance.selectors.resident_years import year_standings, years_to_pay
from insurance.services import payment_orders, resident_payments
from insurance.views.employer.pages import holders_of, paged
from insurance.views.proxy_ends import EndProxyView, since_fact
from insurance.views.resident_words import chosen_year, hidden_name, standing_words, ticked_fen, year_choices

PAGE = "/employer/residents/"


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


class ResidentView(AgentRequired, EndProxyView):
    """One resident on the list, and taking them off it."""

    template_name = "insurance/employer/resident.html"
    success_url = PAGE

    @cached_property
    def proxy(self):
        return access.listed_resident(self.request.user, self.kwargs["number"])

    def perform(self, answers):
        if not self.request.user.may_for_unit(OperatorRight.PREPARE):
            raise RuleBroken("R009")
        super().perform(answers)

    def get_context_data(self, **kwargs):
        person = self.proxy.person
        facts = [
            {"label": _("Name"), "value": said(masked_name(person.name))},
            {"label": _("Identity number"), "value": masked(person.identity_number)},
            since_fact(self.proxy),
        ]
        return super().get_context_data(proxy=self.proxy, facts=facts, **kwargs)
