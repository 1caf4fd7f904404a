"""Single steps in the life of a declaration, taken by people of the demo city through the services, in the past."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from accounts.models import Person, Unit, User
from accounts.rules.resident_id import age_on
from accounts.rules.roles import Agency, UserKind
from insurance.models import Declaration, DeclarationLine, DeclarationPart, DeclarationWindow, Enrolment
from insurance.rules.business_day import at_office
from insurance.rules.decisions import NextAction, RefusalReason
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.rules.reasons import CitizenReason, reduction_reason
from insurance.rules.workdays import WorkCalendar
from insurance.selectors.closing import allowed_stop_months
from insurance.selectors.policy import work_calendar
from insurance.services import declarations, disputes, undoing, unit_declarations
from insurance.services.reductions import ReductionAnswers, draft_reduction
from insurance.services.stops import UNIT_ANSWERS_WITHIN, lodge_stop
from portal.demo.cast import cast_units

CLERK_OF = {Agency.HRSS: "clerk.hrss", Agency.MEDICAL: "clerk.medical"}
CONTRACT_MONTHS = 36
"""How long labour contracts run in the demo city."""


@dataclass
class City:
    """What the stories are told with: who there is, and the calendar that gives them their days."""

    on: date
    people: dict[str, Person]
    units: dict[str, Unit]
    users: dict[str, User]
    calendar: WorkCalendar = field(default_factory=work_calendar)
    picked: dict[str, Iterator[Person]] = field(default_factory=dict)

    def working_days_ago(self, days: int) -> date:
        """Return the day ``days`` working days before the day of seeding."""
        day = self.on
        for _ in range(days):
            day -= timedelta(days=1)
            while not self.calendar.is_working(day):
                day -= timedelta(days=1)
        return day

    def in_month(self, months_ago: int, number: int) -> date:
        """Return a working day of an earlier month, the day ``number`` or the next one worked."""
        return self.calendar.rolled((Month.of(self.on) - months_ago).day(number))

    def next_of_staff(self, unit: str) -> Person:
        """Return another employee without a story of their own, longest there and not yet in a declaration."""
        if unit not in self.picked:
            staff = Person.objects.filter(
                enrolments__unit=self.units[unit], enrolments__insurance=Insurance.PENSION, enrolments__stop_month=None
            ).exclude(pk__in=[person.pk for person in self.people.values()])
            self.picked[unit] = iter(list(staff.order_by("enrolments__first_month", "pk")))
        return next(self.picked[unit])


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return at_office(day, time(hour, minute))


def parts_of(declaration: Declaration) -> list[DeclarationPart]:
    return list(DeclarationPart.objects.filter(declaration=declaration).order_by("agency"))


def stop(
    city: City, key: str, insurance: Insurance, reason: CitizenReason, day: date, *, hour=10, later=False
) -> Declaration:
    """Let a citizen stop an insurance; ``later`` chooses the first stop month after the day of seeding."""
    enrolment = Enrolment.objects.get(person=city.people[key], insurance=insurance, stop_month=None)
    allowed = allowed_stop_months(enrolment.area, DeclarationWindow.Channel.INDIVIDUAL, declared_on=day)
    ahead = (month for month in allowed.choices if month.first_day > city.on)
    month = next(ahead, allowed.latest) if later else allowed.default
    actor = city.users[key]
    return lodge_stop(enrolment, reason=reason, stop_month=month, actor=actor, at=moment(day, hour), on=day)


def draft(city: City, unit: str, reason: str, day: date, *, person: Person | None = None, **details) -> Declaration:
    """Let the operator of a unit prepare a reduction of somebody who left the day before."""
    person, ended_on = person or city.next_of_staff(unit), day - timedelta(days=1)
    if reduction_reason(reason).needs_contract:
        details = {**contract(city, unit, person, ended_on), **details}
    answers = ReductionAnswers(reason=reason, ended_on=ended_on, person=person, details=details)
    return draft_reduction(
        city.units[unit], answers, actor=operator(city, unit), at=moment(day, 9, 30), on=day, acknowledged=True
    )


def contract(city: City, unit: str, person: Person, ended_on: date) -> dict:
    """Return what the certificate of ended employment says of the contract, the post and the years in the unit."""
    running = Enrolment.objects.filter(person=person, unit=city.units[unit], stop_month=None)
    began = running.get(insurance=Insurance.PENSION).first_month
    end = Month.of(began) + CONTRACT_MONTHS - 1
    while end.last_day < ended_on:
        end += CONTRACT_MONTHS
    posts = next(entry["posts"] for entry in cast_units() if entry["key"] == unit)
    return {
        "contract_from": began.isoformat(),
        "contract_to": end.last_day.isoformat(),
        "post": posts[person.pk % len(posts)],
        "years_in_unit": age_on(began, ended_on),
    }


def operator(city: City, unit: str) -> User:
    return next(user for user in city.users.values() if user.unit_id == city.units[unit].pk and "submit" in user.rights)


def reduce(city: City, unit: str, reason: str, day: date, *, person: Person | None = None, **details) -> Declaration:
    """Let the operator of a unit submit a reduction."""
    prepared = draft(city, unit, reason, day, person=person, **details)
    return unit_declarations.submit(prepared.number, actor=operator(city, unit), at=moment(day, 9, 50), on=day)


def clerk(city: City, part: DeclarationPart) -> User:
    return city.users[CLERK_OF[Agency(part.agency)]]


def accept(city: City, declaration: Declaration, day: date, *, agencies=tuple(Agency), text: str = "") -> None:
    """Let the clerks of the agencies accept their parts."""
    for part in parts_of(declaration):
        if part.agency in agencies:
            declarations.accept(
                part.pk, actor=clerk(city, part), version=part.version, at=moment(day, 15, 10), on=day, text=text
            )


def take_effect(city: City, declaration: Declaration) -> None:
    """Let accepted parts take effect on their day, as the worker does every morning."""
    for part in parts_of(declaration):
        if part.effective_on and part.effective_on <= city.on:
            declarations.take_effect(part.pk, at=moment(part.effective_on, 0, 5), on=part.effective_on)


def send_back(
    city: City, declaration: Declaration, day: date, reason: RefusalReason, todo: NextAction, text: str
) -> None:
    for part in parts_of(declaration):
        declarations.send_back(
            part.pk, actor=clerk(city, part), version=part.version, reason_code=reason, next_action=todo, text=text,
            at=moment(day, 16, 20),
        )  # fmt: skip


def reject(city: City, declaration: Declaration, day: date, reason: RefusalReason, todo: NextAction, text: str) -> None:
    for part in parts_of(declaration):
        declarations.reject(
            part.pk, actor=clerk(city, part), version=part.version, reason_code=reason, next_action=todo, text=text,
            at=moment(day, 16, 40),
        )  # fmt: skip


def undo(city: City, declaration: Declaration) -> None:
    """Let the unit take back a declaration that took effect, on the first of the month."""
    day = Month.of(city.on).first_day
    undoing.undo(declaration.number, actor=declaration.lodged_by, at=moment(day, 9, 5), on=day)


def dispute(city: City, declaration: Declaration, key: str, day: date, *, claimed: str, text: str) -> Declaration:
    """Let the person in a reduction contest its reason."""
    line = DeclarationLine.objects.select_related("declaration__area", "person").get(declaration=declaration)
    return disputes.lodge_dispute(
        line, claimed_reason=claimed, proposed_by=None, text=text, actor=city.users[key], at=moment(day, 19, 40), on=day
    )


def last_days_of_the_clock(city: City) -> date:
    """Return the earliest day on which a request can have been made whose answer is not overdue yet."""
    day = city.on
    while city.calendar.working_deadline(day - timedelta(days=1), UNIT_ANSWERS_WITHIN) >= city.on:
        day -= timedelta(days=1)
    return day


def with_account(city: City, unit: str) -> str:
    """Give another employee of the unit an account without a known password; return the key they are found by."""
    person = city.next_of_staff(unit)
    user = User(kind=UserKind.CITIZEN, person=person, name=person.name, is_demo=True)
    user.set_unusable_password()
    user.save()
    city.people[person.public_id], city.users[person.public_id] = person, user
    return person.public_id
