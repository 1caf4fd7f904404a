"""A citizen's own declarations: the list, and everything about one."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from insurance.models.attachments import Attachment
from insurance.models.declarations import (
    Declaration,
    DeclarationEvent,
    DeclarationLine,
    DeclarationMessage,
    DeclarationPart,
    UnitRequest,
)
from insurance.models.disputes import UnitStatement
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.rules.workflow import Action, Actor, State, actions_from, overall_state
from insurance.selectors.key_pages import key_page

PAGE_SIZE = 20
NUMBER = re.compile(r"D[0-9]{13,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class DeclarationRow:
    """One declaration of the list; ``month`` is the first one not charged or, of a resumption, charged again; None for
    one about data alone.

    ``due_on`` is the next day by which somebody has to answer.
    """

    number: str
    kind: str
    state: State
    submitted_at: datetime | None
    insurances: tuple[Insurance, ...]
    unit_name: str | None
    month: Month | None
    due_on: date | None


@dataclass(frozen=True)
class DeclarationPage:
    """One page of the list, and the numbers from which the neighbouring pages start; None where there is none."""

    rows: list[DeclarationRow]
    total: int
    newer: str | None
    older: str | None


def declaration_page(person_id: int, *, after: str = "", before: str = "") -> DeclarationPage:
    """Return a page of a person's own declarations, the newest first; four statements.

    Numbers begin with the date and rise, so the number itself is the key to page by: ``after`` the last one of the page
    before, or ``before`` the first one of the page behind; anything else begins at the start.
    """
    own = Declaration.objects.filter(person=person_id)
    after, before = (edge if NUMBER.fullmatch(edge) else None for edge in (after, before))
    page = key_page(own, key="number", size=PAGE_SIZE, descending=True, after=after, before=before)
    lines = {
        line.declaration_id: line
        for line in DeclarationLine.objects.filter(declaration__in=page.rows).select_related("unit")
    }
    parts: dict[int, list[DeclarationPart]] = {}
    for part in DeclarationPart.objects.filter(declaration__in=page.rows):
        parts.setdefault(part.declaration_id, []).append(part)
    return DeclarationPage(
        rows=[row_of(declaration, lines[declaration.pk], parts[declaration.pk]) for declaration in page.rows],
        total=own.count(),
        newer=page.before,
        older=page.after,
    )


def row_of(declaration: Declaration, line: DeclarationLine, parts: list[DeclarationPart]) -> DeclarationRow:
    waiting = [part.due_on for part in parts if part.due_on and part.state == State.SUBMITTED]
    return DeclarationRow(
        number=declaration.number,
        kind=declaration.kind,
        state=overall_state(part.state for part in parts),
        submitted_at=declaration.submitted_at,
        insurances=tuple(Insurance(code) for code in line.insurances),
        unit_name=line.unit.name if line.unit else None,
        month=Month.of(line.month) if line.month else None,
        due_on=min(waiting, default=None),
    )


@dataclass(frozen=True)
class Case:
    """Everything a citizen sees of one declaration of their own."""

    declaration: Declaration
    line: DeclarationLine
    parts: list[DeclarationPart]
    request: UnitRequest | None
    events: list[DeclarationEvent]
    messages: list[DeclarationMessage]
    attachments: list[Attachment] = field(default_factory=list)
    statement: UnitStatement | None = None

    @property
    def state(self) -> State:
        return overall_state(part.state for part in self.parts)

    @property
    def insurances(self) -> list[Insurance]:
        return [Insurance(code) for code in self.line.insurances]

    def may(self, action: Action) -> bool:
        """Return whether the applicant may take a step with any of the parts."""
        return any(action in actions_from(State(part.state), by=Actor.APPLICANT) for part in self.parts)


def case_of(declaration: Declaration) -> Case:
    """Return a declaration with everything about it; five statements, and one when the request was not read with it."""
    return Case(
        declaration=declaration,
        line=declaration.lines.select_related("unit", "person").get(),
        parts=list(declaration.parts.order_by("agency")),
        request=getattr(declaration, "unit_request", None),
        events=list(declaration.events.order_by("-id")),
        messages=list(declaration.messages.order_by("id")),
        attachments=list(declaration.attachments.order_by("id")),
        statement=statement_on(declaration),
    )


def statement_on(declaration: Declaration) -> UnitStatement | None:
    """Return what a unit says to a dispute, or that it is asked; other declarations have none, without a statement."""
    if declaration.kind != DeclarationKind.DISPUTE:
        return None
    return UnitStatement.objects.filter(dispute=declaration).select_related("unit").first()
