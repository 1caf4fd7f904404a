"""What is on record about a unit itself, and what the registries and the unit's own declarations say beside it."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from accounts.models.parties import Unit
from accounts.rules.typed_number import normalise_number
from insurance.models.bills import Bill
from insurance.models.declarations import Declaration, DeclarationPart
from insurance.models.enrolments import Enrolment
from insurance.models.registry import RegistryNotice
from insurance.rules.kinds import AssessmentKind, BillState, DeclarationKind, UnitStatus
from insurance.rules.months import Month
from insurance.rules.registry_rows import RegistryEvent, RegistryOutcome
from insurance.rules.unit_data import ON_UNIT, REGISTERED, changed
from insurance.rules.unit_standing import report_by
from insurance.rules.workflow import OPEN_STATES, State
from insurance.selectors.bills import due_now
from insurance.selectors.contributions import UNPAID
from insurance.selectors.policy import work_calendar

UNIT_KINDS = (DeclarationKind.REGISTRATION, DeclarationKind.UNIT_CHANGE, DeclarationKind.CANCELLATION)
"""The declarations about the unit itself."""


def record_of(unit: Unit) -> dict[str, str]:
    """Return everything a unit declares of itself, as it is on record; empty texts for what is not known."""
    registration = unit.registration
    return {
        name: getattr(unit if name in ON_UNIT else registration, name) or "" for name in sorted({"name", *REGISTERED})
    }


def open_unit_declarations(unit: Unit, *kinds: DeclarationKind, besides: Declaration | None = None) -> list[str]:
    """Return the numbers of the unit's unfinished declarations, drafts left out; of all kinds where none is named."""
    parts = DeclarationPart.objects.filter(declaration__unit=unit, state__in=OPEN_STATES - {State.DRAFT})
    if kinds:
        parts = parts.filter(declaration__kind__in=kinds)
    if besides and besides.pk:
        parts = parts.exclude(declaration=besides)
    return sorted(set(parts.values_list("declaration__number", flat=True)))


def founding_notice(unit: Unit) -> RegistryNotice | None:
    """Return the row by which a registry reported the founding; None for a unit entered at the counter."""
    return unit.registry_notices.filter(event=RegistryEvent.FOUNDED).order_by("pk").first()


def end_notice(unit: Unit) -> RegistryNotice | None:
    """Return the latest row by which a registry reported the end of the unit."""
    return unit.registry_notices.filter(event=RegistryEvent.ENDED).order_by("pk").last()


def registry_word(unit: Unit) -> dict[str, str]:
    """Return name and representative as a registry last reported them; nothing for a unit no registry told of."""
    told = unit.registry_notices.exclude(event=RegistryEvent.ENDED).order_by("happened_on", "pk").last()
    said = {"name": told.name, "representative_name": told.representative} if told else {}
    return {name: value for name, value in said.items() if value}


@dataclass(frozen=True)
class UnitStanding:
    """Where the registration of a unit stands on a day, and what the unit has to report.

    ``register_by`` while it is not registered; ``cancel_by`` once a registry reported its end; ``reported`` what a
    registry says differently from the record, declared by ``change_by``. ``open_number`` is the unfinished declaration
    about the unit itself.
    """

    status: UnitStatus
    register_by: date | None = None
    ended_on: date | None = None
    cancel_by: date | None = None
    reported: dict[str, str] = field(default_factory=dict)
    reported_on: date | None = None
    change_by: date | None = None
    open_number: str = ""

    @property
    def is_awaited(self) -> bool:
        return self.status == UnitStatus.NOT_INSURED


def unit_standing(unit: Unit) -> UnitStanding:
    """Return where the registration stands, in at most four statements."""
    registration = unit.registration
    status = UnitStatus(registration.status)
    if status == UnitStatus.TERMINATED:
        return UnitStanding(status)
    calendar = work_calendar()
    waiting = open_unit_declarations(unit, *UNIT_KINDS)
    told = {"open_number": waiting[0] if waiting else ""}
    if status == UnitStatus.NOT_INSURED:
        return UnitStanding(status, register_by=unit.founded_on and report_by(unit.founded_on, calendar), **told)
    notices = {notice.event: notice for notice in unit.registry_notices.order_by("happened_on", "pk")}
    if ended := notices.get(RegistryEvent.ENDED):
        told |= {"ended_on": ended.happened_on, "cancel_by": report_by(ended.happened_on, calendar)}
    latest = notices.get(RegistryEvent.CHANGED)
    if latest and (differs := differences(unit, latest)):
        told |= {
            "reported": differs,
            "reported_on": latest.happened_on,
            "change_by": report_by(latest.happened_on, calendar),
        }
    return UnitStanding(status, **told)


def differences(unit: Unit, notice: RegistryNotice) -> dict[str, str]:
    """Return the name and the representative as a registry reports them, where the record says otherwise."""
    said = {"name": notice.name, "representative_name": notice.representative}
    on_record = {"name": unit.name, "representative_name": unit.registration.representative_name}
    return changed(on_record, {name: value for name, value in said.items() if value})


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What keeps a registration from being cancelled: people, money in fen, unfinished declarations.

    ``to_give_back_fen`` is money that still has to come back to the unit.
    """

    people: int
    unpaid_fen: int
    late_fee_fen: int
    to_give_back_fen: int
    declarations: tuple[str, ...]


def cancellation_obstacles(unit: Unit, *, on: date, besides: Declaration | None = None) -> Obstacles:
    """Return what stands against cancelling the registration on a day, in at most nine statements.

    Differences are owed as what they come to: what one asks for another may have taken back. What comes back to the unit
    pays nothing that is in arrears. Deferred bills are owed too.
    """
    running = Enrolment.objects.filter(unit=unit).filter(Q(stop_month=None) | Q(stop_month__gt=Month.of(on).first_day))
    running = running.exclude(stop_month=F("first_month"))
    unsettled = Bill.objects.filter(assessment__unit=unit, state__in=(BillState.OPEN, *UNPAID)).annotate(
        owed=F("unit_total_fen") + F("own_total_fen") - F("paid_fen")
    )
    bills = list(unsettled.values_list("assessment__kind", "owed", "state"))
    differences_fen = sum(owed for kind, owed, _state in bills if kind == AssessmentKind.DIFFERENCE)
    others = [owed for kind, owed, _state in bills if kind != AssessmentKind.DIFFERENCE]
    return Obstacles(
        people=running.aggregate(people=Count("person", distinct=True))["people"],
        unpaid_fen=sum(owed for owed in others if owed > 0) + max(differences_fen, 0),
        late_fee_fen=due_now(unit, on=on).to_pay.late_fee_fen,
        to_give_back_fen=-sum(owed for _kind, owed, state in bills if owed < 0 and state != BillState.OPEN),
        declarations=tuple(open_unit_declarations(unit, besides=besides)),
    )


def changes_of(unit: Unit) -> list[Declaration]:
    """Return the unit's declarations about itself that took effect, the newest first."""
    done = Declaration.objects.filter(unit=unit, kind__in=UNIT_KINDS, parts__state=State.EFFECTIVE)
    return list(done.select_related("lodged_by").prefetch_related("parts").order_by("-pk"))


def registry_changes_of(unit: Unit) -> list[RegistryNotice]:
    """Return the rows of registries that changed the record of the unit, the newest first."""
    return list(unit.registry_notices.exclude(replaced=None).order_by("-pk"))


def registration_of(unit: Unit) -> Declaration | None:
    """Return the declaration by which the unit was registered in the hall; None for one taken on from before."""
    done = Declaration.objects.filter(unit=unit, kind=DeclarationKind.REGISTRATION, parts__state=State.EFFECTIVE)
    return done.order_by("pk").last()


def registry_notices(outcome: str, typed: str) -> QuerySet[RegistryNotice]:
    """Return the rows that were loaded, those with an outcome or of a unit where one is wanted."""
    notices = RegistryNotice.objects.select_related("unit")
    if outcome in set(RegistryOutcome):
        notices = notices.filter(outcome=outcome)
    return notices.filter(Q(credit_code=normalise_number(typed)) | Q(name__icontains=typed)) if typed else notices
