"""What the back office looks at of the resident scheme: people in groups, committees, and the years that were charged."""

from django.db.models import QuerySet

from insurance.models.residents import ResidentAgent, ResidentCharge, SubsidisedPerson
from insurance.rules.resident_payment import Group


def subsidised_people(decision: str, number: str) -> QuerySet[SubsidisedPerson]:
    """Return people in groups; ``decision`` is waiting, approved or refused, ``number`` a person's."""
    rows = SubsidisedPerson.objects.select_related("person", "area", "loaded_by", "decided_by")
    wanted = {"waiting": None, "approved": True, "refused": False}
    if decision in wanted:
        rows = rows.filter(is_approved=wanted[decision])
    return rows.filter(person__public_id=number.upper()) if number else rows


def agents() -> list[ResidentAgent]:
    """Return the units that file for residents, and those that did."""
    rows = ResidentAgent.objects.select_related("unit", "area", "named_by")
    return list(rows.order_by("ended_at", "-named_at")[:500])


def charged_years(group: str, number: str) -> QuerySet[ResidentCharge]:
    """Return the years that were charged; ``number`` is a person's or a bill's."""
    rows = ResidentCharge.objects.select_related("assessment__person", "proxy", "asked_by")
    rows = rows.prefetch_related("assessment__bills")
    if group in set(Group):
        rows = rows.filter(group=group)
    if number.upper().startswith("B"):
        return rows.filter(assessment__bills__number=number.upper())
    return rows.filter(assessment__person__public_id=number.upper()) if number else rows
