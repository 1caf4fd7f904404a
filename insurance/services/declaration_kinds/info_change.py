"""个人信息变更 change of a person's data: by the unit (name, phone, kind of employment, wage) or by the person.

What is sensitive is reviewed, the rest counts at once. Old and new values are kept with the declaration, names, phones and
addresses encrypted. Source: 社会保险经办条例 (State Council Order 765), article 8; 社会保险费申报缴纳管理规定, article 5.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from accounts.models.parties import Person
from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Agency, UserKind
from accounts.services import notices
from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.models.enrolments import Enrolment
from insurance.models.households import DeclaredHousehold
from insurance.models.wages import DeclaredWage
from insurance.rules.kinds import AssessmentKind
from insurance.rules.months import Month
from insurance.rules.personal_data import REVIEWED, SEALED, Datum
from insurance.selectors.bases import bases_year
from insurance.selectors.personal_data import (
    answers_of,
    changes_of,
    household_of,
    insurances_with,
    lines_under_way,
)
from insurance.selectors.unit_declarations import lines_of
from insurance.services.declaration_kinds.bases import later_wages, write_wages
from insurance.services.declaration_kinds.reduction import TICK, unit_problems


def agencies(declaration: Declaration) -> list[Agency]:
    """Data about a person are one record, which human resources keeps."""
    return [Agency.HRSS]


def effective_on(part: DeclarationPart, *, on: date) -> date:
    """It takes effect when it is accepted; a wage counts from its month by itself."""
    return on


def problems(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return everything that forbids the change; an empty list allows it."""
    lines = lines_of(declaration)
    found = unit_problems(declaration) if declaration.unit_id else []
    if declaration.unit_id and not all(insurances_with(declaration.unit, line.person) for line in lines):
        found.append(RuleBroken("info_change.not_insured"))
    if any(not changes_of(line) for line in lines):
        found.append(RuleBroken("info_change.nothing"))
    for line in lines:
        if others := lines_under_way(line):
            found.append(RuleBroken("info_change.under_way", number=others[0]))
        if declaration.unit_id and Datum.PHONE in changes_of(line) and has_account(line.person):
            found.append(RuleBroken("info_change.phone_of_account", Datum.PHONE))
    return found


def has_account(person: Person) -> bool:
    """Return whether codes go to the person's phone: an activated account hangs on it."""
    return User.objects.filter(person=person, kind=UserKind.CITIZEN, activated_at__isnull=False).exists()


def warnings(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return what the operator of a unit reads and ticks; a person says nothing about others."""
    if declaration.unit_id is None:
        return []
    found = [RuleBroken("info_change.confirmed", TICK)]
    if not passes_by_rule(declaration, on=on):
        found.append(RuleBroken("info_change.reviewed", TICK))
    return found


def passes_by_rule(declaration: Declaration, *, on: date) -> bool:
    """Nobody has to look at it, unless a name changes or a base falls."""
    return not any(REVIEWED & set(changes_of(line)) or base_falls(line, on=on) for line in lines_of(declaration))


def base_falls(line: DeclarationLine, *, on: date) -> bool:
    """Return whether a changed wage lowers the base in force."""
    old, new = line.details.get("old_fen"), line.details.get("wage_fen")
    if new is None or old is None:
        return False
    year = bases_year(line.unit, on=on)
    return year.base(new) < year.base(old)


def take_effect(part: DeclarationPart, *, at: datetime) -> None:
    """Write the new values into the record, and tell the person; a changed phone is told to the old one first."""
    for line in lines_of(part.declaration):
        changes = changes_of(line)
        person = Person.objects.select_for_update(of=("self",)).get(pk=line.person_id)
        if Datum.PHONE in changes and person.phone:
            notices.queue_message(person, "phone_changed", at=at)
        apply(part, line, person, {datum: answers_of(line)[datum] for datum in changes})
        tell(person, changes, at=at)


def tell(person: Person, changes: Sequence[Datum], *, at: datetime) -> None:
    """Tell the person which data of theirs were changed, never to what."""
    what = str(changes[0]) if len(changes) == 1 else "several"
    notices.tell_person(person, "data_changed_for_you", at=at, what=what)


def apply(part: DeclarationPart, line: DeclarationLine, person: Person, values: dict) -> None:
    """Write values into the record of one person."""
    written = [datum for datum in SEALED if datum in values]
    for datum in written:
        setattr(person, datum, values[datum])
    if written:
        person.save(update_fields=[str(datum) for datum in written])
    if Datum.NAME in values:
        User.objects.filter(person=person, kind=UserKind.CITIZEN).update(name=person.name)
    if Datum.EMPLOYMENT_KIND in values:
        running(line).update(employment_kind=values[Datum.EMPLOYMENT_KIND])
    if Datum.HOUSEHOLD in values:
        DeclaredHousehold.objects.create(person=person, household=values[Datum.HOUSEHOLD], declared_by=part)
    if Datum.WAGE in values:
        write_wages(part, [line])


def running(line: DeclarationLine):
    """Return the person's running enrolments with the unit."""
    month = Month.of(line.start_month).first_day if line.start_month else None
    still = Q(stop_month=None) | Q(stop_month__gt=month) if month else Q(stop_month=None)
    return Enrolment.objects.filter(still, person=line.person_id, unit=line.unit_id)


def undo_problems(part: DeclarationPart, lines: Sequence[DeclarationLine], *, on: date) -> list[RuleBroken]:
    """A unit takes back what nobody reviewed, nothing was charged by, and nobody changed since."""
    found = []
    for line in lines:
        changes = changes_of(line)
        if REVIEWED & set(changes):
            found.append(RuleBroken("info_change.reviewed_stays"))
            continue
        if Datum.WAGE in changes:
            found += wage_obstacles(part, line)
        if any(value_now(line, datum) != answers_of(line)[datum] for datum in changes):
            found.append(RuleBroken("info_change.changed_since"))
    return found


def wage_obstacles(part: DeclarationPart, line: DeclarationLine) -> list[RuleBroken]:
    """A wage is taken back before a month was charged by it and before another one rests on it."""
    charged = (
        line.unit.assessments.filter(kind=AssessmentKind.REGULAR, month__gte=line.start_month).order_by("month").first()
    )
    if charged:
        return [RuleBroken("bases.charged_since", month=Month.of(charged.month))]
    return later_wages(part, [line.person_id])


def value_now(line: DeclarationLine, datum: Datum):
    """Return what the record holds now."""
    if datum in SEALED:
        return getattr(line.person, datum)
    if datum == Datum.EMPLOYMENT_KIND:
        return running(line).values_list("employment_kind", flat=True).first()
    if datum == Datum.HOUSEHOLD:
        return household_of(line.person_id)
    return answers_of(line)[datum]


def take_back(part: DeclarationPart, lines: Sequence[DeclarationLine], *, at: datetime) -> None:
    """Let the values before count again."""
    people = [line.person_id for line in lines]
    DeclaredWage.objects.filter(declared_by=part, person__in=people, undone_at=None).update(undone_at=at)
    for line in lines:
        old = {datum: answers_of(line).get(f"old_{datum}") for datum in changes_of(line) if datum != Datum.WAGE}
        person = Person.objects.select_for_update(of=("self",)).get(pk=line.person_id)
        apply(part, line, person, {datum: value or "" for datum, value in old.items()})
        tell(person, changes_of(line), at=at)
