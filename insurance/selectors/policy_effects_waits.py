"""When people would have their medical benefits again, or for the first time, before and after a draft."""

from dataclasses import replace
from datetime import date
from typing import Any

from insurance.models.benefits import BenefitPeriod
from insurance.rules.benefit_rule import RuleBook
from insurance.rules.benefits import MedicalRecord, Scheme
from insurance.rules.kinds import Insurance
from insurance.rules.policy_effect import Case, Measure, effect_as_json, effect_of
from insurance.rules.policy_entries import PolicyEntry
from insurance.rules.resident_wait import ResidentWaitRule, is_in_window, missed_years, resident_wait
from insurance.rules.restoration import Interruption, restored
from insurance.selectors.area_policy import area_policy
from insurance.selectors.benefits import benefits_of
from insurance.selectors.medical_records import medical_records
from insurance.selectors.policy_change import Change, running
from insurance.selectors.policy_sample import Sample, sample_of


def _extent(sample: Sample, cases: list[Case]) -> dict[str, int]:
    """Return whom the draft may concern and who was looked at; of everybody, those whom the question fits."""
    looked_at = len(sample.numbers)
    if looked_at == sample.population:
        return {"population": len(cases), "looked_at": len(cases)}
    return {"population": sample.population, "looked_at": looked_at}


# A gap --------------------------------------------------------------------------------------------------------------


def returns(change: Change, on: date) -> dict[str, Any]:
    """Return the first day with benefits again of everybody whose interruption is open today, were everything credited
    on the first day of the draft."""
    [payer] = change.entries[0].key
    sample = sample_of(_interrupted(change))
    books = [_book(change, entries) for entries in (change.standing, change.all_after)]
    policy, cases = area_policy(change.area.pk), []
    for person_id, area_id, record in medical_records(sample.people, on=on):
        if area_id != change.area.pk:
            continue
        found = benefits_of(record, policy, on=on).employee.open_interruption
        if found and found[0].returns_as == payer:
            credited = replace(found[0], credited_on=max(change.first_on, on))
            cases.append(Case(sample.numbers[person_id], *(_return_day(credited, book) for book in books)))
    return {**_extent(sample, cases), "effect": effect_as_json(effect_of(cases, Measure.DAY))}


def _interrupted(change: Change):
    """Return who has an interruption of employee medical insurance that nothing has ended."""
    open_periods = BenefitPeriod.objects.filter(
        scheme=Scheme.EMPLOYEE, until_on=None, first_unpaid__isnull=False, credited_on=None
    )
    in_area = open_periods.filter(person__enrolments__area=change.area, person__enrolments__insurance=Insurance.MEDICAL)
    return in_area.values("person_id")


def _book(change: Change, entries: list[PolicyEntry]) -> RuleBook:
    versions = ((e.first, e.until, change.value(e)) for e in entries if e.table == "benefits")
    return RuleBook(change.area.code, tuple(versions))


def _return_day(interruption: Interruption, book: RuleBook) -> date | None:
    """Return the first day with benefits again; None where nothing brings them back, or no rule is in force."""
    try:
        return restored(interruption, book).resumes_on
    except LookupError:
        return None


# Residents ----------------------------------------------------------------------------------------------------------


def residents(change: Change, on: date) -> dict[str, Any]:
    """Return the first day covered of every resident whose year is not paid, were it paid on the first day.

    The year is the next one while its season is open under either rule, otherwise that of the first day.
    """
    rules = [change.value(entry) for entry in change.pair()]
    paid_on = change.first_on
    next_year = any(rule and is_in_window(paid_on, paid_on.year + 1, rule) for rule in rules)
    covered_year = paid_on.year + next_year
    enrolled = running(change.area, change.first_on).filter(insurance=Insurance.RESIDENT)
    sample = sample_of(enrolled.values("person_id"))
    cases = []
    for person_id, area_id, record in medical_records(sample.people, on=on):
        if area_id == change.area.pk and _is_unpaid(record, covered_year):
            days = (_covered_from(record, covered_year, paid_on, rule) for rule in rules)
            cases.append(Case(sample.numbers[person_id], *days))
    return {
        **_extent(sample, cases),
        "covered_year": covered_year,
        "effect": effect_as_json(effect_of(cases, Measure.DAY)),
    }


def _is_unpaid(record: MedicalRecord, year: int) -> bool:
    """Tell whether somebody who will not be a newborn of the year has not paid for it yet."""
    paid = any(charge.year == year and charge.credited_on for charge in record.year_charges)
    return not paid and record.born_year < year


def _covered_from(record: MedicalRecord, year: int, paid_on: date, rule: ResidentWaitRule | None) -> date | None:
    if rule is None:
        return None
    wait = resident_wait(
        missed_years=missed_years(_covered_years(record, year), year, rule),
        repaired_years=0,
        in_window=is_in_window(paid_on, year, rule),
        paid_on=paid_on,
        rule=rule,
    )
    return wait.starts_on


def _covered_years(record: MedicalRecord, before: int) -> list[int]:
    """Return the years somebody was covered as a resident; an old one without a charge on record is not doubted."""
    unpaid = {charge.year for charge in record.year_charges if charge.credited_on is None}
    spans = ((stay.first.year, (stay.stop - 1).year if stay.stop else before - 1) for stay in record.resident_stays)
    years = {year for first, last in spans for year in range(first, min(last, before - 1) + 1)}
    return sorted(years - unpaid)
