"""Disputes about reductions: what they are about, where they stand, what both sides have said."""

from dataclasses import dataclass

from django.db.models import Q

from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.models.disputes import UnitStatement
from insurance.rules.disputes import DISPUTABLE
from insurance.rules.kinds import DeclarationKind
from insurance.rules.workflow import State, overall_state
from insurance.selectors.closing import UNDER_WAY

STANDS = frozenset({State.SUBMITTED, State.RETURNED, State.ACCEPTED, State.WITHDRAWAL_REQUESTED, State.EFFECTIVE})
"""While a part of the reduction is in one of these, its reason counts or is going to."""


def disputed_line(dispute: Declaration) -> DeclarationLine | None:
    """Return the line of the reduction a dispute is about; None when nothing of the reduction stands any more."""
    lines = DeclarationLine.objects.filter(
        declaration=dispute.about_id, person=dispute.person_id, declaration__parts__state__in=STANDS
    )
    return lines.select_related("declaration", "person").distinct().first()


def open_dispute_about(dispute: Declaration) -> str:
    """Return the number of another dispute of the person about the same reduction that is not decided; or empty."""
    others = Declaration.objects.filter(
        kind=DeclarationKind.DISPUTE,
        about=dispute.about_id,
        person=dispute.person_id,
        parts__state__in=UNDER_WAY,
    ).exclude(pk=dispute.pk)
    return others.values_list("number", flat=True).first() or ""


@dataclass(frozen=True)
class ReductionNotice:
    """A unit's reduction as the person in it sees it: their own line and what became of it, nothing of others."""

    line: DeclarationLine
    parts: list[DeclarationPart]
    disputes: list[Declaration]

    @property
    def declaration(self) -> Declaration:
        return self.line.declaration

    @property
    def state(self) -> State:
        """Where it stands for this person: taken back for them alone, or as the declaration stands."""
        return State.UNDONE if self.line.undone_at else overall_state(part.state for part in self.parts)

    @property
    def open_dispute(self) -> Declaration | None:
        return next((one for one in self.disputes if state_of(one) in UNDER_WAY), None)

    @property
    def may_dispute(self) -> bool:
        """Return whether the reason can be contested now."""
        stands = not self.line.undone_at and any(part.state in STANDS for part in self.parts)
        return stands and self.open_dispute is None and self.line.reason in DISPUTABLE


def state_of(declaration: Declaration) -> State:
    """Return where a declaration stands whose parts were read with it."""
    return overall_state(part.state for part in declaration.parts.all())


def reduction_notice(line: DeclarationLine) -> ReductionNotice:
    """Return a reduction as the person on the line sees it; three statements."""
    disputes = Declaration.objects.filter(
        kind=DeclarationKind.DISPUTE, about=line.declaration_id, person=line.person_id
    ).exclude(submitted_at=None)
    return ReductionNotice(
        line=line,
        parts=list(line.declaration.parts.order_by("agency")),
        disputes=list(disputes.prefetch_related("parts").order_by("-pk")),
    )


@dataclass(frozen=True)
class DisputeOfUnit:
    """A dispute as the unit sees it: who contests which reason, what they say, what the unit said."""

    dispute: Declaration
    statement: UnitStatement
    state: State

    @property
    def waits_for_unit(self) -> bool:
        return self.statement.said_at is None and self.state in (State.SUBMITTED, State.RETURNED)


def disputes_about(reduction: Declaration) -> list[DisputeOfUnit]:
    """Return the disputes about a unit's reduction, the newest first; two statements."""
    disputes = Declaration.objects.filter(kind=DeclarationKind.DISPUTE, about=reduction, unit_statement__isnull=False)
    rows = disputes.select_related("person", "unit_statement__said_by").prefetch_related("parts").order_by("-pk")
    return [DisputeOfUnit(row, row.unit_statement, state_of(row)) for row in rows]


def declared_of(person_id: int) -> list[DeclarationLine]:
    """Return what units declared of a person and the record does not show by itself: every reduction they submitted, and the
    increases they took back; the latest first."""
    submitted = DeclarationLine.objects.filter(person=person_id, declaration__submitted_at__isnull=False)
    taken_back = Q(declaration__kind=DeclarationKind.INCREASE, undone_at__isnull=False)
    lines = submitted.filter(Q(declaration__kind=DeclarationKind.REDUCTION) | taken_back)
    return list(lines.select_related("declaration", "unit").order_by("-pk")[:MOST_SHOWN])


MOST_SHOWN = 10
"""Declarations of units that a person's page lists."""
