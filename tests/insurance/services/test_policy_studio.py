"""The policy studio: entered, looked at, activated by a second person, effective by date; the past stays as it is."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import AuditEntry
from accounts.rules.errors import RuleBroken, RulesBroken
from accounts.rules.roles import Role
from accounts.services.database_roles import grant_web_role
from insurance.models import BaseBound, BenefitPeriod, BenefitRule, PolicyDocument, PolicyDraft, PoolingArea, Rate
from insurance.rules.explanation import recomputed
from insurance.rules.months import Month
from insurance.rules.restoration import Interruption, restored
from insurance.selectors.policy import rule_books
from insurance.services import benefits, policy_studio
from insurance.services.example_files import own_examples
from insurance.services.policy_loading import load_policy
from tests.factories import NOW, TODAY, PersonFactory, UnitFactory, UserFactory, employ
from tests.factories.contributions import charge
from tests.factories.policy_drafts import DOCUMENT, FIRST_ON, national_rule, row_in_force


@pytest.fixture
def area(db):
    load_policy()
    return PoolingArea.objects.get(code="379901")


@pytest.fixture
def editor(db):
    return UserFactory(staff=True, roles=[Role.POLICY_EDITOR])


@pytest.fixture
def approver(db):
    return UserFactory(supervisor=True)


def enter(area, table, values, actor, **also):
    return policy_studio.enter_draft(area, table, values, actor=actor, at=NOW, on=TODAY, **also)


def looked_at(draft, actor):
    policy_studio.preview_draft(draft.number, actor=actor, at=NOW, on=TODAY)
    return policy_studio.run_examples(draft.number, actor=actor, at=NOW)


def activate(draft, actor, on=TODAY):
    return policy_studio.activate_draft(draft.number, actor=actor, at=NOW, on=on)


def codes(caught) -> list[str]:
    error = caught.value
    return [problem.code for problem in error.problems] if isinstance(error, RulesBroken) else [error.code]


def areas_to_recompute() -> list[int]:
    """Return the areas whose entitlements wait to be recomputed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (args->>'area_id')::int FROM procrastinate_jobs WHERE task_name = %s", [policy_studio.RECOMPUTATION]
        )
        return [area_id for (area_id,) in cursor.fetchall()]


# From the first entry to the second person --------------------------------------------------------------------------


def test_the_same_case_before_and_after_a_change_has_two_results_both_explained(area, editor, approver):
    def case(credited_on):
        gap = Interruption(Month(2026, 7), credited_on, due_on=date(2026, 7, 27))
        return restored(gap, rule_books()[area.code])

    before, past = case(date(2026, 9, 30)), case(date(2026, 8, 20))
    draft = looked_at(enter(area, "benefits", national_rule(), editor, new_document=DOCUMENT), editor)
    activate(draft, approver)

    after = case(FIRST_ON)
    assert (before.resumes_on, before.restore_rule.family) == (date(2026, 12, 1), "S4")
    assert (after.resumes_on, after.retroactive_from) == (date(2026, 10, 1), date(2026, 7, 1))
    assert recomputed(before.explanation) == before.resumes_on
    assert recomputed(after.explanation) == after.resumes_on
    assert after.restore_rule.source.document == DOCUMENT["number"]
    assert after.stop_rule.source == before.stop_rule.source
    assert case(date(2026, 9, 30)).resumes_on == before.resumes_on
    assert case(date(2026, 8, 20)).explanation.facts == past.explanation.facts


def test_no_entitlement_of_the_past_changes(area, editor, approver):
    person, unit = PersonFactory(), UnitFactory()
    employ(person, unit)
    charge(person, "2024-01", unit=unit)
    charge(person, "2026-01", unit=UnitFactory(), credited_on=date(2026, 3, 20))
    charge(person, "2026-08", unit=UnitFactory(), standing="missing")
    benefits.recompute([person.pk], on=TODAY)
    periods = list(BenefitPeriod.objects.order_by("pk").values())
    assert {period["state"] for period in periods} == {"entitled", "waiting", "suspended"}
    draft = looked_at(enter(area, "benefits", national_rule(), editor, new_document=DOCUMENT), editor)
    activate(draft, approver)
    assert benefits.recompute_area(area.pk, on=TODAY) == 0
    assert list(BenefitPeriod.objects.order_by("pk").values()) == periods


def test_an_activation_closes_the_row_before_it_and_names_both_persons(area, editor, approver):
    draft = looked_at(enter(area, "bounds", row_in_force(area, "bounds", lower=4700), editor), editor)
    activate(draft, approver)
    older, newer = BaseBound.objects.filter(area=area, in_force__overlap=(TODAY, None)).order_by("in_force")
    assert (older.in_force.upper, newer.in_force.lower, newer.in_force.upper) == (FIRST_ON, FIRST_ON, None)
    assert (older.lower_fen, newer.lower_fen) == (456_000, 470_000)
    assert (newer.entered_by, newer.approved_by) == (editor, approver)
    assert areas_to_recompute() == [area.pk]


def test_all_classes_of_work_injury_change_together(area, editor, approver):
    shares = ["0.001", "0.003", "0.006", "0.008", "0.010", "0.012", "0.015", "0.018"]
    values = row_in_force(area, "rates", "410-employee", unit_by_class=shares)
    activate(looked_at(enter(area, "rates", values, editor), editor), approver)
    changed = Rate.objects.filter(area=area, insurance=410, approved_by=approver).order_by("injury_class")
    assert [f"{row.unit_rate.normalize():f}" for row in changed] == [share.rstrip("0") for share in shares]


def test_a_new_document_comes_with_the_activation_and_not_before(area, editor, approver):
    draft = enter(area, "benefits", national_rule(), editor, new_document=DOCUMENT)
    looked_at(draft, editor)
    assert not PolicyDocument.objects.filter(number=DOCUMENT["number"]).exists()
    activated = activate(draft, approver)
    assert activated.document.title_zh == DOCUMENT["title_zh"]


def test_every_act_stands_in_the_audit(area, editor, approver):
    draft = enter(area, "bounds", row_in_force(area, "bounds", lower=4700), editor)
    policy_studio.change_draft(draft.number, row_in_force(area, "bounds", lower=4710), actor=editor, at=NOW, on=TODAY)
    activate(looked_at(draft, approver), approver)
    told = AuditEntry.objects.filter(subject_number=draft.number).order_by("pk").values_list("action", "actor")
    assert list(told) == [
        ("policy.entered", editor.pk),
        ("policy.changed", editor.pk),
        ("policy.previewed", approver.pk),
        ("policy.examples_run", approver.pk),
        ("policy.activated", approver.pk),
    ]


def test_loading_the_files_again_leaves_what_was_activated_alone(area, editor, approver):
    activate(looked_at(enter(area, "bounds", row_in_force(area, "bounds", lower=4700), editor), editor), approver)
    rows = list(BaseBound.objects.order_by("pk").values())
    loaded = load_policy()
    assert (loaded.added, loaded.closed) == (0, 0)
    assert list(BaseBound.objects.order_by("pk").values()) == rows


# Refused at the entry -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tiers", "said"),
    [
        ([{"over": 0, "upto": 2, "anchor": "payment_month"}, {"over": 4, "anchor": "payment_month"}], "gap of 3 to 3"),
        ([{"over": 0, "upto": 3, "anchor": "payment_month"}, {"over": 3, "anchor": "payment_month"}], "both speak"),
        ([{"over": 0, "upto": 3, "anchor": "payment_month"}], "a gap of more than 3"),
        ([], "no tier at all"),
    ],
)
def test_a_hole_in_the_tiers_is_refused_with_the_name_of_what_is_missing(area, editor, tiers, said):
    with pytest.raises(RuleBroken, match="policy_draft.fault") as caught:
        enter(area, "benefits", national_rule(tiers=tiers), editor, new_document=DOCUMENT)
    assert caught.value.field == "tiers"
    assert said in str(caught.value.facts["fault"])


def test_a_missing_value_and_a_float_are_refused_by_name(area, editor):
    values = row_in_force(area, "bounds", lower=4700.5)
    with pytest.raises(RuleBroken, match="policy_draft.fault") as caught:
        enter(area, "bounds", values, editor)
    assert caught.value.field == "lower"
    del values["lower"]
    with pytest.raises(RuleBroken) as caught:
        enter(area, "bounds", values, editor)
    assert "lower is missing" in str(caught.value.facts["fault"])


def test_yesterday_is_refused_and_today_is_taken(area, editor):
    with pytest.raises(RuleBroken, match="policy_draft.first_day_past"):
        enter(area, "bounds", row_in_force(area, "bounds", **{"from": TODAY - timedelta(days=1)}), editor)
    assert enter(area, "bounds", row_in_force(area, "bounds", **{"from": TODAY}), editor).first_on == TODAY


def test_a_slip_in_the_year_is_refused(area, editor):
    with pytest.raises(RuleBroken, match="policy_draft.first_day_far"):
        enter(area, "bounds", row_in_force(area, "bounds", **{"from": date(2206, 1, 1)}), editor)


def test_days_that_are_ruled_already_are_refused(area, editor, approver):
    activate(looked_at(enter(area, "bounds", row_in_force(area, "bounds", lower=4700), editor), editor), approver)
    with pytest.raises(RuleBroken, match="policy_draft.overlaps") as caught:
        enter(area, "bounds", row_in_force(area, "bounds"), editor)
    assert caught.value.facts["earliest"] == FIRST_ON + timedelta(days=1)


def test_a_document_is_on_record_or_described_but_not_both(area, editor):
    with pytest.raises(RuleBroken, match="policy_draft.document_missing"):
        enter(area, "benefits", national_rule(), editor)
    known = row_in_force(area, "bounds")["document"]
    with pytest.raises(RuleBroken, match="policy_draft.document_known"):
        enter(area, "bounds", row_in_force(area, "bounds"), editor, new_document=DOCUMENT | {"number": known})


def test_who_only_approves_does_not_enter(area, approver):
    with pytest.raises(RuleBroken, match="account.not_allowed"):
        enter(area, "bounds", row_in_force(area, "bounds"), approver)


# Refused at the activation ------------------------------------------------------------------------------------------


def test_without_preview_and_examples_nothing_is_activated(area, editor, approver):
    draft = enter(area, "bounds", row_in_force(area, "bounds", lower=4700), editor)
    with pytest.raises(RulesBroken) as caught:
        activate(draft, approver)
    assert codes(caught) == ["policy_draft.not_previewed", "policy_draft.examples_not_run"]
    assert BaseBound.objects.filter(approved_by=approver).count() == 0
    assert areas_to_recompute() == []


def test_red_examples_keep_a_draft_out(area, editor, approver):
    tiers = [
        {"over": 0, "upto": 90, "anchor": "payment_month", "wait_months": 1},
        {"over": 91, "anchor": "from_payment_month", "wait_months": 3},
    ]
    values = row_in_force(area, "benefits", "unit", tiers=tiers)
    draft = looked_at(enter(area, "benefits", values, editor), editor)
    assert draft.examples_failed > 0
    assert ["restoration.csv", "W05"] in [row[:2] for row in draft.examples["failing"]]
    with pytest.raises(RulesBroken) as caught:
        activate(draft, approver)
    assert codes(caught) == ["policy_draft.examples_red"]


def test_who_entered_a_draft_does_not_activate_it_but_another_editor_does(area, editor):
    draft = looked_at(enter(area, "bounds", row_in_force(area, "bounds", lower=4700), editor), editor)
    with pytest.raises(RulesBroken) as caught:
        activate(draft, editor)
    assert codes(caught) == ["policy_draft.own_entry"]
    second = UserFactory(staff=True, roles=[Role.POLICY_EDITOR])
    assert activate(draft, second).state == "active"


def test_a_change_makes_preview_and_examples_worthless(area, editor, approver):
    draft = looked_at(enter(area, "bounds", row_in_force(area, "bounds", lower=4700), editor), editor)
    changed = policy_studio.change_draft(
        draft.number, row_in_force(area, "bounds", lower=4710), actor=editor, at=NOW, on=TODAY
    )
    assert (changed.state, changed.preview, changed.examples_failed) == ("draft", None, None)
    with pytest.raises(RulesBroken) as caught:
        activate(changed, approver)
    assert codes(caught) == ["policy_draft.not_previewed", "policy_draft.examples_not_run"]


def test_a_preview_against_other_policy_is_out_of_date(area, editor, approver):
    bounds = looked_at(enter(area, "bounds", row_in_force(area, "bounds", lower=4700), editor), editor)
    rates = looked_at(enter(area, "rates", row_in_force(area, "rates", "110-employee", own="0.09"), editor), editor)
    activate(rates, approver)
    with pytest.raises(RulesBroken) as caught:
        activate(bounds, approver)
    assert codes(caught) == ["policy_draft.preview_outdated"]
    policy_studio.preview_draft(bounds.number, actor=approver, at=NOW, on=TODAY)
    assert activate(bounds, approver).state == "active"


def test_a_draft_that_waited_too_long_is_not_activated(area, editor, approver):
    draft = looked_at(enter(area, "bounds", row_in_force(area, "bounds", lower=4700), editor), editor)
    with pytest.raises(RulesBroken) as caught:
        activate(draft, approver, on=FIRST_ON + timedelta(days=1))
    assert codes(caught) == ["policy_draft.first_day_past"]


def test_a_finished_draft_stays_as_it_is(area, editor, approver):
    draft = looked_at(enter(area, "bounds", row_in_force(area, "bounds", lower=4700), editor), editor)
    activate(draft, approver)
    for act in (
        lambda: activate(draft, approver),
        lambda: policy_studio.discard_draft(draft.number, actor=approver, at=NOW),
        lambda: policy_studio.preview_draft(draft.number, actor=editor, at=NOW, on=TODAY),
        lambda: policy_studio.run_examples(draft.number, actor=editor, at=NOW),
        lambda: policy_studio.change_draft(draft.number, row_in_force(area, "bounds"), actor=editor, at=NOW, on=TODAY),
    ):
        with pytest.raises(RuleBroken, match="policy_draft.finished"):
            act()


def test_only_who_entered_a_draft_changes_it_and_anybody_of_the_two_discards_it(area, editor, approver):
    draft = enter(area, "bounds", row_in_force(area, "bounds"), editor)
    other = UserFactory(staff=True, roles=[Role.POLICY_EDITOR])
    with pytest.raises(RuleBroken, match="policy_draft.not_yours"):
        policy_studio.change_draft(draft.number, row_in_force(area, "bounds"), actor=other, at=NOW, on=TODAY)
    assert policy_studio.discard_draft(draft.number, actor=approver, at=NOW).discarded_by == approver


def test_an_activation_that_breaks_off_leaves_nothing_behind(area, editor, approver, monkeypatch):
    draft = looked_at(enter(area, "benefits", national_rule(), editor, new_document=DOCUMENT), editor)
    monkeypatch.setattr(policy_studio.audit, "record", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        activate(draft, approver)
    draft.refresh_from_db()
    assert (draft.state, draft.approved_by) == ("previewed", None)
    assert not BenefitRule.objects.filter(approved_by=approver).exists()
    assert not PolicyDocument.objects.filter(number=DOCUMENT["number"]).exists()
    assert areas_to_recompute() == []


# What the database holds --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("constraint", "changed"),
    [
        ("policy_draft_active_was_looked_at", {"examples_failed": 1}),
        ("policy_draft_active_was_looked_at", {"examples_failed": None}),
        ("policy_draft_active_was_looked_at", {"preview": None}),
        ("policy_draft_active_was_looked_at", {"approved_by": None}),
        ("policy_draft_active_was_looked_at", {"document": None}),
        (
            "policy_draft_has_a_document",
            {"document": None, "new_document": None, "state": "draft", "approved_by": None},
        ),
        ("policy_draft_approved_when_active", {"state": "previewed"}),
        ("policy_draft_previewed_has_preview", {"state": "previewed", "preview": None, "approved_by": None}),
        ("policy_draft_discarded_by_somebody", {"state": "discarded", "approved_by": None}),
    ],
)
def test_no_draft_is_active_without_having_been_looked_at(area, editor, approver, constraint, changed):
    draft = looked_at(enter(area, "bounds", row_in_force(area, "bounds", lower=4700), editor), editor)
    draft.new_document = DOCUMENT
    for name, value in {"state": "active", "approved_by": approver, "activated_at": NOW, **changed}.items():
        setattr(draft, name, value)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        draft.save()


def test_nobody_approves_the_own_entry_in_the_database_either(area, editor):
    draft = looked_at(enter(area, "bounds", row_in_force(area, "bounds", lower=4700), editor), editor)
    draft.state, draft.approved_by, draft.activated_at = "active", editor, NOW
    with pytest.raises(IntegrityError, match="policy_draft_four_eyes"), transaction.atomic():
        draft.save()


def test_the_database_keeps_finished_drafts_and_deletes_none(area, editor, approver):
    waiting = enter(area, "windows", row_in_force(area, "windows", "unit"), editor)
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        PolicyDraft.objects.filter(pk=waiting.pk).delete()
    policy_studio.discard_draft(waiting.number, actor=editor, at=NOW)
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        PolicyDraft.objects.filter(pk=waiting.pk).update(own_examples="x")


# The draft's own examples -------------------------------------------------------------------------------------------

LATE_FEE_ROW = "id,convention,period,arrears,paid_or_billed_on,days,late_fee\n"


def test_a_new_rate_is_activated_with_examples_of_its_own(area, editor, approver):
    values = row_in_force(area, "late_fees", daily_rate="0.0002")
    draft = looked_at(enter(area, "late_fees", values, editor), editor)
    failing = {row[1] for row in draft.examples["failing"] if row[0] == "late_fee.csv"}
    assert failing
    wrong = LATE_FEE_ROW + "X1,L1,2025-03,1000.00,2025-03-26,1,0.50\n"
    changed = policy_studio.change_draft(draft.number, values, own_examples=wrong, actor=editor, at=NOW, on=TODAY)
    red = policy_studio.run_examples(changed.number, actor=editor, at=NOW)
    assert ["draft.csv", "X1", [["late_fee", "0.50", "0.20"]]] in red.examples["failing"]


def test_rows_of_the_draft_take_the_place_of_those_with_the_same_id(area, editor):
    values = row_in_force(area, "late_fees", daily_rate="0.0002")
    draft = policy_studio.run_examples(enter(area, "late_fees", values, editor).number, actor=editor, at=NOW)
    [name, row_id, [[field, _expected, got]]] = next(r for r in draft.examples["failing"] if r[0] == "late_fee.csv")
    assert (name, field) == ("late_fee.csv", "late_fee")
    row = next(
        row for file in own_examples() if file.kind.name == "late_fee" for row in file.rows if row["id"] == row_id
    )
    mended = LATE_FEE_ROW + ",".join([*(row[n] for n in LATE_FEE_ROW.strip().split(",")[:-1]), got]) + "\n"
    policy_studio.change_draft(draft.number, values, own_examples=mended, actor=editor, at=NOW, on=TODAY)
    again = policy_studio.run_examples(draft.number, actor=editor, at=NOW)
    assert again.examples_failed == draft.examples_failed - 1
    assert again.examples_passed == draft.examples_passed + 1


def test_rows_that_are_no_examples_are_refused(area, editor):
    with pytest.raises(RuleBroken, match="policy_draft.examples_unreadable"):
        enter(area, "bounds", row_in_force(area, "bounds"), editor, own_examples="a,b\n1,2")


def test_serving_needs_no_right_to_change_policy(area, editor, approver):
    grant_web_role("hall_web_of_studio")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE hall_web_of_studio")
    draft = looked_at(enter(area, "benefits", national_rule(), editor, new_document=DOCUMENT), editor)
    assert activate(draft, approver).state == "active"
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
