"""The declarations of a unit: the list, and one of them with all that happened."""

from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Case,
    Count,
    Exists,
    Func,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    Value,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from accounts.models.parties import Unit
from insurance.models.attachments import Attachment
from insurance.models.declarations import (
    Declaration,
    DeclarationEvent,
    DeclarationLine,
    DeclarationMessage,
    DeclarationPart,
    UnitRequest,
)
from insurance.rules.kinds import DeclarationKind
from insurance.rules.workflow import FIRST_TO_MENTION, State, overall_state
from insurance.selectors.key_pages import KeyPage, key_page

RANK = {state: rank for rank, state in enumerate(FIRST_TO_MENTION)}


def with_rank(declarations: QuerySet) -> QuerySet:
    """Add ``rank``, the place of the overall state in ``FIRST_TO_MENTION``: the rule ``overall_state`` in SQL."""
    parts = DeclarationPart.objects.filter(declaration=OuterRef("pk")).order_by().values("declaration")
    ranked = Case(*(When(state=state, then=Value(rank)) for state, rank in RANK.items()), output_field=IntegerField())
    return declarations.annotate(rank=Subquery(parts.annotate(first=Min(ranked)).values("first")))


@dataclass(frozen=True, slots=True)
class DeclarationRow:
    """One declaration in the list; ``due_on`` is the day by which the agencies answer, or while it ``waits_for_unit`` the
    other unit.

    ``person`` is the first of its people, None for one about the unit itself; ``month`` the first month it counts from.
    """

    number: str
    kind: str
    state: State
    person: str | None
    more_people: int
    month: date | None
    submitted_on: date | None
    created_on: date
    due_on: date | None
    waits_for_unit: bool = False


@dataclass(frozen=True)
class DeclarationsPage:
    """A page of the list; ``counts`` says how many declarations are in each state."""

    rows: list[DeclarationRow]
    page: KeyPage
    counts: dict[State, int]


def declarations_page(
    unit: Unit, *, state: State | None, size: int, after: int | None = None, before: int | None = None
) -> DeclarationsPage:
    """Return one page of the unit's declarations, newest first, in two statements."""
    all_of_them = with_rank(Declaration.objects.filter(unit=unit))
    counted = dict(all_of_them.order_by().values_list("rank").annotate(Count("pk")))
    chosen = all_of_them if state is None else all_of_them.filter(rank=RANK[state])
    page = key_page(with_first_line(chosen), key="pk", size=size, descending=True, after=after, before=before)
    rows = [declaration_row(declaration) for declaration in page.rows]
    return DeclarationsPage(rows, page, {found: counted[rank] for found, rank in RANK.items() if rank in counted})


def with_first_line(declarations: QuerySet) -> QuerySet:
    """Add what a row shows of the lines and parts: the first person, how many, the stop month, the due day."""
    lines = DeclarationLine.objects.filter(declaration=OuterRef("pk")).order_by("position")
    counted = lines.order_by().values("declaration").annotate(n=Count("pk")).values("n")
    parts = DeclarationPart.objects.filter(declaration=OuterRef("pk")).order_by().values("declaration")
    return declarations.annotate(
        first_person=Subquery(lines.values("person__name")[:1]),
        people=Coalesce(Subquery(counted), 0),
        first_month=Subquery(lines.values(month=Coalesce("stop_month", "start_month"))[:1]),
        due_on=Coalesce(Subquery(parts.annotate(due=Max("due_on")).values("due")), "unit_request__due_on"),
        waits_for_unit=Exists(DeclarationPart.objects.filter(declaration=OuterRef("pk"), with_unit=True)),
    )


def declaration_row(declaration: Declaration) -> DeclarationRow:
    is_submitted = declaration.rank == RANK[State.SUBMITTED]
    return DeclarationRow(
        number=declaration.number,
        kind=declaration.kind,
        state=FIRST_TO_MENTION[declaration.rank],
        person=declaration.first_person,
        more_people=max(declaration.people - 1, 0),
        month=declaration.first_month,
        submitted_on=declaration.submitted_at,
        created_on=declaration.created_at,
        due_on=declaration.due_on if is_submitted else None,
        waits_for_unit=declaration.waits_for_unit and is_submitted,
    )


LINES_SHOWN = 20
"""People of a declaration on one page of it."""


@dataclass(frozen=True)
class LinesPage:
    """Some people of a declaration in their order; ``before`` and ``after`` are the positions of the neighbouring pages.

    ``total`` counts everybody, ``undone`` those for whom it was taken back; ``insurances`` are those of all lines.
    """

    lines: list[DeclarationLine]
    total: int
    undone: int
    insurances: list[int]
    before: int | None
    after: int | None


def lines_page(declaration: Declaration, *, after: int | None = None, before: int | None = None) -> LinesPage:
    """Return one page of the people of a declaration, in one statement, in three where there are more pages."""
    people = declaration.lines.select_related("person", "settles")
    page = key_page(people, key="position", size=LINES_SHOWN, after=after, before=before)
    is_all = page.rows and page.before is None and page.after is None
    counted = counted_here(page.rows) if is_all else counted_there(declaration)
    return LinesPage(page.rows, **counted, before=page.before, after=page.after)


def counted_here(lines: list[DeclarationLine]) -> dict:
    """Return what a page that shows everybody says of all lines."""
    return {
        "total": len(lines),
        "undone": sum(line.undone_at is not None for line in lines),
        "insurances": sorted({code for line in lines for code in line.insurances}),
    }


def counted_there(declaration: Declaration) -> dict:
    """Return the same of a declaration with more people, in two statements."""
    codes = declaration.lines.order_by().annotate(code=Func("insurances", function="unnest"))
    return {
        **declaration.lines.aggregate(total=Count("pk"), undone=Count("undone_at")),
        "insurances": sorted(codes.values_list("code", flat=True).distinct()),
    }


@dataclass(frozen=True)
class Dossier:
    """One declaration with everything around it, and one page of the people in it.

    ``corrections`` are the numbers of the submitted corrections of it, the newest first.
    """

    declaration: Declaration
    parts: list[DeclarationPart]
    people: LinesPage
    events: list[DeclarationEvent]
    attachments: list[Attachment]
    messages: list[DeclarationMessage]
    corrections: list[str]

    @property
    def state(self) -> State:
        return overall_state(part.state for part in self.parts)


def dossier(
    declaration: Declaration, parts: list[DeclarationPart], *, after: int | None = None, before: int | None = None
) -> Dossier:
    """Return everything around a declaration whose parts were read, in five statements, in seven for many people."""
    corrections = declaration.followed_by.filter(kind=DeclarationKind.CORRECTION, submitted_at__isnull=False)
    return Dossier(
        declaration=declaration,
        parts=parts,
        people=lines_page(declaration, after=after, before=before),
        events=list(declaration.events.select_related("actor").order_by("-pk")),
        attachments=attachments_of(declaration),
        messages=list(declaration.messages.select_related("author").order_by("pk")),
        corrections=list(corrections.order_by("-pk").values_list("number", flat=True)),
    )


def parts_of(declaration: Declaration) -> list[DeclarationPart]:
    return list(declaration.parts.order_by("agency"))


def lines_of(declaration: Declaration) -> list[DeclarationLine]:
    """Return the lines and their people; the declaration remembers them.

    What was shown of benefits stays unread: it is large, and only one line's is looked at.
    """
    people = DeclarationLine.objects.select_related("person", "settles").defer("explanation").order_by("position")
    prefetch_related_objects([declaration], Prefetch("lines", people))
    return list(declaration.lines.all())


def attachments_of(declaration: Declaration) -> list[Attachment]:
    return list(declaration.attachments.order_by("pk"))


@dataclass(frozen=True)
class RequestDossier:
    """A request to the unit with its line, and the unit's reduction that settles it, if there is one."""

    request: UnitRequest
    line: DeclarationLine
    settled_by: str


def request_dossier(request: UnitRequest) -> RequestDossier:
    """Return a request with what was asked, in two statements."""
    line = request.declaration.lines.select_related("person").first()
    of_unit = Declaration.objects.filter(unit=request.unit_id).order_by("-pk")
    if request.declaration.kind == DeclarationKind.INCREASE:
        later = of_unit.filter(kind=DeclarationKind.REDUCTION, pk__gt=request.declaration_id)
        settling = later.filter(lines__person=line.person_id)
    else:
        settling = of_unit.filter(lines__settles=request.declaration_id)
    alive = settling.exclude(parts__state__in=[State.WITHDRAWN, State.REJECTED])
    return RequestDossier(request, line, alive.values_list("number", flat=True).first() or "")
