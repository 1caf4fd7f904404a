"""One declaration of a unit as its page writes it: people, agencies, time line, what comes next."""

from itertools import groupby

from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from accounts.rules.resident_id import masked
from accounts.views.said import said
from accounts.wording import worded
from insurance.rules.kinds import AGENCY_OF, Insurance
from insurance.rules.reasons import Proposer
from insurance.rules.workflow import Action, Actor, State
from insurance.selectors.disputes import DisputeOfUnit
from insurance.selectors.unit_declarations import Dossier
from insurance.views.declared import declared_facts
from insurance.views.employer.pages import paged
from insurance.wording import (
    AGENCY_NAMES,
    DECLARATION_KIND_NAMES,
    NEXT_ACTION_NAMES,
    REFUSAL_REASON_NAMES,
    STATE_NAMES,
    event_name,
)
from insurance.wording_outlook import shown_tree
from insurance.wording_reasons import PROPOSER_NAMES, reason_name

STATES_OF_DISPUTES = {
    State.RETURNED: pgettext_lazy("declaration state", "Sent back to the employee"),
    State.EFFECTIVE: pgettext_lazy("state of a dispute", "Another reason was found"),
    State.REJECTED: pgettext_lazy("state of a dispute", "The declared reason stands"),
}
"""How a dispute stands in words for the unit, where those for the applicant say something else."""


def case_words(found: Dossier) -> dict:
    """Return a declaration as its page writes it."""
    declaration, state = found.declaration, found.state
    return {
        "declaration": declaration,
        "state": state,
        "state_words": with_unit_words() if waits_for_unit(found) else STATE_NAMES[state],
        "kind_words": DECLARATION_KIND_NAMES[declaration.kind],
        "parts": [part_words(part, found) for part in found.parts],
        "facts": [] if found.people.total else declared_facts(declaration),
        "people": [person_words(declaration, line) for line in found.people.lines],
        "people_total": found.people.total,
        "people_undone": found.people.undone,
        "previous_url": paged({}, "before", found.people.before),
        "next_url": paged({}, "after", found.people.after),
        "about": declaration.about,
        "corrections": found.corrections,
        "events": [event_words(same) for _key, same in groupby(found.events, key=act_of)],
        "attachments": found.attachments,
        "messages_said": found.messages,
        **next_step(found),
    }


def person_words(declaration, line) -> dict:
    """Return what was declared of one person, and what was shown of their benefits when it was submitted."""
    return {
        "person": line.person,
        "identity": masked(line.person.identity_number),
        "undone_at": line.undone_at,
        "facts": declared_facts(declaration, line),
        "settles": line.settles,
        "shown": shown_tree(line.explanation),
    }


def part_words(part, found: Dossier) -> dict:
    """Return one agency's part: where it stands, by when, what was decided and what can be done about it."""
    insurances = [Insurance(code) for code in found.people.insurances if AGENCY_OF[code] == part.agency]
    refused = part.state in (State.RETURNED, State.REJECTED)
    return {
        "part": part,
        "agency": AGENCY_NAMES[part.agency],
        "insurances": worded(insurances),
        "state_words": with_unit_words() if part.with_unit else STATE_NAMES[part.state],
        "due_on": part.due_on if part.state == State.SUBMITTED else None,
        "effective_on": part.effective_on if part.state in (State.ACCEPTED, State.EFFECTIVE) else None,
        "was_effective_on": part.effective_on if part.state == State.UNDONE else None,
        "undone_at": undone_at(part, found),
        "reason": REFUSAL_REASON_NAMES[part.reason_code] if refused else "",
        "next_action": NEXT_ACTION_NAMES[part.next_action] if refused else "",
        "is_rejected": part.state == State.REJECTED,
    }


def waits_for_unit(found: Dossier) -> bool:
    """Return whether another unit has to answer before the agencies look at anything."""
    return found.state == State.SUBMITTED and all(part.with_unit for part in found.parts)


def with_unit_words() -> str:
    return pgettext("declaration state", "Waits for the other unit")


def undone_at(part, found: Dossier):
    """Return when a part that was in effect was taken back as a whole; None for others."""
    if part.state != State.UNDONE:
        return None
    steps = (event.at for event in found.events if event.action == Action.UNDO and event.agency == part.agency)
    return next(steps, None)


def act_of(event) -> tuple:
    """Return what makes events of two agencies one act: the same person did the same at the same time."""
    return event.action, event.actor_id, event.at, event.text


def event_words(same) -> dict:
    """Return one act of the time line, whatever agencies it concerned; of the staff only the agency is named."""
    events = list(same)
    event = events[0]
    by_unit = event.capacity == Actor.APPLICANT and event.actor
    by_whom = [
        said(event.actor.name if by_unit else ""),
        worded(sorted(str(AGENCY_NAMES[each.agency]) for each in events if each.agency)),
    ]
    return {
        "text": event_name(event.action, event.capacity),
        "at": event.at,
        "actor": format_html_join(" · ", "{}", ([words] for words in by_whom if words)),
        "note": note_of(event),
        "state": event.to_state or "plain",
    }


def note_of(event):
    """Return what was said with a step, or for how many people it was."""
    people = event.facts.get("people") if event.action == Action.UNDO else None
    if not people:
        return said(event.text)
    return ngettext("for %(people)s person", "for %(people)s people", people) % {"people": people}


def dispute_words(one: DisputeOfUnit, form) -> dict:
    """Return an employee's dispute as the unit may know it: what is contested, what was said; nothing else of the person."""
    details = one.dispute.details
    proposed_by = details.get("proposed_by")
    return {
        "number": one.dispute.number,
        "person": one.dispute.person,
        "state": one.state,
        "state_words": STATES_OF_DISPUTES.get(one.state) or STATE_NAMES[one.state],
        "claimed": reason_name(details["claimed_reason"]),
        "proposed_by": PROPOSER_NAMES[Proposer(proposed_by)] if proposed_by else "",
        "text": said(details["text"]),
        "submitted_at": one.dispute.submitted_at,
        "statement": one.statement,
        "waits": one.waits_for_unit,
        "form": form,
    }


def next_step(found: Dossier) -> dict:
    """Return what comes next in the case, and by when."""
    due = [part.due_on for part in found.parts if part.state == State.SUBMITTED and part.due_on]
    effective = [part.effective_on for part in found.parts if part.state == State.ACCEPTED]
    match found.state:
        case State.DRAFT:
            return {"next_text": _("You look the answers over and submit them")}
        case State.RETURNED:
            return {"next_text": _("You put right what the agency named and submit again")}
        case State.SUBMITTED if waits_for_unit(found):
            answer_by = found.declaration.unit_request.due_on
            return {"next_text": _("The other unit answers; then the agencies decide"), "next_by": answer_by}
        case State.SUBMITTED:
            return {"next_text": _("The agency decides"), "next_by": min(due, default=None)}
        case State.WITHDRAWAL_REQUESTED:
            return {"next_text": _("The agency decides whether the declaration is taken back")}
        case State.ACCEPTED:
            return {"next_text": _("It takes effect"), "next_by": min(effective)}
    return {}
