"""What somebody sees first after signing in: how things stand, what needs attention, insurances and cases."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from insurance.models.cards import SocialSecurityCard
from insurance.models.payments import Payment
from insurance.rules.kinds import CardState, Insurance
from insurance.rules.months import Month
from insurance.rules.payments import LIVE
from insurance.rules.standing import FIRST_TO_MENTION, Standing, worst
from insurance.rules.workflow import State
from insurance.selectors.contribution_history import Line, Share, lines_between
from insurance.selectors.insurance_picture import InsuranceRow, Status, picture, segments_of
from insurance.selectors.under_way import OF_ENROLMENTS, OF_ONE_PERSON, Step, steps_about

HISTORY_MONTHS = 24
"""How far back unpaid months are looked for."""

LATEST_MONTHS = 3
"""A month charged longer ago than this is no news any more."""


class Summary(StrEnum):
    """How things stand, most pressing first; the sentences are in ``insurance/wording_citizen.py``."""

    NEVER_INSURED = "never_insured"
    RETIRED = "retired"
    NOTHING_RUNS = "nothing_runs"
    MISSING = "missing"
    MISSING_BY_UNIT = "missing_by_unit"
    DUE = "due"
    DUE_BY_UNIT = "due_by_unit"
    PAID = "paid"
    CREDITED = "credited"
    NOT_CHARGED_YET = "not_charged_yet"


@dataclass(frozen=True, slots=True)
class Arrears:
    """Months of one payer past their day and not paid; ``unit_name`` is None where the person pays alone. In fen."""

    unit_name: str | None
    months: tuple[Month, ...]
    amount: int


@dataclass(frozen=True)
class Home:
    """Everything the page shows.

    ``month`` is the latest one charged, None when none was lately; ``shares`` what it came to by insurance and payer
    (for the resident scheme the year); ``due`` in fen. ``orders`` are payments begun and not ended. ``earlier_due_on`` is the
    last day to pay earlier months that the person was billed for later, as after a back payment; None where there are none.
    """

    on: date
    rows: list[InsuranceRow]
    month: Month | None
    shares: dict[tuple[Insurance, int | None], Share]
    arrears: list[Arrears]
    steps: list[Step]
    card: CardState | None
    orders: list[str]
    earlier_due_on: date | None

    @property
    def running(self) -> list[InsuranceRow]:
        return [row for row in self.rows if row.is_running]

    @property
    def charged_insurances(self) -> set[Insurance]:
        """The running insurances that were charged, the supplement counted with medical insurance."""
        return {row.insurance for row in self.running if self.share_of(row)} - {Insurance.SUPPLEMENT}

    @property
    def is_resident_only(self) -> bool:
        return {row.insurance for row in self.running} == {Insurance.RESIDENT}

    def share_of(self, row: InsuranceRow) -> Share | None:
        return self.shares.get((row.insurance, row.segment.unit_id)) if row.segment else None

    def standing_of(self, row: InsuranceRow) -> Standing:
        share = self.share_of(row)
        return share.standing if share else Standing.AHEAD

    @property
    def summary(self) -> Summary:
        """Return the one thing to say about all of it."""
        if not self.running:
            return self.summary_without_insurance
        if self.arrears:
            return Summary.MISSING_BY_UNIT if self.arrears[0].unit_name else Summary.MISSING
        if self.month is None and not self.is_resident_only:
            return Summary.NOT_CHARGED_YET
        match worst(self.standing_of(row) for row in self.running if self.share_of(row)):
            case Standing.DUE:
                by_unit = any(row.segment.unit_id for row in self.due_rows)
                return Summary.DUE_BY_UNIT if by_unit else Summary.DUE
            case Standing.PAID:
                return Summary.PAID
            case Standing.CREDITED:
                return Summary.CREDITED
        return Summary.NOT_CHARGED_YET

    @property
    def summary_without_insurance(self) -> Summary:
        had = [row for row in self.rows if row.segment]
        if not had:
            return Summary.NEVER_INSURED
        return Summary.RETIRED if any(row.status == Status.ENDED for row in had) else Summary.NOTHING_RUNS

    @property
    def due_rows(self) -> list[InsuranceRow]:
        return [row for row in self.running if self.standing_of(row) == Standing.DUE]

    @property
    def due(self) -> int:
        return sum(self.share_of(row).total for row in self.due_rows)

    @property
    def due_on(self) -> date | None:
        return min((self.share_of(row).due_on for row in self.due_rows if self.share_of(row).due_on), default=None)

    @property
    def last_stop(self) -> Month | None:
        """The latest month from which on an insurance was not charged any more."""
        return max((row.stops_from for row in self.rows if row.stops_from), default=None)

    @property
    def own_cases(self) -> dict[str, list[Step]]:
        """The open parts of the person's own declarations, by number, newest first."""
        return grouped(step for step in self.steps if step.is_own)

    @property
    def unit_cases(self) -> dict[str, list[Step]]:
        """The open parts of declarations that units filed about the person."""
        return grouped(step for step in self.steps if not step.is_own)

    @property
    def units_gone(self) -> list[str]:
        """Units that were closed although an enrolment with them runs on, and nobody has declared its end."""
        gone = [row.segment.unit_name for row in self.running if row.segment.unit_closed_on and row.step is None]
        return sorted(set(gone))

    @property
    def returned(self) -> list[str]:
        return [number for number, steps in self.own_cases.items() if State.RETURNED in {step.state for step in steps}]


def grouped(steps) -> dict[str, list[Step]]:
    by_number: dict[str, list[Step]] = {}
    for step in steps:
        by_number.setdefault(step.number, []).append(step)
    return by_number


def citizen_home(person_id: int, *, on: date) -> Home:
    """Return what the first page shows about a person; five statements."""
    this_month = Month.of(on)
    lines = lines_between(person_id, this_month - HISTORY_MONTHS, this_month, on=on)
    steps = steps_about(person_id, kinds=OF_ONE_PERSON)
    of_enrolments = [step for step in steps if step.kind in OF_ENROLMENTS]
    rows = picture(segments_of(person_id), of_enrolments, on=on, lines=lines)
    card = SocialSecurityCard.objects.filter(person=person_id).exclude(state=CardState.CANCELLED)
    state = card.values_list("state", flat=True).first()
    month = latest_month(lines, rows, this_month)
    return Home(
        on=on,
        rows=rows,
        month=month,
        shares=shares_by_place(lines, month, this_month.year),
        arrears=arrears_of(lines),
        steps=[step for step in steps if step.is_own or step.kind in OF_ENROLMENTS],
        card=CardState(state) if state else None,
        orders=list(
            Payment.objects.filter(person=person_id, state__in=LIVE).order_by("pk").values_list("number", flat=True)
        ),
        earlier_due_on=earlier_due_on(lines, month or this_month),
    )


def earlier_due_on(lines: list[Line], month: Month) -> date | None:
    """Return by when months before ``month`` are to be paid that are the person's own to pay and not overdue."""
    own = [line for line in lines if line.unit_id is None and line.is_charge and line.month < month]
    shares = [share for line in own for share in line.shares if share.insurance != Insurance.RESIDENT]
    return min((share.due_on for share in shares if share.standing == Standing.DUE and share.due_on), default=None)


def latest_month(lines: list[Line], rows: list[InsuranceRow], this_month: Month) -> Month | None:
    """Return the latest month charged to a payer with whom an insurance runs."""
    payers = {row.segment.unit_id for row in rows if row.is_running}
    months = [line.month for line in lines if line.unit_id in payers and this_month - line.month < LATEST_MONTHS]
    return max(months, default=None)


def shares_by_place(lines: list[Line], month: Month | None, year: int) -> dict[tuple[Insurance, int | None], Share]:
    """Return what was charged for ``month``; the resident scheme's payment is that of the ``year``.

    Of several charges at one place, as after a correction, the one that stands worst is told.
    """
    found: dict[tuple[Insurance, int | None], Share] = {}
    for line in lines:
        for share in line.shares if line.is_charge else ():
            place = (share.insurance, line.unit_id)
            if line.month == month or (share.insurance == Insurance.RESIDENT and line.month.year == year):
                found[place] = min(found.get(place, share), share, key=lambda one: FIRST_TO_MENTION.index(one.standing))
    return found


def arrears_of(lines: list[Line]) -> list[Arrears]:
    """Return what is past its day and not paid, by payer, the person's own first."""
    by_payer: dict[str | None, list[tuple[Month, int]]] = {}
    for line in lines:
        missing = [share.total for share in line.shares if share.standing == Standing.MISSING]
        if missing and line.is_charge:
            by_payer.setdefault(line.unit_name, []).append((line.month, sum(missing)))
    return [
        Arrears(unit, tuple(sorted({month for month, _amount in found})), sum(amount for _month, amount in found))
        for unit, found in sorted(by_payer.items(), key=lambda item: (item[0] is not None, item[0] or ""))
    ]
