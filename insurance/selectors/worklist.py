"""What waits on an agency's desk: counted, listed by the day it is due, one page after the other by key."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Case, Count, DateField, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from accounts.models.users import User
from insurance.models.declarations import DeclarationLine, DeclarationPart
from insurance.rules.kinds import DeclarationKind
from insurance.rules.workflow import STAFF_TURN, State

LAST = date(9999, 12, 31)
"""Stands for "no day set" in the order of the desk."""

ON_THE_DESK = Q(state__in=STAFF_TURN, with_unit=False)
DECIDED = (State.ACCEPTED, State.EFFECTIVE, State.RETURNED, State.REJECTED)


class Tab(StrEnum):
    """The views of the worklist, in the order they are shown."""

    MINE = "mine"
    UNCLAIMED = "unclaimed"
    OVERDUE = "overdue"
    THIS_WEEK = "this_week"
    WITHDRAWALS = "withdrawals"
    ALL = "all"
    DECIDED = "decided"


@dataclass(frozen=True)
class Desk:
    """Whose desk it is, and when somebody looks at it. ``agency`` None means both agencies."""

    user_id: int
    agency: str | None
    at: datetime
    on: date

    @classmethod
    def of(cls, user: User, *, at: datetime, on: date) -> "Desk":
        return cls(user.pk, user.agency or None, at, on)

    @property
    def parts(self) -> QuerySet[DeclarationPart]:
        """Return every part the agency decides on."""
        parts = DeclarationPart.objects.all()
        return parts.filter(agency=self.agency) if self.agency else parts

    def condition(self, tab: Tab) -> Q:
        """Return which of the parts on the desk a view shows."""
        return {
            Tab.MINE: Q(claimed_by=self.user_id, claimed_until__gt=self.at),
            Tab.UNCLAIMED: Q(claimed_by=None) | Q(claimed_until__lte=self.at),
            Tab.OVERDUE: Q(due_on__lt=self.on),
            Tab.THIS_WEEK: Q(due_on__gte=self.on, due_on__lte=end_of_week(self.on)),
            Tab.WITHDRAWALS: Q(state=State.WITHDRAWAL_REQUESTED),
            Tab.ALL: Q(),
        }[tab]


def end_of_week(on: date) -> date:
    """Return the Sunday of the week of a day."""
    return on + timedelta(days=6 - on.weekday())


def desk_counts(desk: Desk) -> dict[Tab, int]:
    """Return how many parts each view of the desk holds, in one statement."""
    tabs = [tab for tab in Tab if tab != Tab.DECIDED]
    counted = {tab.value: Count("pk", filter=desk.condition(tab)) for tab in tabs}
    found = desk.parts.filter(ON_THE_DESK).aggregate(**counted)
    return {tab: found[tab.value] for tab in tabs}


@dataclass(frozen=True)
class WorkPage:
    """Some rows of the desk; ``before`` and ``after`` are the keys of the neighbouring pages, empty at the ends."""

    rows: list[DeclarationPart]
    before: str = ""
    after: str = ""


def with_people(parts: QuerySet) -> QuerySet:
    """Add what a row tells of the people in it: the first one's name, what stops for them, how many they are."""
    lines = DeclarationLine.objects.filter(declaration=OuterRef("declaration")).order_by("position")
    counted = lines.order_by().values("declaration").annotate(n=Count("pk")).values("n")
    return parts.annotate(
        first_name=Subquery(lines.values("person__name")[:1]),
        first_insurances=Subquery(lines.values("insurances")[:1]),
        people=Coalesce(Subquery(counted), 0),
    ).select_related("declaration__unit", "declaration__person", "claimed_by")


def desk_page(
    desk: Desk, tab: Tab, *, kind: DeclarationKind | None, size: int, after: str = "", before: str = ""
) -> WorkPage:
    """Return one page of a view, the oldest due first; of what is decided, the latest decision first. One statement.

    ``after`` is the key of the last row of the page before, ``before`` that of the first row of the page behind; a key
    that is none begins at the start.
    """
    if tab == Tab.DECIDED:
        parts, column = desk.parts.filter(state__in=DECIDED, decided_at__isnull=False), "-decided_at"
    else:
        parts = desk.parts.filter(ON_THE_DESK & desk.condition(tab))
        parts, column = parts.annotate(due=Coalesce("due_on", Value(LAST), output_field=DateField())), "due"
    if kind is not None:
        parts = parts.filter(declaration__kind=kind)
    return ordered_page(with_people(parts), column, size=size, after=after, before=before)


def ordered_page(parts: QuerySet, order: str, *, size: int, after: str, before: str) -> WorkPage:
    """Return a page in the order of one column and then of the key, both ascending or (with a minus) descending."""
    column, descending = order.removeprefix("-"), order.startswith("-")
    edge = read_key(column, after or before)
    backwards = bool(before and not after and edge)
    upwards = descending if backwards else not descending
    if edge:
        parts = parts.filter(beyond(column, edge, upwards=upwards))
    sign = "" if upwards else "-"
    rows = list(parts.order_by(f"{sign}{column}", f"{sign}pk")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    if not rows:
        return WorkPage([])
    is_first = not more if backwards else edge is None
    is_last = False if backwards else not more
    return WorkPage(
        rows, "" if is_first else written_key(rows[0], column), "" if is_last else written_key(rows[-1], column)
    )


def beyond(column: str, edge: tuple, *, upwards: bool) -> Q:
    value, key = edge
    compare = "gt" if upwards else "lt"
    return Q(**{f"{column}__{compare}": value}) | Q(**{column: value, f"pk__{compare}": key})


def written_key(part: DeclarationPart, column: str) -> str:
    """Return where a row stands in the order, for an address: ``2026-09-17_42``."""
    return f"{getattr(part, column).isoformat()}_{part.pk}"


def read_key(column: str, text: str) -> tuple | None:
    """Return the place a key names, None for a text that names none."""
    value, _, key = text.partition("_")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    try:
        place = (date if column == "due" else datetime).fromisoformat(value)
    except ValueError:
        return None
    return None if isinstance(place, datetime) and place.tzinfo is None else (place, int(key))


def neighbours(desk: Desk, *, size: int) -> list[DeclarationPart]:
    """Return what the user works on: their claimed cases, then the unclaimed ones by the day they are due."""
    mine = Case(When(desk.condition(Tab.MINE), then=Value(0)), default=Value(1), output_field=IntegerField())
    parts = desk.parts.filter(ON_THE_DESK).filter(desk.condition(Tab.MINE) | desk.condition(Tab.UNCLAIMED))
    ordered = with_people(parts).order_by(mine, F("due_on").asc(nulls_last=True), "pk")
    return list(ordered[:size])


def part_with_number(desk: Desk, number: str) -> int | None:
    """Return the key of the part of a declaration that stands on this desk, by the declaration's number."""
    parts = desk.parts.filter(declaration__number=number, declaration__submitted_at__isnull=False)
    return parts.order_by("agency").values_list("pk", flat=True).first()
