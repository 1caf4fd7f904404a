"""Declarations in any state, as the services would have left them."""

from datetime import date, timedelta

import factory

from accounts.rules.roles import UserKind
from insurance.models import Declaration, DeclarationLine, DeclarationPart
from insurance.rules.kinds import DeclarationKind, Insurance, insurances_by_agency
from tests.factories.clock import NOW, TODAY
from tests.factories.parties import UserFactory
from tests.factories.record import AreaFactory

DECIDED = {"accepted", "withdrawal_requested", "effective", "returned", "rejected"}
REFUSED = {"returned", "rejected"}


class DeclarationFactory(factory.django.DjangoModelFactory):
    """A citizen stops a flexible pension enrolment from October 2026; ``state`` is that of every part.

    With ``unit`` and ``line_person`` it is a reduction by that unit; ``resumption`` goes on from October 2026 instead.
    ``settled`` makes no enrolments: pair it with ``enrol_flexible`` or ``employ`` where the record matters. The numbers
    are none that the services give.
    """

    class Meta:
        model = Declaration
        skip_postgeneration_save = True

    number = factory.Sequence(lambda n: f"D260910{9_000_000 + n}")
    kind = DeclarationKind.STOP
    area = factory.SubFactory(AreaFactory)
    lodged_by = factory.SubFactory(UserFactory)
    person = factory.LazyAttribute(lambda o: o.lodged_by.person)
    unit = factory.LazyAttribute(lambda o: o.lodged_by.unit if o.lodged_by.kind == UserKind.OPERATOR else None)
    created_at = NOW
    submitted_at = NOW

    class Params:
        reduction = factory.Trait(
            kind=DeclarationKind.REDUCTION,
            lodged_by=factory.SubFactory(UserFactory, operator=True),
            person=None,
        )
        resumption = factory.Trait(kind=DeclarationKind.RESUME)

    @factory.post_generation
    def parts(
        declaration, create, extracted, *, state="submitted", people=None, insurances=(Insurance.PENSION,), **line
    ):
        if create:
            write_lines(declaration, people or [declaration.person], insurances, line)
            write_parts(declaration, state, insurances)


def write_lines(declaration, people, insurances, given):
    for position, person in enumerate(people, start=1):
        DeclarationLine.objects.create(
            declaration=declaration,
            position=position,
            person=person,
            unit=given.get("unit", declaration.unit),
            insurances=sorted(insurances),
            reason=given.get("reason", REASONS[declaration.kind]),
            ended_on=given.get("ended_on", TODAY if declaration.unit_id else None),
            **months_of(declaration, given),
            details=given.get("details", {}),
        )


REASONS = {DeclarationKind.STOP: "hardship", DeclarationKind.REDUCTION: "14", DeclarationKind.RESUME: ""}


def months_of(declaration, given) -> dict:
    """Return the month of a line, October 2026 unless another is given, in the column of the declaration's kind."""
    name = "start_month" if declaration.kind == DeclarationKind.RESUME else "stop_month"
    return {name: given.get(name, date(2026, 10, 1))}


def write_parts(declaration, state, insurances):
    decider = UserFactory(clerk=True) if state in DECIDED else None
    for agency in insurances_by_agency(insurances):
        DeclarationPart.objects.create(
            declaration=declaration,
            agency=agency,
            state=state,
            lodged_by=declaration.lodged_by,
            due_on=None if state == "draft" else TODAY + timedelta(days=7),
            decided_by=decider,
            decided_at=NOW if decider else None,
            reason_code="facts_differ" if state in REFUSED else "",
            next_action="correct_and_resubmit" if state in REFUSED else "",
            text="请核对停保月份。" if state in REFUSED else "",
            effective_on=date(2026, 10, 1) if state in DECIDED - REFUSED else None,
        )
