"""城乡居民医保缴费: query what is payable for oneself and the family, pay it, see how it stands."""

from django.contrib import messages
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.rules.errors import RuleBroken
from accounts.views import visitors
from accounts.views.audiences import CitizenRequired
from accounts.views.forms import RuleFormView
from accounts.views.refusals import PoliteRefusals
from accounts.views.said import said
from insurance import access
from insurance.forms.residents import FamilyForm, ResidentPayForm
from insurance.rules.resident_payment import Relation, YearState, last_day_of_season
from insurance.selectors.area_policy import area_policy
from insurance.selectors.bank_cards import cards_of
from insurance.selectors.refund_requests import on_the_way_back
from insurance.selectors.resident_proxies import home_area, proxies_by, proxies_for
from insurance.selectors.resident_years import year_standings, years_to_pay
from insurance.services import payment_orders, resident_payments, resident_proxies
from insurance.views.citizen.bank_cards import card_words
from insurance.views.proxy_ends import EndProxyView, since_fact
from insurance.views.resident_words import chosen_year, own_name, payer_words, standing_words, ticked_fen, year_choices
from insurance.wording_residents import RELATION_NAMES

PAGE = "/me/resident-medical/"


class ResidentMedicalView(CitizenRequired, PoliteRefusals, RuleFormView):
    """Everybody one pays for, with what is payable for a year; those ticked are paid with one order."""

    form_class = ResidentPayForm
    template_name = "insurance/citizen/resident_medical.html"

    @cached_property
    def person(self):
        return access.person_of(self.request.user)

    @cached_property
    def area(self):
        return home_area(self.person)

    @cached_property
    def years(self) -> tuple[int, ...]:
        return years_to_pay(self.area.pk, on=clock.today())

    @cached_property
    def year(self) -> int:
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return chosen_year(sent.get("year", ""), self.years)

    @cached_property
    def proxies(self) -> list:
        return list(proxies_by(self.person))

    @cached_property
    def standings(self) -> list:
        people = [self.person, *(proxy.person for proxy in self.proxies)]
        return year_standings(people, self.year, area=self.area, on=clock.today())

    @cached_property
    def cards(self) -> list:
        return cards_of(self.person.pk)

    def get_initial(self):
        return {"year": self.year}

    def get_form_kwargs(self):
        channels = [(one.code, one.name) for one in payment_orders.channels_on_offer()]
        ticked = [one.person.public_id for one in self.standings if one.may_be_paid]
        cards = [(card.public_id, card_words(card)) for card in self.cards]
        return {**super().get_form_kwargs(), "channels": channels, "cards": cards, "ticked": ticked}

    def perform(self, answers):
        user = self.request.user
        card = access.own_card(user, answers["card"]) if answers.get("card") else None
        order = resident_payments.pay(
            self.person,
            answers["people"],
            answers["year"],
            channel=answers.get("channel", ""),
            card=card,
            actor=user,
            at=clock.now(),
            on=clock.today(),
        )
        if order is None:
            messages.success(
                self.request, _("Confirmed. The government bears the whole amount; nothing is to be paid.")
            )
        return order

    def address_of(self, result):
        return f"/me/payments/{result.number}/" if result else f"{PAGE}?year={self.year}"

    def get_context_data(self, form=None, **kwargs):
        form = form or self.get_form()
        payable = [row for row in self.rows if row["may_be_paid"]]
        return super().get_context_data(
            form=form,
            steps=[_("Choose people"), _("See what is to be paid"), _("Pay"), _("Certificate")],
            year=self.year,
            choices=year_choices(self.years, self.year),
            season=self.season,
            rows=self.rows,
            payable=payable,
            can_pay=bool(payment_orders.channels_on_offer()) or any(not row["payable_fen"] for row in payable),
            total_fen=ticked_fen(self.rows, form),
            payers=[payer_words(proxy) for proxy in proxies_for(self.person.pk) if proxy.ended_at is None],
            has_cards=bool(self.cards),
            **kwargs,
        )

    @property
    def season(self):
        """The last day on which the year is paid in time; None for a year whose season is over."""
        rule = area_policy(self.area.pk).resident_wait_on(clock.today())
        last = last_day_of_season(self.year, rule) if rule else None
        return last if last and last >= clock.today() else None

    @cached_property
    def rows(self) -> list[dict]:
        relations = {proxy.person_id: proxy for proxy in self.proxies}
        orders = {one.order.pk for one in self.standings if one.order and one.order.person_id == self.person.pk}
        going_back = on_the_way_back([one.bill for one in self.standings if one.bill])
        rows = []
        for one in self.standings:
            proxy = relations.get(one.person.pk)
            base = "/me/payments/" if one.order and one.order.pk in orders else ""
            row = standing_words(one, name=own_name(one), orders=base)
            row["relation"] = RELATION_NAMES[Relation(proxy.relation)] if proxy else ""
            row["proxy"] = proxy.number if proxy else ""
            row["refund_url"] = self.refund_url(one, is_payer=bool(base))
            row["goes_back"] = bool(one.bill) and one.bill.pk in going_back
            rows.append(row)
        return rows

    def refund_url(self, one, *, is_payer: bool) -> str:
        """Return where to ask for the money of a paid year that has not begun; empty for a year that others have paid."""
        paid = one.state in (YearState.CREDITED, YearState.POSTED) and one.bill and one.bill.total_fen
        if not paid or clock.today() >= one.bill.assessment.month:
            return ""
        may_ask = is_payer or one.person.pk == self.person.pk
        return f"/me/bills/{one.bill.number}/refund/" if may_ask else ""


@method_decorator(sensitive_post_parameters("id_number"), name="dispatch")
class FamilyView(CitizenRequired, PoliteRefusals, RuleFormView):
    """A member of the family is named; name and number are compared outside the act, because tries are counted."""

    form_class = FamilyForm
    template_name = "insurance/citizen/resident_family.html"
    success_url = PAGE
    found = None

    def form_valid(self, form):
        try:
            self.found = resident_proxies.look_up(
                self.request.user,
                form.cleaned_data["name"],
                form.cleaned_data["id_number"],
                address=visitors.address_of(self.request),
                at=clock.instant(),
                on=clock.today(),
            )
        except RuleBroken as problem:
            return self.refuse(form, [problem])
        return super().form_valid(form)

    def perform(self, answers):
        return resident_proxies.add_family(self.request.user, self.found, answers["relation"], at=clock.now())


class FamilyMemberView(CitizenRequired, EndProxyView):
    """One relation, seen from either side, and ending it."""

    template_name = "insurance/citizen/resident_family_member.html"
    success_url = PAGE

    @cached_property
    def proxy(self):
        return access.own_proxy(self.request.user, self.kwargs["number"])

    def get_context_data(self, **kwargs):
        is_mine = self.proxy.by_person_id == self.request.user.person_id
        return super().get_context_data(
            proxy=self.proxy,
            is_mine=is_mine,
            name=said(self.proxy.person.name) if is_mine else payer_words(self.proxy)["name"],
            facts=[
                {"label": _("Relation"), "value": RELATION_NAMES[Relation(self.proxy.relation)]},
                since_fact(self.proxy),
            ],
            **kwargs,
        )
