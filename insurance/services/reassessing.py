"""What changed after a month was assessed: charged or given back by new rows beside the old ones, never by editing a line.

Triggers write down what has to be looked at again, in the transaction of the change itself (migration 0016). Looking at it
is expected less charged, so that doing it twice adds nothing. Corrections of closed months bring their own money.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from accounts.rules.errors import RuleBroken
from insurance.models.assessment_runs import AssessmentRun, Reassessment
from insurance.models.assessments import Assessment
from insurance.models.bills import Bill
from insurance.models.policy import PoolingArea
from insurance.rules.assessing import RunState
from insurance.rules.kinds import AssessmentKind, BillState
from insurance.rules.months import Month
from insurance.selectors.charge_differences import Concerned, turns_of
from insurance.selectors.month_policy import month_policy
from insurance.services import offsetting, settlements
from insurance.services.books import hold_books, hold_reckoning
from insurance.services.issuing import issue
from insurance.services.later_charges import write_turns

PAYERS_AT_ONCE = 500
"""How many units, or people, are looked at in one transaction where a whole area is concerned."""


@dataclass
class Remembered:
    """What has to be looked at again, by the month from which; the keys of the rows that say so."""

    keys: list[int] = field(default_factory=list)
    units: dict[int, date] = field(default_factory=dict)
    employees: dict[tuple[int, int], date] = field(default_factory=dict)
    alone: dict[int, date] = field(default_factory=dict)
    everybody: date | None = None

    def take(self, row: Reassessment) -> None:
        """Count one row in; the earliest month of each counts."""
        self.keys.append(row.pk)
        since = row.from_month
        if row.unit_id and row.person_id:
            pair = (row.unit_id, row.person_id)
            self.employees[pair] = min(since, self.employees.get(pair, since))
        elif row.unit_id:
            self.units[row.unit_id] = min(since, self.units.get(row.unit_id, since))
        elif row.person_id:
            self.alone[row.person_id] = min(since, self.alone.get(row.person_id, since))
        else:
            self.everybody = min(since, self.everybody or since)

    def in_month(self, month: date) -> Concerned:
        """Return of whom a month is looked at again."""
        return Concerned(
            units=frozenset(key for key, since in self.units.items() if since <= month),
            employees=frozenset(key for key, since in self.employees.items() if since <= month),
            alone=frozenset(key for key, since in self.alone.items() if since <= month),
        )


def reassess(area: PoolingArea, *, at: datetime, on: date, before: Month | None = None) -> int:
    """Look again at everything that changed in months that are assessed, and issue what waits; return how many
    assessments were added. Credit notes pay what is open.

    ``before``: only months before this one, which is being assessed. Without it nothing is done while a run is not finished:
    the run looks at it. Each transaction uses up what it looked at.
    """
    if before is None and AssessmentRun.objects.filter(area=area, state=RunState.RUNNING).exists():
        return 0
    made = reassess_everybody(area, at=at, on=on, before=before)
    made += reassess_remembered(area, at=at, on=on, before=before)
    made += settlements.settle(area, at=at, on=on)
    if issue_open(area, at=at, on=on) or made:
        offsetting.offset_area(area.pk, at=at, on=on)
    return made


def issue_open(area: PoolingArea, *, at: datetime, on: date) -> list[int]:
    """Issue the differences that wait in an area; return the keys of their bills."""
    waiting = Bill.objects.filter(
        assessment__area=area,
        state=BillState.OPEN,
        assessment__kind__in=(AssessmentKind.DIFFERENCE, AssessmentKind.SUPPLEMENT, AssessmentKind.REFUND),
    )
    return issue(list(waiting.values_list("pk", flat=True)), at=at, on=on)


def assessed_months(area: PoolingArea, since: date, before: Month | None) -> dict[date, date]:
    """Return the months a run assessed from one on, each with the day for which it counted."""
    runs = AssessmentRun.objects.filter(area=area, month__gte=since)
    if before:
        runs = runs.filter(month__lt=before.first_day)
    return dict(runs.order_by("month").values_list("month", "assessed_on"))


@transaction.atomic
def reassess_remembered(area: PoolingArea, *, at: datetime, on: date, before: Month | None = None) -> int:
    """Look again at the people and units that changed."""
    hold_books(area.pk)
    hold_reckoning(area.pk)
    found = Remembered()
    rows = Reassessment.objects.filter(area=area).select_for_update(of=("self",), skip_locked=True)
    for row in rows.exclude(unit=None, person=None).order_by("pk"):
        found.take(row)
    since = min((*found.units.values(), *found.employees.values(), *found.alone.values()), default=None)
    made = 0
    if since:
        for month, assessed_on in assessed_months(area, since, before).items():
            made += look_again(area, found.in_month(month), month, assessed_on, at=at, on=on)
    Reassessment.objects.filter(pk__in=found.keys).delete()
    return made


def reassess_everybody(area: PoolingArea, *, at: datetime, on: date, before: Month | None = None) -> int:
    """Look again at the whole area where its bounds or rates changed for months that are assessed, portion by portion; what
    was looked at before a process died is looked at once more, and nothing is added to it."""
    rows = Reassessment.objects.filter(area=area, unit=None, person=None)
    keys = dict(rows.values_list("pk", "from_month"))
    made = 0
    if keys:
        for month, assessed_on in assessed_months(area, min(keys.values()), before).items():
            for concerned in everybody_of(area, month):
                with transaction.atomic():
                    hold_books(area.pk)
                    hold_reckoning(area.pk)
                    made += look_again(area, concerned, month, assessed_on, at=at, on=on)
        rows.filter(pk__in=keys).delete()
    return made


def everybody_of(area: PoolingArea, month: date) -> Iterable[Concerned]:
    """Yield all payers that were charged for a month, in portions."""
    regular = Assessment.objects.filter(area=area, month=month).exclude(kind=AssessmentKind.YEARLY)
    units = list(regular.exclude(unit=None).order_by("unit").values_list("unit", flat=True).distinct())
    alone = list(regular.filter(unit=None).order_by("person").values_list("person", flat=True).distinct())
    for start in range(0, len(units), PAYERS_AT_ONCE):
        yield Concerned(units=frozenset(units[start : start + PAYERS_AT_ONCE]))
    for start in range(0, len(alone), PAYERS_AT_ONCE):
        yield Concerned(alone=frozenset(alone[start : start + PAYERS_AT_ONCE]))


def look_again(
    area: PoolingArea, concerned: Concerned, month: date, assessed_on: date, *, at: datetime, on: date
) -> int:
    """Write and issue what a month changes by; return how many assessments."""
    policy = month_policy(area, Month.of(month))
    turns = turns_of(concerned, policy, assessed_on=assessed_on)
    issue(write_turns(area, turns), at=at, on=on)
    return len(turns)


@transaction.atomic
def charge_since_first_day(
    area: PoolingArea, unit_id: int, people: Collection[int], since: Month, *, at: datetime, on: date
) -> int:
    """Charge people of a unit, who were never declared, for every month that is assessed, also those before the hall kept
    the books; return how many assessments. RuleBroken("assess.unfinished") while a run is not finished. Source: Social
    Insurance Law of the PRC, article 58."""
    hold_books(area.pk)
    hold_reckoning(area.pk)
    running = AssessmentRun.objects.filter(area=area, state=RunState.RUNNING).first()
    if running:
        raise RuleBroken("assess.unfinished", unfinished=Month.of(running.month))
    concerned = Concerned(employees=frozenset((unit_id, person) for person in people))
    runs = assessed_months(area, since.first_day, None)
    charged = Assessment.objects.filter(area=area, month__gte=since.first_day, kind=AssessmentKind.REGULAR)
    last = charged.filter(month__lte=on).order_by("-month").values_list("month", flat=True).first()
    if last is None:
        return 0
    return sum(
        look_again(area, concerned, month.first_day, runs.get(month.first_day, on), at=at, on=on)
        for month in Month.span(since, Month.of(last))
    )
