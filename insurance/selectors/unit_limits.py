"""What waits for a unit besides its declarations: wishes, statements, workbooks, and limits of the unit itself."""

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat

from accounts.models.parties import Unit
from insurance.models.batches import Batch
from insurance.models.declarations import Declaration, DeclarationPart, UnitRequest
from insurance.models.disputes import UnitStatement
from insurance.models.enrolments import UnitRegistration
from insurance.models.registry import RegistryNotice
from insurance.rules.batches import AT_WORK, BatchState
from insurance.rules.kinds import DeclarationKind, UnitStatus
from insurance.rules.registry_rows import RegistryOutcome
from insurance.rules.unit_standing import report_by
from insurance.rules.workdays import WorkCalendar
from insurance.rules.workflow import State

REQUEST, STATEMENT, BATCH, UNIT = "request", "statement", "batch", "unit"

WAITING_BATCHES = AT_WORK | {BatchState.CHECKED, BatchState.UNMATCHED}

TO_REGISTER = "to_register"
"""The code of the limit of a unit that has to register; the others are the registry's outcomes."""

ANSWERED_BY = {
    RegistryOutcome.TO_DECLARE: DeclarationKind.UNIT_CHANGE,
    RegistryOutcome.TO_CANCEL: DeclarationKind.CANCELLATION,
}
"""What a report of the registry asks the unit to declare."""

GIVEN_UP = (State.DRAFT, State.WITHDRAWN, State.REJECTED)

NO_DAY = Cast(Value(None), DateField())
NO_WORDS = Value("", output_field=CharField())
COLUMNS = ("source", "of", "name", "code", "day", "last_day")


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody's wish that the unit end an insurance: its employee's, or of another unit that has taken the person on.

    ``kind`` is that of the declaration that asks, ``month`` the first one not charged any more.
    """

    number: str
    person: str
    kind: str
    reason: str
    month: date | None
    due_on: date
    working_days_left: int


@dataclass(frozen=True, slots=True)
class Statement:
    """An employee contests the reason in one of the unit's declarations, ``number``; the unit may say its view once."""

    number: str
    person: str
    due_on: date
    working_days_left: int


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook at work, or waiting for somebody's decision."""

    number: str
    kind: str
    state: str

    @property
    def waits(self) -> bool:
        """Whether somebody of the unit has to go on with it."""
        return self.state not in AT_WORK


@dataclass(frozen=True, slots=True)
class UnitLimit:
    """A limit of the unit itself: by when it registers, declares a change, or cancels. ``since`` began it."""

    code: str
    since: date
    due_on: date
    late: bool


@dataclass(frozen=True)
class Waiting:
    """Everything that waits, each kind with what is due first on top."""

    requests: list[Request]
    statements: list[Statement]
    workbooks: list[Workbook]
    limits: list[UnitLimit]


def waiting_for(unit: Unit, calendar: WorkCalendar, *, on: date) -> Waiting:
    """Return what waits for a unit, one statement."""
    queries = (requests_of(unit), statements_of(unit), workbooks_of(unit), reports_of(unit), registration_of(unit))
    first, *others = (query.values_list(*COLUMNS) for query in queries)
    rows: dict[str, list[tuple]] = {source: [] for source in (REQUEST, STATEMENT, BATCH, UNIT)}
    for source, *row in first.union(*others, all=True):
        rows[source].append(row)

    def left(last: date) -> int:
        return calendar.working_days_left(on, last)

    return Waiting(
        requests=[request_of(row, left) for row in sorted(rows[REQUEST], key=by_last_day)],
        statements=[
            Statement(number, name, last, left(last))
            for number, name, _code, _day, last in sorted(rows[STATEMENT], key=by_last_day)
        ],
        workbooks=[Workbook(number, kind, state) for number, kind, state, _day, _last in rows[BATCH]],
        limits=limits_of(rows[UNIT], calendar, on),
    )


def by_last_day(row: list) -> tuple:
    return row[-1], row[0]


def request_of(row: list, left) -> Request:
    number, name, code, month, last = row
    kind, _, reason = code.partition(":")
    return Request(number, name, kind, reason, month, last, left(last))


def limits_of(rows: list[list], calendar: WorkCalendar, on: date) -> list[UnitLimit]:
    """Return the unit's own limits, one of each kind: the one that began first."""
    limits: dict[str, UnitLimit] = {}
    for _of, _name, code, since, _last in sorted(rows, key=lambda row: row[3]):
        due_on = report_by(since, calendar)
        limits.setdefault(code, UnitLimit(code, since, due_on, due_on < on))
    return list(limits.values())


def unit_limits(unit: Unit, calendar: WorkCalendar, *, on: date) -> list[UnitLimit]:
    """Return the limits that run for the unit itself: registration, a change, a cancellation; one statement."""
    rows = reports_of(unit).values_list(*COLUMNS[1:]).union(registration_of(unit).values_list(*COLUMNS[1:]), all=True)
    return limits_of(list(rows), calendar, on)


def requests_of(unit: Unit) -> QuerySet:
    """Return the wishes that wait for the unit's answer."""
    lines = "declaration__lines__"
    return UnitRequest.objects.filter(unit=unit, answer=UnitRequest.Answer.PENDING).annotate(
        source=words(REQUEST),
        of=F("declaration__number"),
        name=F(f"{lines}person__name"),
        code=joined("declaration__kind", f"{lines}reason"),
        day=Coalesce(f"{lines}stop_month", f"{lines}start_month"),
        last_day=F("due_on"),
    )


def statements_of(unit: Unit) -> QuerySet:
    """Return the disputes to which the unit may still say its view."""
    decided = DeclarationPart.objects.filter(declaration=OuterRef("dispute")).exclude(state=State.SUBMITTED)
    return UnitStatement.objects.filter(~Exists(decided), unit=unit, said_at=None).annotate(
        source=words(STATEMENT),
        of=F("dispute__about__number"),
        name=F("dispute__person__name"),
        code=NO_WORDS,
        day=NO_DAY,
        last_day=F("due_on"),
    )


def workbooks_of(unit: Unit) -> QuerySet:
    """Return the workbooks that are not at their end."""
    waiting = sorted(map(str, WAITING_BATCHES))
    return Batch.objects.filter(unit=unit, state__in=waiting).annotate(
        source=words(BATCH), of=F("public_id"), name=F("kind"), code=F("state"), day=NO_DAY, last_day=NO_DAY
    )


def reports_of(unit: Unit) -> QuerySet:
    """Return what the registry reported of the unit and the unit has not declared yet."""
    unanswered = Q()
    for outcome, kind in ANSWERED_BY.items():
        answers = Declaration.objects.filter(
            unit=OuterRef("unit"), kind=kind, submitted_at__gte=OuterRef("received_at")
        ).exclude(parts__state__in=GIVEN_UP)
        unanswered |= Q(outcome=outcome) & ~Exists(answers)
    return RegistryNotice.objects.filter(unanswered, unit=unit, unit__closed_on=None).annotate(
        source=words(UNIT), of=NO_WORDS, code=F("outcome"), day=F("happened_on"), last_day=NO_DAY
    )


def registration_of(unit: Unit) -> QuerySet:
    """Return the registration of a unit that has to register and has not applied."""
    applied = Declaration.objects.filter(
        unit=OuterRef("unit"), kind=DeclarationKind.REGISTRATION, parts__state__in=[State.SUBMITTED, State.ACCEPTED]
    )
    waits = UnitRegistration.objects.filter(
        ~Exists(applied), unit=unit, status=UnitStatus.NOT_INSURED, unit__founded_on__isnull=False
    )
    return waits.annotate(
        source=words(UNIT),
        of=NO_WORDS,
        name=NO_WORDS,
        code=words(TO_REGISTER),
        day=F("unit__founded_on"),
        last_day=NO_DAY,
    )


def words(text: str) -> Value:
    return Value(text, output_field=CharField())


def joined(first: str, second: str):
    """Return two columns as one, with a colon between."""
    return Concat(F(first), Value(":"), F(second), output_field=CharField())
