"""Tables that are not what they say, and times that run on while the worker has them."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from insurance.models import ClosedMonth
from insurance.rules.kinds import DeclarationKind
from insurance.services import batch_checking, batch_filing, batches
from tests.factories import NOW, TODAY, UserFactory
from tests.factories.batches import LEAVING_HEADINGS, checked, choose, hand_in, leaving, staff_of, table
from tests.factories.parties import resident_number

pytestmark = pytest.mark.django_db

MEANT = dict(enumerate(["name", "id_number", "reason", "ended_on", "contract_from", "post", "years_in_unit"]))
JOINING_HEADINGS = ("姓名", "证件号码", "首个工作日", "申报工资", "岗位")
NEWCOMER = resident_number(date(1995, 5, 20), 21)
LAST_DAY = datetime(2026, 9, 25, 23, 59, tzinfo=NOW.tzinfo)
"""The window closes on the 25th."""


@pytest.fixture
def operator():
    return UserFactory(operator=True)


@pytest.fixture
def staff(operator):
    return staff_of(operator.unit, 4)


def everything_stored() -> str:
    """Return all rows of the tables of workbooks as a stolen copy would show them."""
    told = []
    with connection.cursor() as cursor:
        for name in ("insurance_batch", "insurance_batchrow", "insurance_columnmapping", "procrastinate_jobs"):
            cursor.execute(f"SELECT row_to_json(r)::text FROM {name} r")
            told += [text for (text,) in cursor.fetchall()]
    return "\n".join(told)


def findings_of(batch) -> list[str]:
    return [found["code"] for row in batch.rows.all() for found in row.findings]


def test_no_number_is_stored_openly_of_columns_that_got_out_of_place(operator, staff):
    row = leaving(staff[0])
    for shifted in ((row[1], *row), (row[0], row[2], row[1], *row[3:]), (*row[:3], row[1], *row[4:])):
        checked(operator, table([shifted[:7]]))
    assert staff[0].identity_number not in everything_stored()


def test_no_number_is_stored_openly_of_a_table_without_headings(operator, staff):
    batch = checked(operator, table([leaving(one) for one in staff[1:]], leaving(staff[0])))
    assert (batch.state, batch.problem["code"]) == ("discarded", "workbook.no_headings")
    assert not any(one.identity_number in everything_stored() for one in staff)


def test_what_was_said_of_one_table_never_spoils_our_own_template(operator, staff):
    doubtful = table([(*leaving(staff[0]), "2026-09-08")], [*LEAVING_HEADINGS, "离职日期"])
    batch = checked(operator, doubtful)
    assert batch.state == "unmatched"
    meant = {**MEANT, 7: "ended_on"}
    del meant[3]
    batches.map_columns(batch.public_id, meant, actor=operator, at=NOW)
    assert checked(operator, table([leaving(staff[1])])).state == "checked"
    again = checked(operator, table([(*leaving(staff[2]), "2026-09-08")], [*LEAVING_HEADINGS, "离职日期"]))
    assert again.state == "checked", "and it is remembered where it is needed"


def test_headings_that_were_left_out_once_can_be_named_later(operator, staff):
    odd = ["谁", "号", "原因", "哪天", "起", "做什么", "几年"]
    batch = checked(operator, table([(*leaving(staff[0]), "x")], [*LEAVING_HEADINGS[:3], "哪天", *odd[4:], "日子"]))
    batches.map_columns(batch.public_id, MEANT, actor=operator, at=NOW)
    later = checked(operator, table([leaving(staff[1])], [*LEAVING_HEADINGS[:3], "日子", *LEAVING_HEADINGS[4:]]))
    assert later.state == "unmatched"


def test_a_mistaken_meaning_can_be_put_right(operator, staff):
    headings = [*LEAVING_HEADINGS[:3], "哪天", *LEAVING_HEADINGS[4:], "日子"]
    rows = [(*leaving(staff[0], ended_on="x"), "2026-09-09")]
    batch = checked(operator, table(rows, headings))
    batches.map_columns(batch.public_id, MEANT, actor=operator, at=NOW)
    batch_checking.check(batch.pk, at=NOW, on=TODAY)
    batch.refresh_from_db()
    assert batch.state == "checked"
    right = {**MEANT, 7: "ended_on"}
    del right[3]
    batches.map_columns(batch.public_id, right, actor=operator, at=NOW)
    batch_checking.check(batch.pk, at=NOW, on=TODAY)
    batch.refresh_from_db()
    assert (batch.state, batch.rows_warned) == ("checked", 1)


@pytest.mark.parametrize(
    ("changed", "field"),
    [({3: "99999999.99"}, "wage"), ({0: "何" * 101}, "name")],
)
def test_what_no_form_would_take_is_refused_by_the_row(operator, changed, field):
    row = ["何新", NEWCOMER, "2026-09-07", "6500", "会计"]
    for place, text in changed.items():
        row[place] = text
    batch = checked(operator, table([row], JOINING_HEADINGS), kind=DeclarationKind.INCREASE)
    assert (batch.state, batch.rows_failed) == ("checked", 1)
    assert [found["field"] for found in batch.rows.get().findings] == [field]


def test_what_was_sent_in_time_is_filed_in_time(operator, staff):
    batch = checked(operator, table([leaving(staff[0])]), on=LAST_DAY.date())
    batches.submit(batch.public_id, scope="all", acknowledged=True, seen=batch.version, actor=operator, at=LAST_DAY)
    batch_filing.apply(batch.pk, at=LAST_DAY + timedelta(minutes=7), on=date(2026, 9, 26))
    batch.refresh_from_db()
    assert batch.state == "applied"
    assert batch.declaration.submitted_at == LAST_DAY


def test_a_table_that_is_filed_after_its_month_was_closed_is_looked_at_again(operator, staff):
    batch = checked(operator, table([leaving(staff[0])]))
    batches.submit(batch.public_id, scope="all", acknowledged=True, seen=batch.version, actor=operator, at=LAST_DAY)
    ClosedMonth.objects.create(
        area=operator.unit.registration.area, month=date(2026, 10, 1), closed_on=date(2026, 10, 2)
    )
    batch_filing.apply(batch.pk, at=LAST_DAY + timedelta(days=9), on=date(2026, 10, 4))
    batch.refresh_from_db()
    assert (batch.state, batch.changed["code"]) == ("checked", "R030")


def test_a_table_of_last_month_and_its_copy_of_this_month_count_once(operator, staff):
    later, on = datetime(2026, 10, 9, 9, 0, tzinfo=NOW.tzinfo), date(2026, 10, 9)
    first = hand_in(operator, table([leaving(staff[0])]))
    second = hand_in(operator, table([leaving(staff[0])]) + b"\n", on=on)
    batch_checking.check(second.pk, at=later, on=on)
    batch_checking.check(first.pk, at=later, on=on)
    first.refresh_from_db()
    assert (first.state, first.same_as) == ("discarded", second)


def test_a_table_nobody_came_back_to_is_dropped_too(operator, staff):
    batch = checked(operator, table([leaving(staff[0])]))
    unmatched = checked(operator, table([leaving(staff[1])], ["谁", *LEAVING_HEADINGS[1:]]))
    for days in (30, 31, 62):
        batches.drop_old(at=NOW + timedelta(days=days, seconds=1))
    for one in (batch, unmatched):
        one.refresh_from_db()
        assert (one.state, one.content) == ("discarded", None)
        assert not one.rows.exists()


@pytest.mark.parametrize("right", ["removed", "taken"])
def test_who_submitted_and_was_removed_meanwhile_hinders_nothing_and_is_named(operator, staff, right):
    other = UserFactory(operator=True, unit=operator.unit)
    batch = choose(checked(other, table([leaving(staff[0])])), other)
    other.rights = []
    if right == "removed":
        other.is_active = False
    other.save()
    batch_filing.apply(batch.pk, at=NOW, on=TODAY)
    batch.refresh_from_db()
    assert (batch.state, batch.declaration.lodged_by) == ("applied", other)
