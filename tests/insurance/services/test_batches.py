"""A table from the upload to one declaration: what counts, what is refused, what people are shown before."""

import random
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import AuditEntry, Notice, Person
from accounts.rules.errors import RuleBroken, RulesBroken
from accounts.rules.roles import OperatorRight
from insurance.models import Batch, BatchRow, ColumnMapping, Declaration, Enrolment
from insurance.rules.batches import BatchState
from insurance.rules.kinds import DeclarationKind
from insurance.services import batch_checking, batch_filing, batches, reductions, unit_declarations
from insurance.services.reductions import ReductionAnswers
from tests.factories import NOW, TODAY, PersonFactory, UserFactory, employ
from tests.factories.batches import LEAVING_HEADINGS, checked, choose, filed, hand_in, leaving, staff_of, table
from tests.factories.contributions import charge
from tests.factories.parties import resident_number
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory
from tests.insurance.selectors.test_next_bill import OWN, RATE

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    return UserFactory(operator=True)


@pytest.fixture
def staff(operator):
    return staff_of(operator.unit, 4)


def findings_of(batch, number) -> set[str]:
    return {found["code"] for found in batch.rows.get(number=number).findings}


def counts(batch) -> tuple[int, int, int]:
    return batch.rows_passed, batch.rows_warned, batch.rows_failed


def test_an_upload_waits_for_the_worker_and_is_on_record(operator, staff):
    batch = hand_in(operator, table([leaving(staff[0])]))
    assert (batch.state, batch.unit, batch.file_name) == ("uploaded", operator.unit, "减员.csv")
    assert ProcrastinateJob.objects.filter(task_name=batches.CHECK, args={"batch_id": batch.pk}).count() == 1
    assert AuditEntry.objects.get(action="batch.uploaded").subject_number == batch.public_id


def test_the_file_and_its_rows_are_encrypted_at_rest(operator, staff):
    checked(operator, table([leaving(staff[0])]))
    number = staff[0].identity_number
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM insurance_batch")
        stored = bytes(cursor.fetchone()[0])
        cursor.execute("SELECT row_to_json(r)::text, sealed FROM insurance_batchrow r")
        row, sealed = cursor.fetchone()
    assert number.encode() not in stored
    assert number not in row
    assert number.encode() not in bytes(sealed)
    assert number.encode() in bytes(Batch.objects.get().content)


@pytest.mark.parametrize(("content", "code"), [(b"", "batch.empty"), (b"x" * 101, "batch.too_large")])
def test_what_is_no_file_is_refused_at_once(operator, settings, content, code):
    settings.HALL_WORKBOOK_BYTES = 100
    with pytest.raises(RuleBroken, match=code):
        hand_in(operator, content)
    assert not Batch.objects.exists()


def test_only_who_may_prepare_hands_in_and_only_who_may_submit_submits(operator, staff):
    reader = UserFactory(operator=True, unit=operator.unit, rights=[])
    preparer = UserFactory(operator=True, unit=operator.unit, rights=[OperatorRight.PREPARE])
    with pytest.raises(RuleBroken, match="R009"):
        hand_in(reader, table([leaving(staff[0])]))
    batch = checked(preparer, table([leaving(staff[0])]))
    with pytest.raises(RuleBroken, match="R009"):
        choose(batch, preparer)
    assert choose(batch, operator).state == "submitted"


def test_the_check_tells_every_row_what_it_comes_to(operator, staff):
    stranger = PersonFactory()
    rows = [
        leaving(staff[0]),
        leaving(stranger),
        leaving(staff[1], reason="99"),
        leaving(staff[2], ended_on="2026-12-31"),
    ]
    batch = checked(operator, table(rows))
    assert batch.state == "checked"
    assert counts(batch) == (0, 1, 3)
    assert "R029" in findings_of(batch, 2)
    assert "R003" in findings_of(batch, 3)
    assert BatchRow.objects.get(batch=batch, number=4).verdict == "fail"
    assert "R006.late" in findings_of(batch, 5)
    assert Notice.objects.get(unit=operator.unit).code == "batch_checked"


def test_what_the_table_says_is_what_the_form_would_say(operator, staff):
    batch = checked(operator, table([leaving(staff[0])]))
    answers = ReductionAnswers(
        reason="14",
        ended_on=date(2026, 9, 9),
        id_number=staff[0].identity_number,
        name=staff[0].name,
        details={"contract_from": "2024-01-01", "post": "会计", "years_in_unit": "2.5"},
    )
    single = reductions.line_of(operator.unit, answers, on=TODAY)
    filed(batch, operator)
    line = batch.__class__.objects.get().declaration.lines.get()
    assert (line.person, line.reason, line.ended_on, line.insurances) == (
        single.person,
        single.reason,
        single.ended_on,
        sorted(single.insurances),
    )
    assert (line.stop_month, line.details) == (single.stop_month.first_day, single.details)


def test_all_chosen_rows_make_one_declaration(operator, staff):
    batch = filed(checked(operator, table([leaving(one) for one in staff])), operator, scope="all")
    declaration = Declaration.objects.get()
    assert (batch.state, batch.declaration) == ("applied", declaration)
    assert {line.person for line in declaration.lines.all()} == set(staff)
    assert {part.state for part in declaration.parts.all()} == {"submitted"}
    assert set(declaration.details["acknowledged"]) >= {"R029"}
    assert Notice.objects.filter(code="reduction_filed_for_you").count() == len(staff)


def test_good_rows_only_leaves_the_refused_ones_out(operator, staff):
    batch = filed(checked(operator, table([leaving(staff[0]), leaving(PersonFactory())])), operator, scope="good")
    assert [line.person for line in batch.declaration.lines.all()] == [staff[0]]


def refusals(batch, operator, **choice) -> set[str]:
    with pytest.raises(RulesBroken) as caught:
        choose(batch, operator, **choice)
    return {problem.code for problem in caught.value.problems}


def test_all_or_nothing_declares_nothing_while_a_row_is_refused(operator, staff):
    batch = checked(operator, table([leaving(staff[0]), leaving(PersonFactory())]))
    assert refusals(batch, operator, scope="all") == {"batch.rows_refused"}
    assert Batch.objects.get().state == "checked"


def test_what_is_pointed_out_has_to_be_read(operator, staff):
    batch = checked(operator, table([leaving(staff[0])]))
    assert refusals(batch, operator, acknowledged=False) == {"batch.not_acknowledged"}


def test_nothing_is_declared_where_nothing_passes(operator):
    batch = checked(operator, table([leaving(PersonFactory())]))
    assert refusals(batch, operator) == {"batch.nothing_passed"}


def test_a_choice_made_on_an_older_check_is_refused(operator, staff):
    batch = checked(operator, table([leaving(staff[0])]))
    batches.check_again(batch.public_id, actor=operator, at=NOW)
    batch_checking.check(batch.pk, at=NOW, on=TODAY)
    with pytest.raises(RuleBroken, match="R030"):
        choose(batch, operator)


def test_the_same_person_twice_is_refused_in_both_rows(operator, staff):
    batch = checked(operator, table([leaving(staff[0]), leaving(staff[1]), leaving(staff[0], reason="13")]))
    assert [row.verdict for row in batch.rows.order_by("number")] == ["fail", "warn", "fail"]


SHUFFLES = ["as it was", "rows in another order", "columns in another order", "another name"]


@pytest.mark.parametrize("how", SHUFFLES)
@pytest.mark.parametrize("stage", ["checked", "applied"])
def test_the_same_table_counts_once_however_it_comes(operator, staff, how, stage):
    rows, headings = [leaving(one) for one in staff], list(LEAVING_HEADINGS)
    first = checked(operator, table(rows))
    if stage == "applied":
        first = filed(first, operator)
    name = "减员.csv"
    if how == "rows in another order":
        random.Random(1).shuffle(rows)
    if how == "columns in another order":
        rows, headings = [row[::-1] for row in rows], headings[::-1]
    if how == "another name":
        name = "九月.csv"
        rows = [*rows, [""] * len(headings)]
    second = checked(operator, table(rows, headings), name)
    if how == "as it was" and stage == "checked":
        assert second == first
        return
    assert (second.state, second.same_as) == ("discarded", first)
    assert Declaration.objects.count() == (stage == "applied")


def test_a_table_whose_declaration_was_withdrawn_may_come_again(operator, staff):
    first = filed(checked(operator, table([leaving(staff[0])])), operator)
    unit_declarations.withdraw(first.declaration.number, actor=operator, at=NOW)
    second = checked(operator, table([leaving(staff[0])]))
    assert second.state == "checked"
    assert filed(second, operator).declaration != first.declaration


def test_only_one_of_two_equal_tables_counts_by_constraint(operator, staff):
    batch = checked(operator, table([leaving(staff[0])]))
    with pytest.raises(IntegrityError, match="batch_counts_once_a_month"), transaction.atomic():
        Batch.objects.create(
            **{
                name: getattr(batch, name)
                for name in ("unit", "kind", "state", "period", "canonical_digest", "uploaded_by", "uploaded_at")
            },
            file_name="x.csv",
            content_digest=b"1" * 32,
        )


def test_a_batch_survives_a_check_that_was_broken_off(operator, staff):
    batch = hand_in(operator, table([leaving(one) for one in staff]))
    Batch.objects.filter(pk=batch.pk).update(state=BatchState.CHECKING, rows_total=4, rows_done=2)
    batch_checking.check(batch.pk, at=NOW, on=TODAY)
    batch.refresh_from_db()
    assert (batch.state, batch.rows_done, batch.rows.count()) == ("checked", 4, 4)


def test_a_job_that_runs_twice_does_nothing_twice(operator, staff):
    batch = filed(checked(operator, table([leaving(staff[0])])), operator)
    batch_checking.check(batch.pk, at=NOW, on=TODAY)
    batch_filing.apply(batch.pk, at=NOW, on=TODAY)
    assert Declaration.objects.count() == 1
    assert Batch.objects.get().state == "applied"


def stop(person, on=date(2026, 10, 1)) -> None:
    Enrolment.objects.filter(person=person).update(stop_month=on, covered_until=on, end_reason="14")


def test_a_roster_that_changed_since_the_preview_shows_the_new_difference(operator, staff):
    batch = checked(operator, table([leaving(one) for one in staff]))
    assert counts(batch) == (0, 4, 0)
    stop(staff[0])
    batch = filed(batch, operator)
    assert (batch.state, batch.changed["code"]) == ("checked", "R030")
    assert counts(batch) == (0, 3, 1)
    assert not Declaration.objects.exists()
    assert filed(batch, operator).declaration.lines.count() == 3


def test_a_change_that_makes_no_difference_hinders_nothing(operator, staff):
    batch = checked(operator, table([leaving(staff[0])]))
    stop(staff[1])
    employ(PersonFactory(), operator.unit)
    assert filed(batch, operator).state == "applied"


def test_another_declaration_filed_meanwhile_is_seen(operator, staff):
    batch = checked(operator, table([leaving(staff[0]), leaving(staff[1])]))
    answers = ReductionAnswers(reason="39", ended_on=TODAY, person=staff[0], details={"note": "另行说明原因"})
    draft = reductions.draft_reduction(operator.unit, answers, actor=operator, at=NOW, on=TODAY, acknowledged=True)
    unit_declarations.submit(draft.number, actor=operator, at=NOW, on=TODAY)
    batch = filed(batch, operator)
    assert (batch.state, counts(batch)) == ("checked", (0, 1, 1))


def test_unknown_headings_are_asked_once_and_remembered(operator, staff):
    headings = ["谁", *LEAVING_HEADINGS[1:]]
    batch = checked(operator, table([leaving(staff[0])], headings))
    assert (batch.state, batch.headings) == ("unmatched", headings)
    meant = dict(enumerate(["name", "id_number", "reason", "ended_on", "contract_from", "post", "years_in_unit"]))
    batches.map_columns(batch.public_id, meant, actor=operator, at=NOW)
    batch_checking.check(batch.pk, at=NOW, on=TODAY)
    batch.refresh_from_db()
    assert counts(batch) == (0, 1, 0)
    batches.discard(batch.public_id, actor=operator, at=NOW)
    assert checked(operator, table([leaving(staff[1])], headings)).state == "checked"
    assert ColumnMapping.objects.filter(unit=operator.unit, column="name").count() == 1


@pytest.mark.parametrize(
    ("meant", "code"),
    [
        ({0: "name", 1: "name", 2: "id_number", 3: "reason", 4: "ended_on"}, "batch.column_twice"),
        ({0: "name", 1: "id_number", 2: "reason"}, "batch.column_missing"),
    ],
)
def test_a_mapping_that_leaves_something_open_is_refused(operator, staff, meant, code):
    batch = checked(operator, table([leaving(staff[0])], ["谁", *LEAVING_HEADINGS[1:]]))
    with pytest.raises(RulesBroken) as caught:
        batches.map_columns(batch.public_id, meant, actor=operator, at=NOW)
    assert {problem.code for problem in caught.value.problems} == {code}
    assert Batch.objects.get().state == "unmatched"


def test_a_file_that_cannot_be_read_is_put_aside_with_the_reason(operator):
    batch = checked(operator, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504, "老表.xls")
    assert batch.state == "discarded"
    assert batch.problem["code"].startswith("workbook.")
    assert not batch.rows.exists()
    assert Notice.objects.get().code == "batch_refused"


def test_more_rows_than_allowed_are_refused_with_how_many(operator, staff, settings):
    settings.HALL_BATCH_ROWS = 3
    batch = checked(operator, table([leaving(one) for one in staff]))
    assert (batch.state, batch.problem["code"]) == ("discarded", "workbook.too_many_rows")


def test_a_table_put_aside_makes_way(operator, staff):
    batch = checked(operator, table([leaving(staff[0])]))
    batches.discard(batch.public_id, actor=operator, at=NOW)
    with pytest.raises(RuleBroken, match="batch.not_now"):
        choose(batch, operator)
    assert checked(operator, table([leaving(staff[0])])).state == "checked"


def test_files_and_rows_are_dropped_thirty_days_after_the_end(operator, staff):
    batch = filed(checked(operator, table([leaving(staff[0])])), operator)
    assert batches.drop_old(at=NOW + timedelta(days=30)) == 0
    assert batches.drop_old(at=NOW + timedelta(days=30, seconds=1)) == 1
    batch.refresh_from_db()
    assert batch.content is None
    assert not batch.rows.exists()
    assert batch.declaration.lines.count() == 1


def test_too_many_tables_at_once_are_refused(operator, staff):
    for size in range(batches.MOST_AT_WORK):
        hand_in(operator, table([leaving(staff[0])] * (size + 1)))
    with pytest.raises(RuleBroken, match="batch.many_waiting"):
        hand_in(operator, table([leaving(staff[1])]))


def test_the_next_bill_is_shown_before_and_after(operator, staff):
    put_policy(AreaFactory())
    batch = checked(operator, table([leaving(staff[0])]))
    before, after = batch.forecast["before"], batch.forecast["after"]
    assert (before["people"], after["people"]) == (4, 3)
    assert before["total_fen"] - after["total_fen"] == 800_000 * (RATE + OWN)


SUPPLEMENT_FEN = 700
"""Who joins is insured for the supplement too, at a fixed amount."""


def test_the_next_bill_counts_everybody_who_is_not_on_record_yet(operator, staff):
    put_policy(AreaFactory())
    numbers = [resident_number(date(1995, 5, 20), n) for n in range(3)]
    rows = [joining(f"何{name}", number, wage="8000") for name, number in zip("甲乙丙", numbers, strict=True)]
    batch = checked(operator, table(rows, JOINING_HEADINGS), kind=DeclarationKind.INCREASE)
    before, after = batch.forecast["before"], batch.forecast["after"]
    assert (before["people"], after["people"]) == (4, 7)
    assert after["total_fen"] - before["total_fen"] == 3 * (800_000 * (RATE + OWN) + SUPPLEMENT_FEN)


def statements(act, *args) -> int:
    with CaptureQueriesContext(connection) as asked:
        act(*args, at=NOW, on=TODAY)
    return len(asked)


def test_the_statements_of_check_and_filing_do_not_grow_with_the_rows(operator):
    seen = []
    for size in (1, 2, 40):
        people = staff_of(operator.unit, size)
        batch = hand_in(operator, table([leaving(one) for one in people]))
        check = statements(batch_checking.check, batch.pk)
        batch.refresh_from_db()
        choose(batch, operator)
        seen.append((check, statements(batch_filing.apply, batch.pk)))
    assert seen[1] == seen[2], "the first one also reads the policy, which is then remembered"


def test_a_failure_of_ours_leaves_nothing_stuck(operator, staff):
    batch = hand_in(operator, table([leaving(staff[0])]))
    batch_checking.begin(batch.pk)
    batch_checking.give_up(batch.pk, at=NOW)
    batch.refresh_from_db()
    assert (batch.state, batch.problem["code"]) == ("discarded", "batch.fault")
    again = checked(operator, table([leaving(staff[0])]))
    choose(again, operator)
    batch_filing.give_up(again.pk, at=NOW)
    again.refresh_from_db()
    assert (again.state, again.changed["code"]) == ("checked", "batch.fault")


JOINING_HEADINGS = ("姓名", "证件号码", "首个工作日", "合同开始日期", "申报工资", "岗位")


def joining(name: str, number: str, *, wage="6500.00") -> tuple[str, ...]:
    return (name, number, "2026-09-07", "2026-09-07", wage, "收银员")


def test_people_join_by_table_new_ones_among_them(operator):
    insured_before = PersonFactory()
    newcomer = resident_number(date(1999, 3, 8), 906)
    rows = [joining(insured_before.name, insured_before.identity_number), joining("俞晚晴", newcomer)]
    batch = checked(operator, table(rows, JOINING_HEADINGS), "增员.csv", kind=DeclarationKind.INCREASE)
    assert (batch.state, batch.rows_failed, batch.rows_total) == ("checked", 0, 2)
    assert not Person.objects.filter(name="俞晚晴").exists(), "a check puts nobody on record"
    batch = filed(batch, operator)
    assert (batch.state, batch.declaration.kind) == ("applied", "increase")
    assert {line.person.name for line in batch.declaration.lines.all()} == {insured_before.name, "俞晚晴"}
    assert Person.objects.get(name="俞晚晴").is_provisional


def test_whom_another_unit_insures_cannot_join_by_table(operator):
    held = PersonFactory()
    employ(held, UserFactory(operator=True).unit)
    rows = [joining(held.name, held.identity_number), joining("俞晚晴", resident_number(date(1999, 3, 8), 906))]
    batch = checked(operator, table(rows, JOINING_HEADINGS), kind=DeclarationKind.INCREASE)
    assert "A022.singly" in findings_of(batch, 2)
    assert batch.rows_failed == 1


def test_two_newcomers_of_one_number_are_refused(operator):
    number = resident_number(date(1999, 3, 8), 906)
    rows = [joining("俞晚晴", number), joining("俞晚晴", number, wage="7000.00")]
    batch = checked(operator, table(rows, JOINING_HEADINGS), kind=DeclarationKind.INCREASE)
    assert [row.verdict for row in batch.rows.all()] == ["fail", "fail"]


def test_a_month_that_is_charged_already_is_not_the_one_forecast(operator, staff):
    put_policy(AreaFactory())
    charge(staff[0], "2026-09", unit=operator.unit)
    wages = table([(staff[0].name, staff[0].identity_number, "9000")], ("姓名", "证件号码", "上年度月平均工资"))
    assert checked(operator, wages, kind=DeclarationKind.BASES).forecast["month"] == "2026-10"
