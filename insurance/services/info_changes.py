"""个人信息变更: data of a person change, declared by the unit for its staff or by the person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models.parties import Person, Unit
from accounts.models.users import User
from accounts.rules.errors import RuleBroken, refuse_if_any
from accounts.services import phone_changes
from insurance.models.declarations import Declaration, DeclarationLine
from insurance.rules.employment import HIGHEST_WAGE_FEN
from insurance.rules.employment_kinds import EmploymentKind, insurances_owed
from insurance.rules.kinds import DeclarationKind
from insurance.rules.months import Month
from insurance.rules.personal_data import REVIEWED, SEALED, Datum, address_of, name_of, phone_of
from insurance.selectors.personal_data import (
    answers_of,
    area_of,
    changes_of,
    employment_kind_of,
    household_of,
    insurances_with,
    wage_months,
)
from insurance.selectors.wages import wages_of
from insurance.services import attachments, declarations, unit_declarations
from insurance.services.attachments import Upload
from insurance.services.declarations import LineDraft


@dataclass(frozen=True)
class Changes:
    """The new values as they were typed, by datum; empty ones change nothing. ``wage_from`` is the month of the wage."""

    values: Mapping[Datum, Any]
    wage_from: Month | None = None
    old: Mapping[Datum, Any] = field(default_factory=dict)

    def differing(self) -> dict[Datum, Any]:
        """Return what is new, as it is stored. Raises RulesBroken with all that is no such datum."""
        found, problems = {}, []
        for datum, typed in self.values.items():
            if typed in (None, ""):
                continue
            try:
                value = READ.get(datum, as_typed)(typed)
            except RuleBroken as problem:
                problems.append(problem)
                continue
            if value != self.old.get(datum):
                found[datum] = value
        refuse_if_any(problems)
        return found


def as_typed(value: Any) -> Any:
    return value


def wage_in_fen(wage: int) -> int:
    """Return a wage in fen. Raises RuleBroken("bases.wage_too_high") for what was copied wrong."""
    if wage > HIGHEST_WAGE_FEN:
        raise RuleBroken("bases.wage_too_high", Datum.WAGE)
    return wage


READ = {Datum.NAME: name_of, Datum.PHONE: phone_of, Datum.ADDRESS: address_of, Datum.WAGE: wage_in_fen}


def line_of(person: Person, unit: Unit | None, new: Mapping[Datum, Any], changes: Changes) -> LineDraft:
    """Return the line that changes a person's data; names, phones and addresses go into its sealed half."""
    pairs = {datum: {str(datum): value, f"old_{datum}": changes.old.get(datum)} for datum, value in new.items()}
    sealed = {key: value for datum in new if datum in SEALED for key, value in pairs[datum].items()}
    plain = {datum for datum in new if datum not in SEALED and datum != Datum.WAGE}
    details = {key: value for datum in plain for key, value in pairs[datum].items()}
    details["changes"] = [str(datum) for datum in new]
    if Datum.WAGE not in new:
        return LineDraft(person=person, unit=unit, insurances=(), details=details, sealed=sealed)
    details |= {"wage_fen": new[Datum.WAGE], "old_fen": changes.old.get(Datum.WAGE)}
    return LineDraft(
        person=person,
        unit=unit,
        insurances=insurances_with(unit, person),
        start_month=changes.wage_from,
        details=details,
        sealed=sealed,
    )


# By the unit


def on_record_with(unit: Unit, person: Person, *, on: date) -> dict[Datum, Any]:
    """Return what the record holds of what a unit may change; the phone too, which no page shows unmasked."""
    return {
        Datum.NAME: person.name,
        Datum.PHONE: person.phone or "",
        Datum.EMPLOYMENT_KIND: employment_kind_of(unit, person),
        Datum.WAGE: wages_of(unit, [person.pk], Month.of(on)).get(person.pk),
    }


@transaction.atomic
def draft_change(
    unit: Unit,
    person: Person,
    values: Mapping[Datum, Any],
    *,
    wage_from: Month | None,
    actor: User,
    at: datetime,
    on: date,
    acknowledged: bool,
    number: str = "",
    files: Iterable[Upload] = (),
) -> Declaration:
    """Store a change of one employee's data as a draft to be looked over; ``number`` changes a draft.

    Raises what ``unit_declarations.prepare`` raises; RulesBroken with what is wrong in the values, and
    info_change.paper_missing for a new name without a paper.
    """
    files = list(files)
    changes = Changes(values, wage_from, on_record_with(unit, person, on=on))
    new = changes.differing()
    problems = [*kind_problems(new, changes), *wage_problems(unit, new, wage_from, on=on)]
    problems += [] if files or has_papers(number) else paper_problems(new)
    refuse_if_any(problems)
    if not insurances_with(unit, person):
        raise RuleBroken("info_change.not_insured")
    return unit_declarations.prepare(
        DeclarationKind.INFO_CHANGE,
        unit,
        [line_of(person, unit, new, changes)],
        actor=actor,
        at=at,
        on=on,
        acknowledged=acknowledged,
        number=number,
        files=files,
    )


def has_papers(number: str) -> bool:
    """Return whether a draft has papers already."""
    return bool(number) and Declaration.objects.filter(number=number, attachments__isnull=False).exists()


def paper_problems(new: Mapping[Datum, Any]) -> list[RuleBroken]:
    """A reviewed datum is shown by a paper: the identity document or the page of the household register."""
    return [RuleBroken("info_change.paper_missing", "attachments")] if REVIEWED & set(new) else []


def kind_problems(new: Mapping[Datum, Any], changes: Changes) -> list[RuleBroken]:
    """Another kind of employment for which other insurances are owed is an end and a beginning, no change of data."""
    kind, old = new.get(Datum.EMPLOYMENT_KIND), changes.old.get(Datum.EMPLOYMENT_KIND)
    if not kind:
        return []
    before = EmploymentKind(old) if old else EmploymentKind.CONTRACT
    owed = [insurances_owed(one, with_supplement=False) for one in (before, EmploymentKind(kind))]
    return [] if owed[0] == owed[1] else [RuleBroken("info_change.other_insurances", Datum.EMPLOYMENT_KIND)]


def wage_problems(unit: Unit, new: Mapping[Datum, Any], wage_from: Month | None, *, on: date) -> list[RuleBroken]:
    """A changed wage counts from a month that is not charged yet."""
    if Datum.WAGE not in new:
        return []
    months = wage_months(unit, on=on)
    return [] if wage_from in months else [RuleBroken("info_change.wage_month", "wage_from", earliest=months[0])]


# By the person


def on_record_of(person: Person) -> dict[Datum, Any]:
    """Return what the record holds of what somebody may change about themselves."""
    return {
        Datum.NAME: person.name,
        Datum.PHONE: person.phone or "",
        Datum.ADDRESS: person.address or "",
        Datum.HOUSEHOLD: household_of(person.pk),
    }


@transaction.atomic
def declare_own_change(
    user: User,
    values: Mapping[Datum, Any],
    *,
    code: int | None = None,
    corrected: DeclarationLine | None = None,
    at: datetime,
    on: date,
    files: Iterable[Upload] = (),
) -> Declaration:
    """Submit a change of one's own data. A new phone needs the key of the ``code`` that was sent to it
    (``phone_changes.check``). ``corrected`` is the line of a declaration that was sent back; the phone in it is proved.

    Raises RulesBroken with what is wrong in the values, info_change.nothing, info_change.paper_missing, what
    ``phone_changes.prove`` raises, and what the declaration's submission raises.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=user.person_id)
    checked = attachments.check(files)
    changes = Changes(values, old=on_record_of(person))
    new = changes.differing()
    if Datum.PHONE in new:
        phone_changes.prove(user, code, at=at)
    if corrected and Datum.PHONE in changes_of(corrected):
        new[Datum.PHONE] = answers_of(corrected)[Datum.PHONE]
    has_paper = checked.clean or (corrected and has_papers(corrected.declaration.number))
    problems = unit_declarations.faults_of_files(checked)
    problems += [] if has_paper else paper_problems(new)
    if not new:
        problems.append(RuleBroken("info_change.nothing"))
    refuse_if_any(problems)
    line = line_of(person, None, new, changes)
    declaration = own_declaration(person, line, corrected, actor=user, at=at)
    attachments.keep(declaration, checked.clean, actor=user, at=at)
    return declarations.submit(declaration.number, actor=user, at=at, on=on)


def own_declaration(
    person: Person, line: LineDraft, corrected: DeclarationLine | None, *, actor: User, at: datetime
) -> Declaration:
    """Store the change, as a new declaration or in the place of what was sent back."""
    if corrected:
        return declarations.rewrite(corrected.declaration.number, [line], actor=actor, at=at)
    return declarations.draft(
        DeclarationKind.INFO_CHANGE,
        [line],
        area=area_of(person),
        person=person,
        actor=actor,
        at=at,
    )
