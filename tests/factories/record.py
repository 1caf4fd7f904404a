"""Areas with their rules, enrolments, cards and bills."""

from datetime import date, timedelta

import factory
from django.db.backends.postgresql.psycopg_any import DateRange

from insurance.models import (
    Assessment,
    Bill,
    DeclarationWindow,
    Enrolment,
    PolicyDocument,
    PoolingArea,
    SocialSecurityCard,
    UnitRegistration,
)
from insurance.rules.kinds import EMPLOYEE_INSURANCES, EnrolmentKind, Insurance
from tests.factories.parties import PersonFactory, UnitFactory

ALWAYS = DateRange(date(2020, 1, 1), None, "[)")


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PolicyDocument
        django_get_or_create = ["number"]

    number = "云人社发〔2020〕1号"
    title_zh = "关于社会保险申报的通知"
    title_en = "Notice on social insurance declarations"
    issuer_zh = "云州市人力资源和社会保障局"
    issuer_en = "Yunzhou Human Resources and Social Security Office"
    evidence = "demo"


class WindowFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DeclarationWindow

    document = factory.SubFactory(DocumentFactory)
    in_force = ALWAYS
    channel = "unit"
    rule = "E-NEXT"
    open_day = 1
    close_day = 25


class AreaFactory(factory.django.DjangoModelFactory):
    """Yunzhou: units declare from the 1st to the 25th, individuals all month; a stop counts from the next month."""

    class Meta:
        model = PoolingArea
        django_get_or_create = ["code"]
        skip_postgeneration_save = True

    code = "379901"
    name_zh = "云州市"
    name_en = "Yunzhou"

    @factory.post_generation
    def windows(area, create, extracted, **kwargs):
        if create and not DeclarationWindow.objects.filter(area=area).exists():
            WindowFactory(area=area, channel="unit")
            WindowFactory(area=area, channel="individual", close_day=31)


def supersede_window(channel: str, **values) -> None:
    """Let another window follow after the first day of the one in force, for every area: policy is never edited."""
    for old in DeclarationWindow.objects.filter(channel=channel, in_force__upper_inf=True):
        close_early(old)
        kept = {name: getattr(old, name) for name in ("area", "channel", "rule", "open_day", "close_day")}
        WindowFactory(**{**kept, **values}, in_force=DateRange(old.in_force.upper, None))


def end_windows() -> None:
    """Close every window, so that none is in force any more."""
    for old in DeclarationWindow.objects.filter(in_force__upper_inf=True):
        close_early(old)


def close_early(row) -> None:
    """Close a policy row the day after it began."""
    row.in_force = DateRange(row.in_force.lower, row.in_force.lower + timedelta(days=1))
    row.save(update_fields=["in_force"])


class UnitRegistrationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = UnitRegistration

    unit = factory.SubFactory(UnitFactory, registration=None)
    area = factory.SubFactory(AreaFactory)
    injury_class = 2
    registered_on = date(2010, 5, 20)


class EnrolmentFactory(factory.django.DjangoModelFactory):
    """A running pension enrolment in flexible employment since January 2024."""

    class Meta:
        model = Enrolment

    class Params:
        employee = factory.Trait(kind=EnrolmentKind.EMPLOYEE, unit=factory.SubFactory(UnitFactory))
        resident = factory.Trait(kind=EnrolmentKind.RESIDENT, insurance=Insurance.RESIDENT)
        stopped = factory.Trait(stop_month=date(2026, 7, 1), covered_until=date(2026, 7, 1), end_reason="14")

    person = factory.SubFactory(PersonFactory)
    area = factory.SubFactory(AreaFactory)
    insurance = Insurance.PENSION
    kind = EnrolmentKind.FLEXIBLE
    first_month = date(2024, 1, 1)
    covered_from = factory.SelfAttribute("first_month")


def employ(person, unit, *, since=date(2024, 1, 1), **also) -> list[Enrolment]:
    """Enrol a person with a unit in all five insurances."""
    return [
        EnrolmentFactory(
            person=person,
            unit=unit,
            insurance=insurance,
            kind=EnrolmentKind.EMPLOYEE,
            first_month=since,
            wage_fen=800_000,
            **also,
        )
        for insurance in EMPLOYEE_INSURANCES
    ]


def enrol_flexible(person, *, since=date(2024, 1, 1), **also) -> list[Enrolment]:
    """Enrol a person in flexible employment in pension and medical insurance."""
    return [
        EnrolmentFactory(person=person, insurance=insurance, first_month=since, **also)
        for insurance in (Insurance.PENSION, Insurance.MEDICAL)
    ]


class CardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SocialSecurityCard

    person = factory.SubFactory(PersonFactory)
    number = factory.Sequence(lambda n: f"Y{n:08d}")
    issued_on = date(2019, 3, 1)


class AssessmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Assessment

    area = factory.SubFactory(AreaFactory)
    unit = factory.SubFactory(UnitFactory)
    month = date(2026, 8, 1)


class BillFactory(factory.django.DjangoModelFactory):
    """An issued bill of August 2026, due on the 25th."""

    class Meta:
        model = Bill

    class Params:
        credited = factory.Trait(
            state="paid",
            paid_fen=factory.LazyAttribute(lambda o: o.unit_total_fen + o.own_total_fen),
            brought_fen=factory.SelfAttribute("paid_fen"),
            paid_on=date(2026, 8, 20),
            credited_on=date(2026, 8, 21),
        )

    assessment = factory.SubFactory(AssessmentFactory)
    agency = "hrss"
    unit_total_fen = 160_000
    own_total_fen = 80_000
    state = "issued"
    due_on = date(2026, 8, 25)
