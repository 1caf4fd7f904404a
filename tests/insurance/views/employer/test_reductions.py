"""The reduction form over HTTP: what it takes, and every refusal of the catalogue beside its field."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from insurance.models import ClosedMonth, Declaration, Enrolment
from insurance.rules.kinds import EnrolmentKind, Insurance, UnitStatus
from tests.factories import TODAY, BillFactory, EnrolmentFactory, PersonFactory, UserFactory, employ
from tests.factories.record import AssessmentFactory, end_windows, supersede_window
from tests.insurance.views.employer.pages import hidden, prepared, reduction, refusals, sent, submitted
from tests.visits import let_in

ADDRESS = "/employer/reductions/new/"


def refused(browser, answers, address=ADDRESS) -> set[tuple[str, str]]:
    """Return what is refused and where; nothing may be left behind."""
    before = Declaration.objects.count()
    response = browser.post(address, answers)
    assert response.status_code == 422
    assert Declaration.objects.count() == before
    return refusals(response)


def test_a_reduction_becomes_a_draft_to_be_checked(browser, employee, operator):
    number = prepared(browser, employee)
    declaration = Declaration.objects.get(number=number)
    line = declaration.lines.get()
    assert {part.state for part in declaration.parts.all()} == {"draft"}
    assert (line.person, line.unit, line.reason) == (employee, operator.unit, "14")
    assert (line.ended_on, line.stop_month) == (date(2026, 9, 9), date(2026, 10, 1))
    assert line.insurances == [110, 210, 310, 410, 510]
    assert line.details == {
        "contract_from": "2024-01-01",
        "contract_to": "2026-12-31",
        "post": "会计",
        "years_in_unit": "2.5",
    }
    assert AuditEntry.objects.get(action="declaration.prepared").actor == operator


def test_what_is_left_empty_follows_the_rule(browser, employee):
    number = prepared(browser, employee, insurances=None, stop_month="")
    line = Declaration.objects.get(number=number).lines.get()
    assert line.insurances == [110, 210, 310, 410, 510]
    assert line.stop_month == date(2026, 10, 1)


def test_where_the_real_day_counts_no_month_is_promised_before_it_is_known(browser, employee):
    assert "按本地规则：2026年10月" in browser.get(ADDRESS).content.decode()
    supersede_window("unit", rule="E-DATE")
    page = browser.get(ADDRESS).content.decode()
    assert "按本地规则确定" in page
    assert "按本地规则：" not in page


def test_the_supplement_stops_with_medical_insurance(browser, employee, operator):
    EnrolmentFactory(person=employee, unit=operator.unit, kind=EnrolmentKind.EMPLOYEE, insurance=Insurance.SUPPLEMENT)
    number = prepared(browser, employee)
    assert Declaration.objects.get(number=number).lines.get().insurances == [110, 210, 310, 330, 410, 510]


@pytest.mark.parametrize(
    ("changes", "place", "code"),
    [
        ({"id_number": ""}, "id_number", "R001"),
        ({"id_number": "379901198504120011"}, "id_number", "R001"),
        ({"name": ""}, "name", "R002"),
        ({"name": "王小二"}, "name", "R002"),
        ({"insurances": ["110", "330"]}, "insurances", "R004"),
        ({"reason": ""}, "reason", "R005"),
        ({"reason": "23"}, "reason", "R005"),
        ({"reason": "<script>"}, "reason", "R005"),
        ({"ended_on": ""}, "ended_on", "R006"),
        ({"ended_on": "2023-12-31"}, "ended_on", "R006"),
        ({"ended_on": "2026-11-01"}, "ended_on", "R006"),
        ({"reason": "22", "ended_on": "2026-09-11"}, "ended_on", "R006"),
        ({"stop_month": "2026-09"}, "stop_month", "R007"),
        ({"stop_month": "2026-12"}, "stop_month", "R007"),
        ({"reason": "21", "stop_month": "2026-11"}, "stop_month", "R007"),
        ({"contract_from": ""}, "contract_from", "R013"),
        ({"post": ""}, "post", "R013"),
        ({"years_in_unit": ""}, "years_in_unit", "R013"),
        ({"reason": "12"}, "proposed_by", "R015"),
        ({"reason": "13", "proposed_by": "unit"}, "proposed_by", "R015"),
        ({"reason": "17", "protections": ["maternity"]}, "reason", "R020"),
        ({"reason": "11", "protections": ["medical_period"]}, "reason", "R020"),
        ({"reason": "21"}, "reason", "R021"),
        ({"reason": "22", "insurances": ["110", "310"]}, "insurances", "R022"),
        ({"stop_month": "2026-05"}, "stop_month", "R028"),
        ({"reason": "39", "note": "无"}, "note", "reduction.note_missing"),
        ({"stop_month": "26-13"}, "stop_month", "invalid"),
        ({"ended_on": "2026-02-30"}, "ended_on", "invalid"),
        ({"insurances": ["999"]}, "insurances", "invalid_choice"),
        ({"years_in_unit": "many"}, "years_in_unit", "invalid"),
    ],
)
def test_a_refusal_stands_beside_its_field(browser, employee, changes, place, code):
    assert (place, code) in refused(browser, reduction(employee, **changes))


def test_somebody_of_another_unit_is_not_found(browser):
    stranger = PersonFactory()
    employ(stranger, UserFactory(operator=True).unit)
    assert refused(browser, reduction(stranger)) == {("id_number", "R003")}


def test_who_has_left_already_cannot_leave_again(browser, employee):
    Enrolment.objects.update(stop_month=date(2026, 8, 1), covered_until=date(2026, 8, 1), end_reason="14")
    assert refused(browser, reduction(employee)) == {("id_number", "R004")}


def test_everything_wrong_is_told_at_once(browser, employee):
    answers = reduction(employee, id_number="1", reason="", ended_on="")
    assert refused(browser, answers) == {("id_number", "R001"), ("reason", "R005"), ("ended_on", "R006")}
    answers = reduction(employee, ended_on="2023-01-01", stop_month="2026-09", contract_from="", acknowledged=None)
    assert refused(browser, answers) >= {
        ("ended_on", "R006"),
        ("stop_month", "R007"),
        ("contract_from", "R013"),
        ("findings", "R029"),
    }


def test_what_was_typed_is_kept(browser, employee):
    answers = reduction(employee, name="王小二", stop_month="2026-05", note="交接已完成", proposed_by="person")
    page = browser.post(ADDRESS, answers).content.decode()
    assert f'value="{employee.identity_number}"' in page
    assert 'value="王小二"' in page
    assert '<option value="2026-05" selected>' in page
    assert '<option value="14" selected>' in page
    assert "交接已完成" in page
    assert 'value="2026-09-09"' in page


def test_outside_the_window_of_a_strict_area_nothing_is_taken(browser, employee, settings):
    supersede_window("unit", outside_window="refuse")
    settings.HALL_TODAY = date(2026, 9, 28)
    assert ("error-summary", "R008") in refused(browser, reduction(employee))
    assert ("error-summary", "R008") in refused(browser, reduction(employee, stop_month=""))
    assert browser.get(ADDRESS).status_code == 200


def test_outside_the_window_of_a_lenient_area_it_counts_for_the_next_period(browser, employee, settings):
    supersede_window("unit", outside_window="next_period")
    settings.HALL_TODAY = date(2026, 9, 28)
    assert ("stop_month", "R007") in refused(browser, reduction(employee))
    number = prepared(browser, employee, stop_month="")
    assert Declaration.objects.get(number=number).lines.get().stop_month == date(2026, 11, 1)


def test_without_a_rule_in_force_the_page_says_whom_to_call(browser, employee):
    end_windows()
    assert "12333" in browser.get(ADDRESS).content.decode()
    assert ("error-summary", "policy.missing") in refused(browser, reduction(employee))


def test_a_suspended_unit_declares_at_the_counter(browser, employee, operator):
    operator.unit.registration.status = UnitStatus.SUSPENDED
    operator.unit.registration.save()
    assert ("error-summary", "R010") in refused(browser, reduction(employee))


def test_a_mistaken_increase_of_a_closed_month_is_put_right_at_the_counter(browser, operator):
    person = PersonFactory()
    segments = employ(person, operator.unit, since=date(2026, 8, 1))
    answers = {"reason": "34", "ended_on": "", "stop_month": ""}
    prepared(browser, person, **answers)
    ClosedMonth.objects.create(area=segments[0].area, month=date(2026, 8, 1), closed_on=TODAY)
    assert ("stop_month", "R016") in refused(browser, reduction(person, **answers))


def test_a_person_is_in_one_open_declaration_at_a_time(browser, employee):
    number = submitted(browser, employee)
    answers = reduction(employee)
    assert ("id_number", "R017") in refused(browser, answers)
    assert number in browser.post(ADDRESS, answers).content.decode()


def test_the_supplement_cannot_stop_alone(browser, employee, operator):
    EnrolmentFactory(person=employee, unit=operator.unit, kind=EnrolmentKind.EMPLOYEE, insurance=Insurance.SUPPLEMENT)
    assert ("insurances", "R023") in refused(browser, reduction(employee, insurances=["330"]))


def near_retirement(operator):
    person = PersonFactory(born_on=date(1976, 3, 2))
    employ(person, operator.unit)
    return person, {}


def arrears(operator):
    BillFactory(assessment=AssessmentFactory(unit=operator.unit))
    return None, {}


SOFT = {
    "R018": arrears,
    "R020": lambda operator: (None, {"reason": "17"}),
    "R025": lambda operator: (None, {"ended_on": "2026-08-01"}),
    "R026": near_retirement,
    "R029": lambda operator: (None, {}),
}


@pytest.mark.parametrize("code", SOFT)
def test_a_soft_finding_is_read_and_ticked(browser, employee, operator, code):
    other, changes = SOFT[code](operator)
    person = other or employee
    found = refused(browser, reduction(person, **changes, acknowledged=None))
    assert {("findings", code), ("acknowledged", "not_acknowledged")} <= found
    assert not {place for place, _code in found} - {"findings", "acknowledged"}
    number = prepared(browser, person, **changes)
    acknowledged = Declaration.objects.get(number=number).details["acknowledged"]
    assert code in {known.split(".")[0] for known in acknowledged}


def test_an_operator_without_the_right_sees_who_has_it(operator, employee):
    looker = UserFactory(operator=True, unit=operator.unit, rights=[])
    browser = let_in(looker)
    page = browser.get(ADDRESS).content.decode()
    assert operator.name in page
    assert 'name="id_number"' not in page
    assert refused(browser, reduction(employee)) >= {("error-summary", "R009")}


def test_somebody_from_the_roster_is_not_typed_again(browser, employee):
    address = f"{ADDRESS}?person={employee.public_id}"
    page = browser.get(address).content.decode()
    assert employee.identity_number not in page
    assert 'name="id_number"' not in page
    answers = reduction(employee, id_number=None, name=None)
    response = browser.post(address, answers)
    assert response.status_code == 302
    assert Declaration.objects.get().lines.get().person == employee


@pytest.mark.parametrize(
    "query", ["person={}", "person=P99999999", "person=%00", "declaration=D1", "declaration=D1%00"]
)
def test_what_is_another_units_does_not_exist(browser, query):
    stranger = PersonFactory()
    employ(stranger, UserFactory(operator=True).unit)
    address = f"{ADDRESS}?{query.format(stranger.public_id)}"
    assert browser.get(address).status_code == 404
    assert browser.post(address, reduction(stranger)).status_code == 404


def test_a_draft_is_changed_not_doubled(browser, employee):
    number = prepared(browser, employee)
    address = f"{ADDRESS}?declaration={number}"
    page = browser.get(address).content.decode()
    assert '<option value="14" selected>' in page
    assert 'value="会计"' in page
    answers = reduction(employee, id_number=None, name=None, reason="13", proposed_by="person")
    assert browser.post(address, answers).headers["Location"] == f"/employer/declarations/{number}/check/"
    assert Declaration.objects.get().lines.get().reason == "13"


def test_the_same_form_sent_twice_has_one_effect(browser, employee):
    answers = reduction(employee)
    first, second = browser.post(ADDRESS, answers), browser.post(ADDRESS, answers)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    assert Declaration.objects.count() == 1


def test_a_submission_sent_twice_has_one_effect(browser, employee):
    address = f"/employer/declarations/{prepared(browser, employee)}/check/"
    answers = sent()
    first, second = browser.post(address, answers), browser.post(address, answers)
    assert first.headers["Location"] == second.headers["Location"]
    assert AuditEntry.objects.filter(action="declaration.submitted").count() == 1
    assert browser.get(address).status_code == 302, "nothing is left to check"
    assert ("error-summary", "workflow.not_allowed") in refusals(browser.post(address, sent()))


def test_the_check_page_shows_what_follows_and_masks_the_number(browser, employee):
    number = prepared(browser, employee, reason="12", proposed_by="unit")
    response = browser.get(f"/employer/declarations/{number}/check/")
    page = response.content.decode()
    assert employee.identity_number not in page
    assert f"/employer/reductions/new/?declaration={number}" in page
    assert 'data-state="draft"' in page


def test_what_changed_since_the_check_page_was_shown_is_not_submitted_unseen(browser, employee):
    number = prepared(browser, employee)
    address = f"/employer/declarations/{number}/check/"
    seen = hidden(browser.get(address), "seen")
    browser.post(f"{ADDRESS}?declaration={number}", reduction(employee, id_number=None, name=None, post="出纳"))
    assert ("error-summary", "R030") in refusals(browser.post(address, sent(seen=seen)))
    again = hidden(browser.get(address), "seen")
    assert browser.post(address, sent(seen=again)).status_code == 302


def test_what_came_up_since_the_draft_has_to_be_read_before_it_is_submitted(browser, employee, operator):
    address = f"/employer/declarations/{prepared(browser, employee)}/check/"
    arrears(operator)
    assert ("findings", "R018") in refusals(browser.get(address))
    assert ("findings", "R018") in refusals(browser.post(address, sent()))
    assert browser.post(address, sent(acknowledged="on")).status_code == 302


def test_a_draft_that_is_no_longer_possible_is_not_submitted(browser, employee):
    number = prepared(browser, employee)
    Enrolment.objects.update(stop_month=date(2026, 8, 1), covered_until=date(2026, 8, 1), end_reason="14")
    assert "R004" in {
        code for _place, code in refusals(browser.post(f"/employer/declarations/{number}/check/", sent()))
    }


def test_who_may_prepare_but_not_submit_sees_who_may(operator, employee):
    assistant = UserFactory(operator=True, unit=operator.unit, rights=["prepare"], name="小陈")
    browser = let_in(assistant)
    address = f"/employer/declarations/{prepared(browser, employee)}/check/"
    page = browser.get(address).content.decode()
    assert operator.name in page
    assert 'name="seen"' not in page
    assert ("error-summary", "R009") in refusals(browser.post(address, sent()))


def test_files_come_with_the_draft_and_can_be_taken_out(browser, employee, picture):
    number = prepared(browser, employee, attachments=[picture("离职证明.png")])
    declaration = Declaration.objects.get(number=number)
    attachment = declaration.attachments.get()
    check = f"/employer/declarations/{number}/check/"
    assert "离职证明.png" in browser.get(check).content.decode()
    removal = f"/employer/declarations/{number}/attachments/{attachment.pk}/remove/"
    assert browser.post(removal, sent()).headers["Location"] == check
    assert not declaration.attachments.exists()


def test_a_file_that_cannot_be_taken_is_told_with_everything_else(browser, employee):
    bad = SimpleUploadedFile("证明.pdf", b"MZ this is a program", "application/pdf")
    found = refused(browser, reduction(employee, reason="", attachments=[bad]))
    assert found >= {("attachments", "R014"), ("reason", "R005")}


def test_after_a_refusal_the_page_says_that_files_are_chosen_again(browser, employee, picture):
    browser.cookies["hall_language"] = "en"
    answers = reduction(employee, reason="", attachments=[picture("a.png")])
    assert "The files have to be chosen again" in browser.post(ADDRESS, answers).content.decode()
    assert (
        "The files have to be chosen again"
        not in browser.post(ADDRESS, reduction(employee, reason="")).content.decode()
    )


@pytest.mark.parametrize("people", [1, 20])
def test_the_form_asks_at_most_eight_questions_and_looking_over_eleven(browser, employee, operator, people):
    for _ in range(people):
        employ(PersonFactory(), operator.unit)
    number = prepared(browser, employee)
    for address in (ADDRESS, f"{ADDRESS}?person={employee.public_id}"):
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        assert len(asked) <= 8, [query["sql"] for query in asked]
    check = f"/employer/declarations/{number}/check/"
    browser.get(check)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(check).status_code == 200
    assert len(asked) <= 11, [query["sql"] for query in asked]
