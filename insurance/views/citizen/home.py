"""The first page after signing in."""

from collections.abc import Iterator
from datetime import date

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.selectors.notices import unread_count
from accounts.wording import day_text, worded
from insurance.rules.kinds import CardState, Insurance
from insurance.rules.months import Month
from insurance.rules.standing import Standing
from insurance.rules.workflow import State, overall_state
from insurance.selectors.citizen_home import Arrears, Home, Summary, citizen_home
from insurance.selectors.insurance_picture import InsuranceRow, Status
from insurance.selectors.under_way import Step
from insurance.views.citizen.pages import (
    STATUS_TONES,
    CitizenPage,
    insurance_list,
    matter,
    medical_line,
    payer,
    status_words,
    unit_words,
)
from insurance.wording import CARD_STATE_NAMES, STATE_NAMES
from insurance.wording_citizen import COUNTED_INSURANCES, STANDING_WORDS, money


class HomeView(CitizenPage):
    """One sentence, what needs attention, the insurances, the cases in hand."""

    template_name = "insurance/citizen/home.html"

    def get_context_data(self, **kwargs):
        home = citizen_home(self.person_id, on=self.today)
        unread = unread_count(self.request.user)
        return super().get_context_data(
            summary=summary_sentence(home),
            summary_note=summary_note(home),
            attention=list(attention(home, unread)),
            insurances=[row_words(home, row) for row in shown_rows(home)],
            medical=medical_line(self.person_id, on=self.today),
            cases=[case_words(number, steps) for number, steps in home.own_cases.items()],
            can_stop=bool(home.running),
            can_resume=any(row.status == Status.STOPPED and row.segment.unit_id is None for row in home.rows),
            year=self.today.year,
            inbox_unread=unread,
            **kwargs,
        )


def shown_rows(home: Home) -> list[InsuranceRow]:
    """Return what runs or is to begin; where nothing does, what somebody had last."""
    present = [row for row in home.rows if row.is_running or row.status == Status.BEGINS]
    return present or [row for row in home.rows if row.segment]


def summary_sentence(home: Home) -> str:
    """Say in one sentence how things stand."""
    match home.summary:
        case Summary.NEVER_INSURED:
            return _("No insurance is on record for you here.")
        case Summary.RETIRED:
            return _("You have retired: contributions ended with %(month)s.") % {"month": worded(home.last_stop - 1)}
        case Summary.NOTHING_RUNS:
            return _("No insurance runs for you at present; the last one stopped from %(month)s.") % {
                "month": worded(home.last_stop)
            }
        case Summary.MISSING | Summary.MISSING_BY_UNIT:
            return arrears_sentence(home.arrears[0])
        case Summary.NOT_CHARGED_YET:
            return _("You are insured; nothing has been charged for it lately.")
    return month_sentence(home)


def month_sentence(home: Home) -> str:
    """Say how the money for the latest month stands."""
    facts = {
        "month": charged_for(home),
        "insurances": counted(home.charged_insurances) if home.charged_insurances else "",
        "amount": money(home.due),
        "day": worded(home.due_on) if home.due_on else "",
    }
    match home.summary:
        case Summary.DUE:
            return _("%(amount)s is due from you for %(month)s, payable until %(day)s.") % facts
        case Summary.DUE_BY_UNIT:
            return _("Your contributions for %(month)s are charged; your unit pays them by %(day)s.") % facts
        case Summary.PAID:
            return _("Your contributions for %(month)s were paid and are on their way.") % facts
    if len(home.charged_insurances) == 1:
        return _("Your %(insurances)s for %(month)s is credited.") % facts
    return _("Your %(insurances)s for %(month)s are all credited.") % facts


def charged_for(home: Home) -> str:
    """Name the month that was charged, or the year where only the resident scheme runs."""
    if home.is_resident_only:
        return _("the year %(year)s") % {"year": home.on.year}
    return worded(home.month)


def counted(insurances: set[Insurance]) -> str:
    """Count insurances; a single one is named."""
    if len(insurances) == 1:
        return insurance_list(insurances)
    return str(COUNTED_INSURANCES[len(insurances)])


def arrears_sentence(arrears: Arrears) -> str:
    """Say whose payments are missing: the person's own, or those of the unit."""
    facts = {"month": worded(arrears.months[0]), "months": len(arrears.months), "amount": money(arrears.amount)}
    if arrears.unit_name:
        text = ngettext(
            "{unit} has not paid your contributions for {month}.",
            "{unit} has not paid your contributions for {months} months, from {month} on.",
            len(arrears.months),
        )
        return format_html(text, unit=unit_words(arrears.unit_name), **facts)
    text = ngettext(
        "Your contributions for {month} are not paid: {amount}.",
        "Your contributions for {months} months, from {month} on, are not paid: {amount}.",
        len(arrears.months),
    )
    return format_html(text, **facts)


def summary_note(home: Home) -> str:
    """Add what the sentence does not say: the present month, when it has not been charged yet."""
    this_month = Month.of(home.on)
    if not home.running or home.month in (None, this_month) or home.is_resident_only:
        return ""
    return _("%(month)s has not been charged yet.") % {"month": worded(this_month)}


def attention(home: Home, unread: int) -> Iterator[dict]:
    """Yield what somebody should look at, what waits for them first."""
    yield from (returned_words(number) for number in home.returned)
    yield from (order_words(number) for number in home.orders)
    yield from (arrears_words(arrears, told=arrears is said_above(home)) for arrears in home.arrears)
    if home.summary == Summary.DUE:
        yield due_words()
    if home.earlier_due_on:
        yield earlier_words(home.earlier_due_on)
    yield from (request_words(step) for step in one_each(home.own_cases) if step.unit_answers_by)
    yield from (declared_words(step) for step in one_each(home.unit_cases))
    yield from (gone_words(unit) for unit in home.units_gone)
    if home.card and home.card != CardState.ACTIVE:
        yield card_words(home.card)
    if unread:
        yield unread_words(unread)


def one_each(cases: dict[str, list[Step]]) -> list[Step]:
    return [steps[0] for steps in cases.values()]


def returned_words(number: str) -> dict:
    return {
        "tone": "caution",
        "text": _("Declaration %(number)s was sent back to you and waits for your answer.") % {"number": number},
        "url": f"/me/declarations/{number}/",
        "link_text": _("See what to put right"),
    }


def said_above(home: Home) -> Arrears | None:
    """Return the arrears that the sentence of state has told already."""
    return home.arrears[0] if home.summary in (Summary.MISSING, Summary.MISSING_BY_UNIT) else None


def arrears_words(arrears: Arrears, *, told: bool) -> dict:
    """Tell of missing payments, unless that was done, and what they mean; the link leads to the first month's year."""
    of_unit = _("The law obliges the unit to pay what was charged. Ask its human resources, or call 12333.")
    of_person = _("Medical benefits rest until everything is paid.")
    meaning = of_unit if arrears.unit_name else of_person
    months = {"url": f"/me/contributions/?year={arrears.months[0].year}", "link_text": _("See the months")}
    return {
        "tone": "bad",
        "text": meaning if told else format_html("{} {}", arrears_sentence(arrears), meaning),
        **(months if arrears.unit_name else {"url": "/me/bills/", "link_text": _("See and pay the bills")}),
    }


def due_words() -> dict:
    """Lead on to paying what is due."""
    return {
        "tone": "info",
        "text": _("What is due can be paid here; it is credited by itself."),
        "url": "/me/bills/",
        "link_text": _("See and pay the bills"),
    }


def earlier_words(due_on: date) -> dict:
    """Tell of earlier months that were billed later and wait to be paid, as after a back payment."""
    return {
        "tone": "caution",
        "text": _("Bills for earlier months wait to be paid until %(day)s.") % {"day": worded(due_on)},
        "url": "/me/bills/",
        "link_text": _("See and pay the bills"),
    }


def order_words(number: str) -> dict:
    """Tell of a payment that was begun and has not ended."""
    return {
        "tone": "caution",
        "text": _("You began payment %(number)s; it has not ended yet.") % {"number": number},
        "url": f"/me/payments/{number}/",
        "link_text": _("Open the payment"),
    }


def request_words(step: Step) -> dict:
    return {
        "tone": "info",
        "text": format_html(
            _("You asked {unit} to stop your insurance. It has until {day} to answer; then the agency takes over."),
            unit=unit_words(step.unit_name),
            day=day_text(step.unit_answers_by),
        ),
        "url": f"/me/declarations/{step.number}/",
        "link_text": _("Open the request"),
    }


def declared_words(step: Step) -> dict:
    if step.resumes:
        return insured_words(step)
    return {
        "tone": "caution",
        "text": format_html(
            _(
                "{unit} has declared that your insurance stops from {month}. Read the reason, and say so if it is wrong."
            ),
            unit=unit_words(step.unit_name),
            month=worded(step.month),
        ),
        "url": f"/me/reductions/{step.number}/",
        "link_text": _("See what was declared"),
    }


def insured_words(step: Step) -> dict:
    """Tell of an increase: a unit is about to insure the person."""
    text = _("{unit} has declared that it insures you from {month}. If you do not work there, call 12333.")
    return {
        "tone": "info",
        "text": format_html(text, unit=unit_words(step.unit_name), month=worded(step.month)),
        "url": "/me/insurance/",
        "link_text": _("See my insurances"),
    }


def gone_words(unit: str) -> dict:
    text = _(
        "{unit} no longer exists, but your enrolment there still runs."
        " Ask the agency to stop it, so that you can go on elsewhere."
    )
    return {
        "tone": "caution",
        "text": format_html(text, unit=unit_words(unit)),
        "url": "/me/stop-insurance/",
        "link_text": _("Stop insurance"),
    }


def card_words(state: CardState) -> dict:
    return {
        "tone": "caution",
        "text": _("Your social security card: %(state)s.") % {"state": CARD_STATE_NAMES[state]},
        "url": "/guides/card/",
        "link_text": _("What to do"),
    }


def unread_words(unread: int) -> dict:
    text = ngettext("You have %(unread)s unread message.", "You have %(unread)s unread messages.", unread)
    return {
        "tone": "info",
        "text": text % {"unread": unread},
        "url": "/accounts/inbox/",
        "link_text": _("Read"),
    }


def row_words(home: Home, row: InsuranceRow) -> dict:
    """Return one insurance as the page writes it."""
    share = home.share_of(row)
    return {
        "name": insurance_list([row.insurance]),
        "payer": payer(row.segment),
        "since": row.segment.first_month,
        "tone": STATUS_TONES[row.status],
        "status": status_words(row),
        "is_running": row.is_running,
        "standing": home.standing_of(row),
        "standing_words": STANDING_WORDS[home.standing_of(row)],
        "standing_month": standing_month(home, row),
        "money_note": share_words(share) if share else "",
    }


def standing_month(home: Home, row: InsuranceRow) -> str:
    """Name the month, or of the resident scheme the year, whose money is meant; nothing where none was charged."""
    if home.share_of(row) is None:
        return ""
    if row.insurance == Insurance.RESIDENT:
        return _("the year %(year)s") % {"year": home.on.year}
    return worded(home.month)


def share_words(share) -> str:
    """Say by when or since when the money of a row stands as it does."""
    if share.standing == Standing.CREDITED and share.credited_on:
        return _("on %(day)s") % {"day": day_text(share.credited_on)}
    if share.standing in (Standing.DUE, Standing.MISSING) and share.due_on:
        return _("payable until %(day)s") % {"day": day_text(share.due_on)}
    return ""


def case_words(number: str, steps: list[Step]) -> dict:
    """Return one case in hand: its state, what it is about, and by when somebody answers."""
    state = overall_state(step.state for step in steps)
    insurances = {code for step in steps for code in step.insurances}
    return {
        "number": number,
        "url": f"/me/declarations/{number}/",
        "state": state,
        "state_words": with_unit_words() if steps[0].unit_answers_by else STATE_NAMES[state],
        "text": matter(steps[0].kind, insurances, steps[0].month, unit_name=steps[0].unit_name),
        "note": deadline_words(steps),
    }


def with_unit_words() -> str:
    return pgettext("declaration state", "Your unit is asked")


def deadline_words(steps: list[Step]) -> str:
    """Say who answers by when, or when it takes effect."""
    first = steps[0]
    if first.unit_answers_by:
        return _("The unit answers by %(day)s") % {"day": day_text(first.unit_answers_by)}
    answers = [step.due_on for step in steps if step.due_on and step.state == State.SUBMITTED]
    if answers:
        return _("The agency answers by %(day)s") % {"day": day_text(min(answers))}
    effects = [step.effective_on for step in steps if step.effective_on and step.state == State.ACCEPTED]
    if effects:
        return _("Takes effect on %(day)s") % {"day": day_text(min(effects))}
    return ""
