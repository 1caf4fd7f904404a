"""Migrations: they say what the models say, stand in one line, can be taken back, and put up the guards of history."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import AccessEntry, AuditSeal
from accounts.services import audit
from insurance.models import ClosedMonth, ContributionLine, DeclarationEvent
from tests.factories import NOW, TODAY, DeclarationFactory, PersonFactory, UserFactory
from tests.factories.policy import (
    BaseBoundFactory,
    BenefitRuleFactory,
    LateFeeFactory,
    ResidentWaitFactory,
    UnitInjuryRateFactory,
)
from tests.factories.record import AssessmentFactory
from tests.faults import none_of

OURS = {"accounts", "insurance", "portal"}


@pytest.fixture
def executor(db):
    """The migrations on disk beside what the test database, built from nothing, has taken up."""
    return MigrationExecutor(connection)


def test_the_models_have_no_change_without_a_migration(db):
    call_command("makemigrations", check_changes=True, dry_run=True)


def test_the_database_was_built_by_the_migrations(executor):
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    assert OURS - executor.loader.migrated_apps == set()


def test_no_app_has_two_last_migrations(executor):
    assert executor.loader.detect_conflicts() == {}


def test_every_step_has_a_way_back(executor):
    none_of(
        f"{app}.{name}: {operation.describe()}"
        for (app, name), migration in executor.loader.disk_migrations.items()
        if app in OURS
        for operation in migration.operations
        if not operation.reversible
    )


def audit_entry():
    return audit.record(UserFactory(clerk=True), "test.done", PersonFactory(), at=NOW)


def audit_seal():
    audit_entry()
    audit.seal_entries()
    return AuditSeal.objects.get()


def access_entry():
    clerk = UserFactory(clerk=True)
    return AccessEntry.objects.create(at=NOW, actor=clerk, person=PersonFactory(), purpose="counter", what="overview")


def declaration_event():
    return DeclarationEvent.objects.create(
        declaration=DeclarationFactory(), at=NOW, capacity="applicant", action="submit"
    )


def contribution_line():
    assessment = AssessmentFactory()
    return ContributionLine.objects.create(assessment=assessment, person=PersonFactory(), month=assessment.month)


def line_of_closed_month():
    line = contribution_line()
    ClosedMonth.objects.create(area=line.assessment.area, month=line.month, closed_on=TODAY)
    return line


def rewrite(row):
    """Write a row's own values over it, as anybody with a database client could write others."""
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    return type(row).objects.filter(pk=row.pk).update(**values)


def remove(row):
    """Delete a row without Django's own protection."""
    return type(row).objects.filter(pk=row.pk)._raw_delete(using="default")


HISTORY = [
    audit_entry,
    audit_seal,
    access_entry,
    declaration_event,
    line_of_closed_month,
    BaseBoundFactory,
    BenefitRuleFactory,
    LateFeeFactory,
    ResidentWaitFactory,
    UnitInjuryRateFactory,
]


@pytest.mark.parametrize("change", [rewrite, remove])
@pytest.mark.parametrize("recorded", HISTORY)
def test_the_database_refuses_to_change_history(db, recorded, change):
    row = recorded()
    with pytest.raises(IntegrityError, match=r"append-only|the month is closed|policy is never changed"):
        change(row)


@pytest.mark.parametrize("change", [rewrite, remove])
def test_a_line_of_an_open_month_may_still_change(db, change):
    assert change(contribution_line()) == 1
