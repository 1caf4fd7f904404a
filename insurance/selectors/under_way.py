"""What is going on about a person's insurances: their own declarations and those their units have filed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models.functions import Coalesce

from insurance.models.declarations import DeclarationPart, UnitRequest
from insurance.rules.kinds import AGENCY_OF, DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.rules.workflow import OPEN_STATES, State

UNDER_WAY = OPEN_STATES - {State.DRAFT}

BEGINNINGS = frozenset(
    {
        DeclarationKind.RESUME,
        DeclarationKind.INCREASE,
        DeclarationKind.ENROL,
        DeclarationKind.RE_ENROL,
        DeclarationKind.UNREGISTERED,
    }
)
OF_ENROLMENTS = BEGINNINGS | {DeclarationKind.STOP, DeclarationKind.REDUCTION}
"""The kinds by which an enrolment begins or stops; others change data or correct what was declared."""

OF_ONE_PERSON = OF_ENROLMENTS | {
    DeclarationKind.DISPUTE,
    DeclarationKind.INFO_CHANGE,
    DeclarationKind.BACK_PAYMENT,
    DeclarationKind.REFUND,
}
"""The kinds that somebody declares of themselves, and those by which their enrolments change."""


@dataclass(frozen=True, slots=True)
class Step:
    """One agency's open part of a declaration that concerns a person.

    ``is_own`` tells the person's own declaration from one of a unit. ``month`` is the first one not charged or, of what
    begins, charged; None for one about data alone.
    ``unit_answers_by`` is set while the unit has been asked and has not answered.
    """

    number: str
    kind: str
    is_own: bool
    agency: str
    state: State
    insurances: frozenset[Insurance]
    unit_id: int | None
    unit_name: str | None
    month: Month | None
    due_on: date | None
    effective_on: date | None
    unit_answers_by: date | None

    @property
    def resumes(self) -> bool:
        """Whether something is to begin again; otherwise it is to stop."""
        return self.kind in BEGINNINGS


class Row(NamedTuple):
    """One part with the line about the person, as read."""

    number: str
    kind: str
    applicant_id: int | None
    agency: str
    state: str
    insurances: list[int]
    unit_id: int | None
    unit_name: str | None
    month: date | None
    due_on: date | None
    effective_on: date | None
    unit_answer: str | None
    unit_answers_by: date | None


COLUMNS = (
    "declaration__number",
    "declaration__kind",
    "declaration__person_id",
    "agency",
    "state",
    "declaration__lines__insurances",
    "declaration__lines__unit_id",
    "declaration__lines__unit__name",
    Coalesce("declaration__lines__stop_month", "declaration__lines__start_month"),
    "due_on",
    "effective_on",
    "declaration__unit_request__answer",
    "declaration__unit_request__due_on",
)


def steps_about(person_id: int, *, kinds: Collection[DeclarationKind] = OF_ENROLMENTS) -> list[Step]:
    """Return every open part about a person in declarations of some ``kinds``, by default those by which an enrolment begins
    or stops; the newest declaration first; one statement."""
    parts = DeclarationPart.objects.filter(
        declaration__lines__person=person_id, declaration__kind__in=kinds, state__in=UNDER_WAY
    )
    rows = parts.order_by("-declaration__number", "agency").values_list(*COLUMNS)
    return [step_of(Row._make(row), person_id) for row in rows]


def step_of(row: Row, person_id: int) -> Step:
    return Step(
        number=row.number,
        kind=row.kind,
        is_own=row.applicant_id == person_id,
        agency=row.agency,
        state=State(row.state),
        insurances=frozenset(Insurance(code) for code in row.insurances if AGENCY_OF[code] == row.agency),
        unit_id=row.unit_id,
        unit_name=row.unit_name,
        month=Month.of(row.month) if row.month else None,
        due_on=row.due_on,
        effective_on=row.effective_on,
        unit_answers_by=row.unit_answers_by if row.unit_answer == UnitRequest.Answer.PENDING else None,
    )


def step_for(steps: list[Step], insurance: Insurance, unit_id: int | None, *, resumes: bool = False) -> Step | None:
    """Return the step about one enrolment: an accepted one before the others, for it tells what will be.

    ``resumes`` asks for one that is to begin again.
    """
    about = [
        step for step in steps if insurance in step.insurances and step.unit_id == unit_id and step.resumes == resumes
    ]
    return min(about, key=lambda step: step.state != State.ACCEPTED, default=None)
