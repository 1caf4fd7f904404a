"""One case as it lies on the desk: what was declared, who is concerned, what has happened so far."""

from dataclasses import dataclass

from django.db.models import Count

from insurance.models.attachments import Attachment
from insurance.models.declarations import (
    Declaration,
    DeclarationEvent,
    DeclarationLine,
    DeclarationMessage,
    DeclarationPart,
)
from insurance.models.enrolments import Enrolment

LINES_SHOWN = 50


@dataclass(frozen=True)
class CaseFile:
    """A part with everything of its declaration; of a long declaration some lines, and how many there are.

    ``before`` and ``after`` are the positions from which the neighbouring pages of lines begin, None where there is none.
    """

    part: DeclarationPart
    lines: list[DeclarationLine]
    people: int
    before: int | None
    after: int | None
    parts: list[DeclarationPart]
    events: list[DeclarationEvent]
    messages: list[DeclarationMessage]
    attachments: list[Attachment]

    @property
    def declaration(self) -> Declaration:
        return self.part.declaration


def submitted_part(part_id: int) -> DeclarationPart | None:
    """Return a part that has left its applicant's hands, with the declaration, who filed it and who holds it."""
    parts = DeclarationPart.objects.filter(declaration__submitted_at__isnull=False).select_related(
        "declaration__area",
        "declaration__person",
        "declaration__unit__registration",
        "declaration__unit_request__unit",
        "claimed_by",
        "agreed_by",
        "decided_by",
        "lodged_by",
    )
    return parts.annotate(people=Count("declaration__lines")).filter(pk=part_id).first()


def first_on_page(position: int) -> int:
    """Return the position with which the page of lines begins that holds a position."""
    return (max(position, 1) - 1) // LINES_SHOWN * LINES_SHOWN + 1


def case_file(part: DeclarationPart, *, position: int = 1) -> CaseFile:
    """Return everything around a part, in five statements; of its lines the page that holds a position."""
    declaration = part.declaration
    first = first_on_page(min(position, max(part.people, 1)))
    lines = declaration.lines.select_related("person", "unit", "settles").order_by("position")
    return CaseFile(
        part=part,
        lines=list(lines.filter(position__gte=first)[:LINES_SHOWN]),
        people=part.people,
        before=first - LINES_SHOWN if first > 1 else None,
        after=first + LINES_SHOWN if first + LINES_SHOWN <= part.people else None,
        parts=list(declaration.parts.select_related("decided_by").order_by("agency")),
        events=list(declaration.events.select_related("actor").order_by("-pk")),
        messages=list(declaration.messages.select_related("author").order_by("pk")),
        attachments=list(declaration.attachments.order_by("pk")),
    )


def segments_begun_by(part: DeclarationPart) -> list[Enrolment]:
    """Return the enrolments that a part has opened."""
    return list(part.begun_enrolments.order_by("person_id", "insurance"))


def segments_ended_by(part: DeclarationPart, person_id: int) -> list[Enrolment]:
    """Return the enrolments of one person that a part has closed."""
    return list(part.ended_enrolments.filter(person=person_id).order_by("insurance"))
