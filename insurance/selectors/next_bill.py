"""The bill to come: what a unit will be charged for a month, as far as the record and what is declared tell."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q

from accounts.models.parties import Unit
from accounts.rules.roles import Agency
from insurance.models.declarations import DeclarationLine
from insurance.models.enrolments import Enrolment
from insurance.rules.kinds import DeclarationKind
from insurance.rules.monthly_charge import Parts
from insurance.rules.months import Month
from insurance.rules.undeclared import is_estimated
from insurance.rules.workflow import State
from insurance.selectors.tariffs import UnitTariff, unit_tariff
from insurance.selectors.wages import declared_wages, wages_of_enrolments

AGREED = (State.ACCEPTED, State.WITHDRAWAL_REQUESTED)
"""Parts that will take effect unless something happens."""

BEGINNING = frozenset({DeclarationKind.INCREASE, DeclarationKind.CORRECTION, DeclarationKind.UNREGISTERED})
"""Kinds whose lines with a start month begin to charge somebody; those of other kinds change the wage alone."""


@dataclass(frozen=True)
class Forecast:
    """What a unit is going to be charged for a month; amounts in fen.

    ``people`` counts who is charged, ``estimated`` those of them who are charged 110 per cent because their wage of the
    year was not declared in time.
    """

    people: int
    unit_fen: int
    own_fen: int
    by_agency: Mapping[Agency, Parts]
    estimated: int = 0

    @property
    def total_fen(self) -> int:
        return self.unit_fen + self.own_fen


@dataclass
class Payroll:
    """Who is charged for a month, for what and on which wage, while declarations are counted in.

    People by key; who is not on record yet, as in a table that is being checked, by the blind index of their number.
    ``since`` tells for the wages that stem from the hall the month from which they were declared.
    """

    insurances: dict[int | UUID, set[int]]
    wages: dict[int | UUID, int]
    since: dict[int | UUID, date] = field(default_factory=dict)

    def count_in(self, line: DeclarationLine, kind: str, codes: Iterable[int], month: Month) -> None:
        """Let one line count as if it were in effect, for the insurances ``codes``."""
        if not line.month or line.month > month.first_day:
            return
        person = line.person_id or line.person.identity_index
        if line.stop_month:
            self.insurances[person] = self.insurances.get(person, set()) - set(codes)
            return
        if kind in BEGINNING:
            self.insurances.setdefault(person, set()).update(codes)
        wage = line.details.get("wage_fen")
        if wage is not None:
            self.wages[person], self.since[person] = wage, line.start_month


def next_bill(unit: Unit, month: Month, *, on: date, lines: Sequence[DeclarationLine] = ()) -> Forecast:
    """Return what the unit will be charged for ``month``, seen on a day.

    What was accepted and has not taken effect counts by its month. ``lines`` are further ones, stored or not, that count
    as if they were in effect: they stop, begin, or change the wage (``details["wage_fen"]``) from their month on; each
    needs its ``declaration``. Seven statements at most, however many people. RuleBroken("policy.missing") when no bounds
    are in force.
    """
    tariff = unit_tariff(unit, month)
    payroll = payroll_of(unit, month, lines)
    for line, codes in agreed_lines(unit, month):
        payroll.count_in(line, line.declaration.kind, codes, month)
    for line in lines:
        payroll.count_in(line, line.declaration.kind, line.insurances, month)
    return forecast(payroll, tariff, month, on=on)


def payroll_of(unit: Unit, month: Month, lines: Sequence[DeclarationLine] = ()) -> Payroll:
    """Return who is charged for a month by the record as it stands; wages also of the people in ``lines``."""
    day = month.first_day
    charged = (
        Enrolment.objects.filter(Q(stop_month=None) | Q(stop_month__gt=day), unit=unit, first_month__lte=day)
        .values("person_id")
        .annotate(codes=ArrayAgg("insurance"), wages=ArrayAgg("wage_fen", order_by=("-first_month", "-pk")))
        .values_list("person_id", "codes", "wages")
    )
    payroll = Payroll({}, {})
    for person, codes, wages in charged:
        payroll.insurances[person] = set(codes)
        latest = next((wage for wage in wages if wage is not None), None)
        if latest is not None:
            payroll.wages[person] = latest
    others = [line.person_id for line in lines if line.person_id and line.person_id not in payroll.insurances]
    payroll.wages |= wages_of_enrolments(unit, others)
    for person, declared in declared_wages(unit, [*payroll.insurances, *others], month).items():
        payroll.wages[person], payroll.since[person] = declared
    return payroll


def agreed_lines(unit: Unit, month: Month) -> list[tuple[DeclarationLine, list[int]]]:
    """Return the lines that wait for their month, each with the insurances of an agency that accepted; one statement."""
    until = Q(stop_month__lte=month.first_day) | Q(start_month__lte=month.first_day)
    lines = (
        DeclarationLine.objects.filter(
            until, declaration__unit=unit, undone_at=None, declaration__parts__state__in=AGREED
        )
        .annotate(agency=F("declaration__parts__agency"))
        .select_related("declaration")
        .order_by("declaration_id", "position")
    )
    return [(line, line.insurances_of(line.agency)) for line in lines]


def forecast(payroll: Payroll, tariff: UnitTariff, month: Month, *, on: date) -> Forecast:
    """Return the sums of a payroll: who earns the same and is insured for the same is reckoned once."""
    alike = Counter(
        (
            payroll.wages.get(person),
            tuple(sorted(codes)),
            is_estimated(tariff.year, month=month, wage_from=payroll.since.get(person), on=on),
        )
        for person, codes in payroll.insurances.items()
        if codes
    )
    sums = {agency: Parts() for agency in Agency}
    for (wage, codes, estimated), people in alike.items():
        charge = tariff.tariff.charge(wage, codes, estimated=estimated)
        for agency in Agency:
            sums[agency] += charge.of(agency) * people
    whole = sum(sums.values(), Parts())
    return Forecast(
        people=alike.total(),
        unit_fen=whole.unit_fen,
        own_fen=whole.own_fen,
        by_agency=sums,
        estimated=sum(people for (_wage, _codes, estimated), people in alike.items() if estimated),
    )
