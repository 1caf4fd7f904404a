"""Medical benefits: the rules alone, one page, and everybody of the city recomputed."""

from datetime import date

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.rules.roles import UserKind
from insurance.models import BenefitPeriod, Enrolment
from insurance.rules.benefit_history import employee_history
from insurance.rules.benefit_rule import Payer
from insurance.rules.interruptions import Charge, Stay
from insurance.rules.months import Month
from insurance.selectors.area_policy import area_policy
from insurance.selectors.policy import office_area
from insurance.services import benefits
from portal.bench.measuring import Measured, processor_seconds, seconds

RULES_GOAL = 0.002
STATEMENTS_GOAL = 8
PERSONS_OF_GOAL = 100_000
SECONDS_OF_GOAL = 60
MEDICAL = (310, 390)

SCAN = """
CREATE TEMPORARY TABLE bench_floor AS
SELECT l.person_id, l.month, b.due_on, b.credited_on
FROM insurance_contributionline l JOIN insurance_bill b ON b.assessment_id = l.assessment_id AND b.agency = 'medical'
"""


class NothingToMeasure(Exception):
    """There is no city; the message says what to do."""


def measurements(*, on: date) -> list[Measured]:
    """Return what was measured on the city in the database. Its stored periods are forgotten and computed anew."""
    if not User.objects.filter(kind=UserKind.CITIZEN).exists():
        raise NothingToMeasure("There is no city to measure. Run first: manage.py seed_demo")
    return [rules_of_ten_years(on), page(), *city(on)]


def rules_of_ten_years(on: date) -> Measured:
    """Measure the rules on ten years with five interruptions, explanations included."""
    stays, charges = ten_years(Month.of(on))
    book = area_policy(office_area().pk).book
    found = employee_history(stays, charges, book, on=on).interruptions
    took = processor_seconds(lambda: employee_history(stays, charges, book, on=on), times=200)
    return Measured(
        name="10 years of one person: rules",
        product=took,
        goal="< 2 ms",
        reached=took < RULES_GOAL,
        note=f"{len(found)} interruptions, explained",
    )


def ten_years(now: Month) -> tuple[list[Stay], list[Charge]]:
    """Return an invented record that ends with ``now``: two gaps between stays, three times arrears.

    It lies within the years of which the demo area's rules are on record.
    """
    first = now - 120
    stays = [
        Stay(Payer.UNIT, first, first + 74),
        Stay(Payer.UNIT, first + 78, first + 90),
        Stay(Payer.FLEXIBLE, first + 92, None),
    ]
    charges = [Charge(stay.first, stay.first.day(25), stay.first.day(20), stay.payer) for stay in stays]
    for offset, months, payer in ((82, 1, Payer.UNIT), (100, 3, Payer.FLEXIBLE), (112, 1, Payer.FLEXIBLE)):
        late = Month.span(first + offset, first + offset + months - 1)
        charges += [Charge(month, month.day(25), (first + offset + months).day(10), payer) for month in late]
    return stays, charges


def page() -> Measured:
    """Measure the page of the account holder with the longest time line."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(with_longest_line())
    client.get("/me/benefits/")
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/me/benefits/")
    statements = len(asked)
    took = processor_seconds(lambda: client.get("/me/benefits/"), times=20)
    return Measured(
        name="/me/benefits/: processor time",
        product=took,
        goal=f"≤ {STATEMENTS_GOAL} statements",
        reached=answer.status_code == 200 and statements <= STATEMENTS_GOAL,
        note=f"{statements} statements, {len(answer.content) // 1000} kB",
    )


def with_longest_line() -> User:
    citizens = User.objects.filter(kind=UserKind.CITIZEN, activated_at__isnull=False)
    return citizens.annotate(bars=Count("person__benefit_periods")).order_by("-bars", "pk")[0]


def city(on: date) -> list[Measured]:
    """Measure everybody recomputed from nothing, and again with nothing to write, beside one scan of the ledger."""
    people = list(Enrolment.objects.filter(insurance__in=MEDICAL).values_list("person_id", flat=True).distinct())
    scan = seconds(scanned)
    BenefitPeriod.objects.all().delete()
    anew = seconds(lambda: benefits.recompute(people, on=on))
    written: list[int] = []
    again = seconds(lambda: written.append(benefits.recompute(people, on=on)))
    share = SECONDS_OF_GOAL * len(people) / PERSONS_OF_GOAL
    goal = f"< {share:.1f} s ({SECONDS_OF_GOAL} s for {PERSONS_OF_GOAL:,})"
    return [
        Measured(f"{len(people):,} people recomputed", anew, goal, anew < share, scan, f"{stored():,} periods"),
        Measured("the same again", again, "0 rows written", written == [0], scan, f"{written[0]} rows written"),
    ]


def scanned() -> None:
    with connection.cursor() as cursor:
        cursor.execute(SCAN)
        cursor.execute("DROP TABLE bench_floor")


def stored() -> int:
    return BenefitPeriod.objects.count()
