"""A citizen joins insurance and pays alone: for the first time, after an employment, or anew after a gap."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction

from accounts.models.parties import Person
from accounts.models.users import User
from insurance.models.declarations import Declaration
from insurance.models.policy import PoolingArea
from insurance.rules.benefit_history import first_benefit_day
from insurance.rules.benefit_rule import Payer, PolicyMissing
from insurance.rules.explanation import Step, as_data, step
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.selectors.area_policy import area_policy
from insurance.selectors.joining_alone import coming_back, joinables, tariff_of
from insurance.selectors.personal_data import area_of
from insurance.services import attachments, declarations
from insurance.services.attachments import Upload
from insurance.services.declarations import LineDraft


def line_of(
    person: Person, insurances: Collection[Insurance], start: Month, base_fen: int, area: PoolingArea
) -> LineDraft:
    """Return the line that joins insurances; the supplement goes with medical insurance where the area has one."""
    tariff = tariff_of(area, start)
    codes = set(insurances)
    if Insurance.MEDICAL in codes and tariff and tariff.has_supplement:
        codes.add(Insurance.SUPPLEMENT)
    charge = tariff.tariff.charge(base_fen, tuple(sorted(codes))) if tariff else None
    amounts = {str(int(code)): parts.total_fen for code, parts in charge.parts.items()} if charge else {}
    return LineDraft(
        person=person,
        insurances=tuple(codes),
        start_month=start,
        details={"wage_fen": base_fen, "monthly_fen": amounts},
    )


def meaning(
    person_id: int, area_id: int, insurances: Collection[Insurance], start: Month, *, anew: bool, on: date
) -> Step | None:
    """Return why benefits begin when they do, as it is shown; None where medical insurance is not joined or nothing is
    known. ``anew``: without paying a gap back."""
    if Insurance.MEDICAL not in insurances:
        return None
    choice = joinables(person_id)[Insurance.MEDICAL]
    if choice.was_insured:
        found = coming_back(person_id, choice, start, on=on)
        if found and anew:
            return found.unrepaid and found.unrepaid.explanation
        return found and found.explanation
    return first_wait(area_id, start, on=on)


def first_wait(area_id: int, start: Month, *, on: date) -> Step | None:
    """Return from when somebody is entitled who joins for the first time and pays at once; None without a rule."""
    credited_on = max(on, start.first_day)
    try:
        rule = area_policy(area_id).book.on(Payer.FLEXIBLE, credited_on)
    except PolicyMissing:
        return None
    return step(
        first_benefit_day,
        source=rule.source,
        first_month=start,
        credited_on=credited_on,
        new_enrolment_months=rule.new_enrolment_months,
    )


def keep_meaning(declaration: Declaration, *, on: date) -> None:
    """Write on the line what was shown of benefits when it was declared."""
    line = declaration.lines.get()
    shown = meaning(
        line.person_id,
        declaration.area_id,
        [Insurance(code) for code in line.insurances],
        Month.of(line.start_month),
        anew=declaration.kind == DeclarationKind.RE_ENROL,
        on=on,
    )
    declaration.lines.update(explanation=shown and as_data(shown))


def add_files(declaration: Declaration, files: Iterable[Upload], *, actor: User, at: datetime) -> None:
    """Add the papers that were sent, where any were: none is demanded."""
    if files := list(files):
        attachments.attach(declaration, files, actor=actor, at=at)


@transaction.atomic
def lodge(
    kind: DeclarationKind,
    person: Person,
    insurances: Collection[Insurance],
    *,
    start_month: Month,
    base_fen: int,
    actor: User,
    at: datetime,
    on: date,
    files: Iterable[Upload] = (),
) -> Declaration:
    """Submit that somebody joins insurances alone on a base in fen: ``kind`` is ENROL, or RE_ENROL for beginning anew.

    Raises RulesBroken with everything that forbids it.
    """
    area = area_of(person)
    line = line_of(person, insurances, start_month, base_fen, area)
    declaration = declarations.draft(kind, [line], area=area, person=person, actor=actor, at=at)
    add_files(declaration, files, actor=actor, at=at)
    declaration = declarations.submit(declaration.number, actor=actor, at=at, on=on)
    keep_meaning(declaration, on=on)
    return declaration


@transaction.atomic
def correct(
    declaration: Declaration,
    insurances: Collection[Insurance],
    *,
    start_month: Month,
    base_fen: int,
    actor: User,
    at: datetime,
    on: date,
    files: Iterable[Upload] = (),
) -> Declaration:
    """Submit again what was sent back, with other answers.

    Raises RuleBroken("declaration.partly_decided") once an agency has accepted its part.
    """
    before = declaration.lines.select_related("person").get()
    line = line_of(before.person, insurances, start_month, base_fen, declaration.area)
    declarations.rewrite(declaration.number, [line], actor=actor, at=at)
    add_files(declaration, files, actor=actor, at=at)
    declaration = declarations.submit(declaration.number, actor=actor, at=at, on=on)
    keep_meaning(declaration, on=on)
    return declaration
