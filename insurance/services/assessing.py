"""核定: a month is assessed once in each area. It is done in steps, each a transaction of its own, so that a run that was
killed goes on where it stood and one that is repeated changes nothing.

Locks: the books of the area, then the run, then bills by key.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import F
from procrastinate.contrib.django import app as jobs

from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Permission
from accounts.services import audit
from insurance.models.assessment_runs import AssessmentRun
from insurance.models.policy import PoolingArea
from insurance.rules.assessing import RunState, refuse_to_assess
from insurance.rules.months import Month
from insurance.selectors.assessment_runs import books_of, run_of, waiting_payers
from insurance.selectors.assessment_sample import LineDiffers
from insurance.selectors.month_policy import MonthPolicy, month_policy
from insurance.services import offsetting, reassessing
from insurance.services.books import hold_books, hold_books_alone
from insurance.services.charging import charge
from insurance.services.issuing import due_days

TASK = "insurance.tasks.assess_month"

AT_ONCE = 100_000
"""How many enrolments one step charges, more only where one payer has more: memory, and what a killed run loses."""

RUN_LOCK = 3799_0304


def assess(area: PoolingArea, month: Month, *, actor: User | None, at: datetime, on: date) -> AssessmentRun:
    """Assess a month of an area: what changed of earlier months first, then everybody who is enrolled. Return the run.

    One that is finished is returned as it is, one that was interrupted goes on as of the day it was begun. Raises
    RuleBroken: account.not_allowed, assess.under_way, what ``refuse_to_assess`` and the policy of the month refuse;
    LineDiffers where the database and the rule disagree, with nothing of that step written. Not to be called within a
    transaction that is to be short.
    """
    refuse_without_permission(actor)
    with alone(area):
        run = run_of(area, month) or begin(area, month, actor=actor, at=at, on=on)
        if run.state == RunState.FINISHED:
            return run
        AssessmentRun.objects.filter(pk=run.pk).update(fault=None)
        try:
            carry_out(run, at=at, on=on)
        except RuleBroken as problem:
            note_fault(run, problem)
            raise
        except LineDiffers as wrong:
            note_fault(run, RuleBroken("assess.line_differs", line=wrong))
            raise
        run.refresh_from_db()
        return run


def refuse_without_permission(actor: User | None) -> None:
    """Raise RuleBroken("account.not_allowed") unless it is a command, or somebody who may run assessments."""
    if actor is not None and not actor.may(Permission.RUN_ASSESSMENT):
        raise RuleBroken("account.not_allowed")


@contextmanager
def alone(area: PoolingArea) -> Iterator[None]:
    """Let nobody else assess the area meanwhile; the lock goes with the connection of a killed process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [RUN_LOCK, area.pk])
        if not cursor.fetchone()[0]:
            raise RuleBroken("assess.under_way")
    try:
        yield
    finally:
        if not connection.needs_rollback and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [RUN_LOCK, area.pk])


@transaction.atomic
def begin(area: PoolingArea, month: Month, *, actor: User | None, at: datetime, on: date) -> AssessmentRun:
    """Put the run of a month on record. From then on triggers write down what changes: whoever is changing something now
    is waited for."""
    hold_books_alone(area.pk)
    refuse_to_assess(month, books_of(area, on=on), on=on)
    month_policy(area, month)
    run = AssessmentRun.objects.create(area=area, month=month.first_day, assessed_on=on, begun_at=at, begun_by=actor)
    audit.record(actor, "assessment.begun", run, at=at)
    return run


def carry_out(run: AssessmentRun, *, at: datetime, on: date) -> None:
    """Do what is left of a run.

    Earlier months are looked at before anybody is charged, and not again when a run goes on: what changed since may be about
    somebody this run has charged, and is left for the next one.
    """
    month, area = Month.of(run.month), run.area
    if not run.payers_done:
        corrected = reassessing.reassess(area, at=at, on=on, before=month)
        AssessmentRun.objects.filter(pk=run.pk).update(corrected=F("corrected") + corrected)
    payers = waiting_payers(area, month)
    AssessmentRun.objects.filter(pk=run.pk).update(payers_total=F("payers_done") + len(payers))
    policy = month_policy(area, month)
    due_on = due_days({(area.pk, run.month)}, on=on)[area.pk, run.month]
    for payer, keys in steps(payers):
        step(run, payer, keys, policy, due_on=due_on, at=at, on=on)
    finish(run, at=at, on=on)


def steps(payers: Sequence[tuple[int | None, int | None, int]]) -> Iterator[tuple[str, list[int]]]:
    """Yield payers in portions of about ``AT_ONCE`` enrolments: kind of payer and keys."""
    for payer, column in (("unit", 0), ("alone", 1)):
        keys, size = [], 0
        for row in payers:
            if row[column] is None:
                continue
            if keys and size + row[2] > AT_ONCE:
                yield payer, keys
                keys, size = [], 0
            keys.append(row[column])
            size += row[2]
        if keys:
            yield payer, keys


@transaction.atomic
def step(
    run: AssessmentRun, payer: str, keys: list[int], policy: MonthPolicy, *, due_on: date, at: datetime, on: date
) -> None:
    """Charge some payers, and count them in."""
    hold_books(run.area_id)
    charged = charge(payer, keys, policy, assessed_on=run.assessed_on, due_on=due_on, at=at, on=on)
    AssessmentRun.objects.filter(pk=run.pk).update(
        payers_done=F("payers_done") + len(keys),
        people=F("people") + charged.people,
        bills=F("bills") + len(charged.bill_ids),
        unit_fen=F("unit_fen") + charged.unit_fen,
        own_fen=F("own_fen") + charged.own_fen,
    )


@transaction.atomic
def finish(run: AssessmentRun, *, at: datetime, on: date) -> None:
    """End a run: credit notes pay what is open, and the act is traced."""
    hold_books(run.area_id)
    AssessmentRun.objects.filter(pk=run.pk).update(state=RunState.FINISHED, finished_at=at)
    offsetting.offset_area(run.area_id, at=at, on=on)
    run.refresh_from_db()
    audit.record(run.begun_by, "assessment.finished", run, at=at, people=run.people, bills=run.bills)


def note_fault(run: AssessmentRun, problem: RuleBroken) -> None:
    """Keep on the run why it stopped, for who looks at it."""
    fault = {"code": problem.code, "facts": {name: str(value) for name, value in problem.facts.items()}}
    AssessmentRun.objects.filter(pk=run.pk).update(fault=fault)


@transaction.atomic
def order(area: PoolingArea, month: Month, *, actor: User, at: datetime, on: date) -> AssessmentRun:
    """Let the worker assess a month, or go on with it; return the run, which tells how far it is.

    Raises RuleBroken: account.not_allowed, assess.done for a month that is finished, and what ``begin`` refuses.
    """
    refuse_without_permission(actor)
    run = run_of(area, month) or begin(area, month, actor=actor, at=at, on=on)
    if run.state == RunState.FINISHED:
        raise RuleBroken("assess.done", "month", month=month, on=run.assessed_on)
    jobs.configure_task(TASK).defer(run_id=run.pk)
    return run


def go_on(run_id: int, *, at: datetime, on: date) -> AssessmentRun:
    """Do what is left of a run that was ordered."""
    run = AssessmentRun.objects.select_related("area").get(pk=run_id)
    return assess(run.area, Month.of(run.month), actor=None, at=at, on=on)
