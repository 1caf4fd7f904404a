"""One declaration as its page writes it: where it stands, what each agency says, what happened, what comes next."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from accounts.views.said import said
from accounts.wording import day_text, long_day_text, month_text, worded
from insurance.rules.kinds import DeclarationKind
from insurance.rules.months import Month
from insurance.rules.workflow import Actor, State
from insurance.selectors.own_declarations import Case
from insurance.views import refund_words
from insurance.views.citizen.pages import insurance_list, unit_words
from insurance.views.declared import declared_facts
from insurance.wording import (
    AGENCY_NAMES,
    DECLARATION_KIND_NAMES,
    NEXT_ACTION_NAMES,
    REFUSAL_REASON_NAMES,
    STATE_NAMES,
    event_name,
)
from insurance.wording_citizen import end_reason
from insurance.wording_outlook import shown_title, shown_tree

PENDING, REFUSED, SILENT, DONE = "pending", "refused", "silent", "done"
"""What a unit may have answered (UnitRequest.Answer) and the page tells; a request taken back needs no word."""

ANSWER_WORDS = {
    PENDING: pgettext_lazy("answer of a unit", "not answered yet"),
    REFUSED: pgettext_lazy("answer of a unit", "did not agree"),
    SILENT: pgettext_lazy("answer of a unit", "did not answer in time"),
    DONE: pgettext_lazy("answer of a unit", "has filed the reduction"),
}

ANSWER_TONES = {PENDING: "pending", REFUSED: "refused", SILENT: "caution", DONE: "done"}

CORRECTED_AT = {
    DeclarationKind.STOP: "/me/stop-insurance/",
    DeclarationKind.RESUME: "/me/resume/",
    DeclarationKind.ENROL: "/me/enrol/",
    DeclarationKind.RE_ENROL: "/me/re-enrol/",
    DeclarationKind.BACK_PAYMENT: "/me/back-payment/",
    DeclarationKind.INFO_CHANGE: "/me/info-change/",
    DeclarationKind.DISPUTE: "/me/reductions/%(about)s/dispute/",
    DeclarationKind.REFUND: "/me/bills/%(bill)s/refund/",
}
"""The page of each kind of declaration, on which it is corrected as well."""

OF_ENROLMENTS = frozenset({DeclarationKind.STOP, DeclarationKind.RESUME})
"""Kinds by which an insurance of one's own stops or begins; others say what was declared in words of their own."""

LEADS = {
    State.DRAFT: gettext_lazy("This is a draft; nothing has been sent."),
    State.RETURNED: gettext_lazy("Something has to be put right. Read what, correct it, and submit it again."),
    State.REJECTED: gettext_lazy("The declaration was rejected. Below are the reason and your remedies."),
    State.WITHDRAWN: gettext_lazy("The declaration was taken back and changes nothing."),
    State.UNDONE: gettext_lazy("The declaration was undone and changes nothing."),
    State.WITHDRAWAL_REQUESTED: gettext_lazy(
        "You asked to take it back. The agency decides; until then the declaration stands."
    ),
}
"""What to say about a state that needs no date."""


def case_words(case: Case) -> dict:
    """Return everything that the page of one declaration writes."""
    declaration = case.declaration
    states = {part.state for part in case.parts}
    words = {
        "declaration": declaration,
        "state": case.state,
        "tone": case.state,
        "state_words": state_words(case),
        "kind_words": DECLARATION_KIND_NAMES[declaration.kind],
        "lead": lead(case),
        "facts": list(facts(case)) if declaration.kind in OF_ENROLMENTS else other_facts(case),
        "shown": shown_tree(case.line.explanation),
        "shown_title": shown_title(declaration.kind),
        "parts": [part_words(part, case) for part in case.parts],
        "request_to_unit": request_words(case),
        "heard": heard_words(case),
        "about_url": f"/me/reductions/{declaration.about.number}/" if declaration.about else "",
        "events": [event_words(event, agencies) for event, agencies in steps_of(case.events)],
        "messages_said": case.messages,
        "attachments": case.attachments,
        "correct_url": correct_url(case) if State.RETURNED in states else "",
        "asks_why": State.ACCEPTED in states,
        "has_receipt": declaration.submitted_at is not None,
        "pay_url": pay_url(case),
        **next_step(case),
    }
    return refund_words.as_told(words, case)


def correct_url(case: Case) -> str:
    """Return the page on which a declaration that was sent back is corrected."""
    declaration = case.declaration
    if declaration.kind == DeclarationKind.BACK_PAYMENT and "wage_fen" in case.line.details:
        return "/me/back-payment/base/"
    about, bill = declaration.about, declaration.details.get("bill", "")
    page = CORRECTED_AT[declaration.kind] % {"about": about.number if about else "", "bill": bill}
    return f"{page}?declaration={declaration.number}"


def pay_url(case: Case) -> str:
    """Return the page on which the bills that a declaration made are paid; empty where it made none."""
    made = case.declaration.kind == DeclarationKind.BACK_PAYMENT and "wage_fen" not in case.line.details
    return "/me/back-payment/" if made and case.state == State.EFFECTIVE else ""


def is_with_unit(case: Case) -> bool:
    """Return whether the unit has been asked and has not answered yet."""
    return case.request is not None and case.request.answer == PENDING and case.state == State.SUBMITTED


def state_words(case: Case) -> str:
    if is_with_unit(case):
        return pgettext("declaration state", "Your unit is asked")
    return str(STATE_NAMES[case.state])


def lead(case: Case) -> str:
    """Say in one sentence where the declaration stands, and by when something happens."""
    if is_with_unit(case):
        return format_html(
            _("{unit} has until {day} to answer. If it stays silent or refuses, the agency takes over."),
            unit=unit_words(case.request.unit.name),
            day=long_day_text(case.request.due_on),
        )
    if case.state == State.SUBMITTED:
        return _("The agency answers by %(day)s.") % {"day": long_day_text(answer_day(case))}
    if case.state == State.ACCEPTED:
        return _("Accepted. It takes effect on %(day)s.") % {"day": long_day_text(effect_day(case))}
    if case.state == State.EFFECTIVE:
        return done_words(case)
    if case.state == State.REJECTED and case.line.stop_month:
        return _("The declaration was rejected; your insurance goes on. Below are the reason and your remedies.")
    return str(LEADS[case.state])


def answer_day(case: Case):
    return min(part.due_on for part in case.parts if part.state == State.SUBMITTED)


def effect_day(case: Case):
    return min(part.effective_on for part in case.parts if part.state == State.ACCEPTED)


def done_words(case: Case) -> str:
    """Say what the declaration has changed."""
    if case.declaration.kind == DeclarationKind.DISPUTE:
        return _("Done: the agency found that the reason you named is right, and it counts from now on.")
    if case.declaration.kind == DeclarationKind.BACK_PAYMENT and "wage_fen" in case.line.details:
        return _("Done: the higher base counts. The difference comes with your next bill.")
    if case.declaration.kind == DeclarationKind.BACK_PAYMENT:
        return _(
            "Accepted: the bills are made. When all are credited in time, the months count, and benefits they hold up return."
        )
    if case.declaration.kind in (DeclarationKind.ENROL, DeclarationKind.RE_ENROL):
        return _("Done: you are charged from %(month)s on.") % {"month": month_text(case.line.start_month)}
    if case.declaration.kind not in OF_ENROLMENTS:
        return _("Done: what you declared is on record.")
    if case.line.start_month:
        return _("Done: contributions go on from %(month)s.") % {"month": month_text(case.line.start_month)}
    return _("Done: contributions ended with %(month)s.") % {"month": last_month(case)}


def last_month(case: Case) -> str:
    return worded(Month.of(case.line.stop_month) - 1)


def other_facts(case: Case) -> list[dict]:
    """Return what was declared, of a kind that has its own words for it."""
    found = declared_facts(case.declaration, case.line)
    if case.declaration.submitted_at:
        found.append({"label": _("Submitted"), "value": worded(case.declaration.submitted_at)})
    return found


def facts(case: Case):
    """Yield what was declared of an insurance."""
    line, declaration = case.line, case.declaration
    yield {"label": _("Insurances"), "value": insurance_list(case.insurances)}
    if line.unit:
        yield {"label": _("Insured through"), "value": unit_words(line.unit.name)}
    if line.start_month:
        yield {"label": _("First month paid for again"), "value": month_text(line.start_month)}
    else:
        note = _("last month charged: %(month)s") % {"month": last_month(case)}
        yield {"label": _("First month not charged"), "value": month_text(line.stop_month), "note": note}
        yield {"label": pgettext("of a stop", "Reason"), "value": end_reason(line.reason)}
    if declaration.details.get("statement"):
        yield {"label": _("Why the unit was not asked"), "value": said(declaration.details["statement"])}
    if declaration.submitted_at:
        yield {"label": _("Submitted"), "value": worded(declaration.submitted_at)}


def part_words(part, case: Case) -> dict:
    """Return one agency's part: its state, by when, and what was decided."""
    state = State(part.state)
    refused = state in (State.RETURNED, State.REJECTED)
    return {
        "agency": AGENCY_NAMES[part.agency],
        "insurances": worded(case.line.insurances_of(part.agency)),
        "state": state,
        "state_words": pgettext("declaration state", "Your unit is asked") if part.with_unit else STATE_NAMES[state],
        "when": part_when(part, state),
        "is_returned": state == State.RETURNED,
        "is_rejected": state == State.REJECTED,
        "reason": REFUSAL_REASON_NAMES[part.reason_code] if refused else "",
        "text": part.text if refused else "",
        "next_action": NEXT_ACTION_NAMES[part.next_action] if refused else "",
    }


def part_when(part, state: State) -> str:
    if state == State.SUBMITTED and part.due_on:
        return _("answer by %(day)s") % {"day": day_text(part.due_on)}
    if state in (State.ACCEPTED, State.WITHDRAWAL_REQUESTED):
        return _("takes effect on %(day)s") % {"day": day_text(part.effective_on)}
    if state == State.EFFECTIVE and part.effective_on:
        return _("in effect since %(day)s") % {"day": day_text(part.effective_on)}
    return ""


def request_words(case: Case) -> dict | None:
    """Return the request to the unit with its clock and its answer."""
    request = case.request
    if request is None or request.answer not in ANSWER_WORDS:
        return None
    return {
        "tone": ANSWER_TONES[request.answer],
        "answer_words": ANSWER_WORDS[request.answer],
        "unit": request.unit.name,
        "asked_at": request.asked_at,
        "due_on": request.due_on,
        "answered_at": request.answered_at,
        "text": request.text,
    }


def heard_words(case: Case) -> dict | None:
    """Return what the unit says to a dispute, or by when it may; None for other declarations."""
    statement = case.statement
    if statement is None:
        return None
    waits = statement.said_at is None and case.state in (State.SUBMITTED, State.RETURNED)
    return {
        "unit": statement.unit.name,
        "due_on": statement.due_on,
        "said_at": statement.said_at,
        "text": statement.text,
        "waits": waits,
    }


def steps_of(events) -> list[tuple]:
    """Return the events with the agencies concerned; what happened at once for both agencies is one step."""
    steps: dict[tuple, tuple] = {}
    for event in events:
        same = (event.at, event.action, event.text)
        steps.setdefault(same, (event, []))[1].append(event.agency)
    return list(steps.values())


def event_words(event, agencies: list[str]) -> dict:
    """Return one step of the time line: what happened, when, and who acted; of the staff only the agency is named."""
    return {
        "text": event_name(event.action, event.capacity),
        "at": event.at,
        "actor": event_actor(event, agencies),
        "note": said(event.text) if event.text else "",
        "state": event.to_state or "plain",
    }


def event_actor(event, agencies: list[str]) -> str:
    if event.action in ("unit_refused", "unit_stated"):
        return pgettext("who acted", "your unit")
    if event.capacity == Actor.APPLICANT:
        return pgettext("who acted", "you")
    return worded([str(AGENCY_NAMES[agency]) for agency in sorted(agencies) if agency])


def next_step(case: Case) -> dict:
    """Return what comes next in the case, and by when."""
    if is_with_unit(case):
        return {"next_text": _("Your unit answers"), "next_by": case.request.due_on}
    match case.state:
        case State.RETURNED:
            return {"next_text": _("You correct it and submit it again")}
        case State.SUBMITTED:
            return {"next_text": _("The agency decides"), "next_by": answer_day(case)}
        case State.WITHDRAWAL_REQUESTED:
            return {"next_text": _("The agency decides whether it is taken back")}
        case State.ACCEPTED:
            return {"next_text": _("It takes effect"), "next_by": effect_day(case)}
    return {}
