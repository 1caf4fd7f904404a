"""The roster, one person of it, and the roster as a file."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from accounts.models import AuditEntry
from insurance.models import ContributionLine, Enrolment
from insurance.rules.kinds import Insurance
from tests.factories import BillFactory, EnrolmentFactory, PersonFactory, UserFactory, employ
from tests.factories.record import AssessmentFactory
from tests.insurance.views.employer.pages import attribute, prepared, submitted

ADDRESS = "/employer/staff/"


def leave(person, month=date(2026, 9, 1)):
    Enrolment.objects.filter(person=person).update(stop_month=month, covered_until=month, end_reason="14")


def staffed(unit, count):
    people = [PersonFactory() for _ in range(count)]
    for person in people:
        employ(person, unit)
    return people


def shown(response) -> list[str]:
    """Return the numbers of the people in the table, in its order."""
    rows = response.content.decode().split("<tbody>")[1].split("<tr>")[1:]
    return [row.split('href="/employer/staff/')[1].split("/")[0] for row in rows]


def test_the_roster_names_who_is_insured_now(browser, employee, operator):
    gone = PersonFactory()
    employ(gone, operator.unit)
    leave(gone)
    employ(PersonFactory(), UserFactory(operator=True).unit)
    response = browser.get(ADDRESS)
    assert shown(response) == [employee.public_id]
    assert attribute(response, "total") == "1"
    assert employee.identity_number not in response.content.decode()
    assert "379901********" in response.content.decode()


def test_each_part_of_the_roster_has_its_people(browser, operator):
    working, leaving, planned, gone = staffed(operator.unit, 4)
    submitted(browser, leaving)
    leave(planned, date(2026, 11, 1))
    leave(gone)
    expected = {
        "running": [working, leaving, planned],
        "stopping": [leaving, planned],
        "left": [gone],
        "all": [working, leaving, planned, gone],
        "nonsense": [working, leaving, planned],
    }
    for status, people in expected.items():
        response = browser.get(f"{ADDRESS}?status={status}")
        assert shown(response) == [person.public_id for person in people], status
        assert attribute(response, "total") == str(len(people))


def test_who_is_on_the_way_out_is_marked_and_not_offered_for_a_reduction(browser, employee):
    assert f"/employer/reductions/new/?person={employee.public_id}" in browser.get(ADDRESS).content.decode()
    number = submitted(browser, employee)
    page = browser.get(ADDRESS).content.decode()
    assert f"/employer/declarations/{number}/" in page
    assert "2026-10" in page
    assert f"/employer/reductions/new/?person={employee.public_id}" not in page


def test_a_draft_changes_nothing_in_the_roster(browser, employee):
    prepared(browser, employee)
    assert f"/employer/reductions/new/?person={employee.public_id}" in browser.get(ADDRESS).content.decode()


def test_the_roster_is_filtered_by_insurance(browser, employee, operator):
    only_injury = PersonFactory()
    EnrolmentFactory(person=only_injury, employee=True, unit=operator.unit, insurance=Insurance.INJURY)
    assert shown(browser.get(f"{ADDRESS}?insurance=410")) == [employee.public_id, only_injury.public_id]
    assert shown(browser.get(f"{ADDRESS}?insurance=110")) == [employee.public_id]


def test_pages_follow_by_key(browser, operator):
    people = [person.public_id for person in staffed(operator.unit, 45)]
    first = browser.get(ADDRESS)
    assert shown(first) == people[:20]
    assert attribute(first, "total") == "45"
    second = browser.get(f"{ADDRESS}?after={people[19]}")
    third = browser.get(f"{ADDRESS}?after={people[39]}")
    assert (shown(second), shown(third)) == (people[20:40], people[40:])
    assert 'rel="next"' not in third.content.decode()
    assert shown(browser.get(f"{ADDRESS}?before={people[40]}")) == people[20:40]
    back = browser.get(f"{ADDRESS}?before={people[20]}")
    assert shown(back) == people[:20]
    assert 'rel="prev"' not in back.content.decode()
    assert shown(browser.get(f"{ADDRESS}?size=50")) == people


@pytest.mark.parametrize(
    "query", ["after=x", "after=P9999999999999999999999", "size=7", "insurance=abc", "status=", "before="]
)
def test_an_address_nobody_made_shows_a_roster_all_the_same(browser, employee, query):
    assert browser.get(f"{ADDRESS}?{query}").status_code == 200


def test_a_number_leads_to_the_person_and_never_stands_in_an_address(browser, employee):
    for typed in (employee.identity_number, employee.identity_number.lower(), f" {employee.public_id} "):
        response = browser.post(ADDRESS, {"q": typed})
        assert response.headers["Location"] == f"/employer/staff/{employee.public_id}/"


def test_a_name_is_looked_for_without_standing_in_an_address(browser, employee, operator):
    other = PersonFactory(name="阿依古丽·买买提")
    employ(other, operator.unit)
    response = browser.post(ADDRESS, {"q": "古丽"})
    assert "古丽" not in response.headers["Location"]
    assert response.headers["Location"].isascii()
    assert shown(browser.get(response.headers["Location"])) == [other.public_id]
    assert shown(browser.get(ADDRESS)) == [employee.public_id, other.public_id]


def test_somebody_of_another_unit_is_not_found_by_number(browser, employee):
    stranger = PersonFactory()
    employ(stranger, UserFactory(operator=True).unit)
    response = browser.post(ADDRESS, {"q": stranger.identity_number})
    assert response.headers["Location"] == "/employer/staff/?status=all"
    answer = browser.get(response.headers["Location"])
    assert shown(answer) == [employee.public_id], "the roster, with a word on what was not found"
    assert stranger.identity_number not in str(dict(browser.session)) + answer.content.decode()


@pytest.mark.parametrize("typed", ["\0", "'; DROP TABLE insurance_enrolment; --", "%", "<b>", "\u202e", "x" * 5000])
def test_whatever_is_looked_for_is_only_looked_for(browser, employee, typed):
    response = browser.post(ADDRESS, {"q": typed}, follow=True)
    assert response.status_code == 200
    assert "<b>" not in response.content.decode()
    assert attribute(response, "total") in ("0", "1")


def test_a_unit_without_staff_is_told_what_to_do(browser, operator):
    response = browser.get(ADDRESS)
    assert attribute(response, "total") == "0"
    assert "12333" in response.content.decode()


@pytest.mark.parametrize("count", [1, 50, 500])
def test_the_roster_costs_the_same_however_long_it_is(browser, operator, count):
    people = PersonFactory.build_batch(count)
    type(people[0]).objects.bulk_create(people)
    segments = [
        EnrolmentFactory.build(
            person=person,
            unit=operator.unit,
            area=operator.unit.registration.area,
            kind="employee",
            insurance=insurance,
        )
        for person in people
        for insurance in (110, 210, 310, 410, 510)
    ]
    Enrolment.objects.bulk_create(segments)
    browser.get(ADDRESS)
    for size, most_bytes in (20, 40_000), (50, 60_000):
        with CaptureQueriesContext(connection) as asked:
            response = browser.get(f"{ADDRESS}?size={size}")
        assert attribute(response, "total") == str(count)
        assert len(asked) == 6
        assert len(response.content) <= most_bytes


def contributed(person, unit, months):
    for month in months:
        assessment = AssessmentFactory(unit=unit, month=date(2026, month, 1))
        ContributionLine.objects.create(
            assessment=assessment,
            person=person,
            month=assessment.month,
            hrss_base_fen=800_000,
            medical_base_fen=810_000,
            pension_unit=128_000,
            pension_own=64_000,
            medical_unit=64_800,
            medical_own=16_200,
        )
        BillFactory(assessment=assessment, agency="hrss", credited=True)


def test_a_persons_page_shows_what_this_unit_did_and_nothing_else(browser, employee, operator):
    contributed(employee, operator.unit, [7, 8])
    elsewhere = UserFactory(operator=True).unit
    EnrolmentFactory(
        person=employee, employee=True, unit=elsewhere, insurance=Insurance.INJURY, first_month=date(2025, 5, 1)
    )
    contributed(employee, elsewhere, [6])
    response = browser.get(f"{ADDRESS}{employee.public_id}/")
    page = response.content.decode()
    assert attribute(response, "state") == "insured"
    assert page.count("1,280.00") == 2, "two months of pension through this unit"
    assert page.count("810") == 0 or page.count("8,100.00") == 2
    assert "2025" not in page, "the other employment is not this unit's business"
    assert employee.identity_number not in page


def test_the_state_of_a_person_follows_the_record(browser, employee):
    address = f"{ADDRESS}{employee.public_id}/"
    number = submitted(browser, employee)
    page = browser.get(address)
    assert number in page.content.decode()
    assert "/employer/reductions/new/?person=" not in page.content.decode()
    leave(employee, date(2026, 10, 1))
    assert attribute(browser.get(address), "state") == "stopping"
    leave(employee)
    assert attribute(browser.get(address), "state") == "stopped"


def test_the_code_of_the_old_system_is_shown_as_such(browser, employee):
    Enrolment.objects.update(stop_month=date(2026, 9, 1), covered_until=date(2026, 9, 1), end_reason="221")
    assert "221" in browser.get(f"{ADDRESS}{employee.public_id}/").content.decode()


def test_a_person_of_another_unit_does_not_exist(browser, employee):
    stranger = PersonFactory()
    employ(stranger, UserFactory(operator=True).unit)
    assert browser.get(f"{ADDRESS}{stranger.public_id}/").status_code == 404
    assert browser.get(f"{ADDRESS}P99999999/").status_code == 404


@pytest.mark.parametrize("months", [[], [8], list(range(1, 10))])
def test_a_persons_page_asks_at_most_eight_questions(browser, employee, operator, months):
    contributed(employee, operator.unit, months)
    with CaptureQueriesContext(connection) as asked:
        browser.get(f"{ADDRESS}{employee.public_id}/")
    assert len(asked) <= 8


def test_the_roster_leaves_as_csv(browser, operator, employee):
    contributed(employee, operator.unit, [7, 8])
    trap = PersonFactory(name="=HYPERLINK(1)")
    employ(trap, operator.unit)
    response = browser.post(f"{ADDRESS}export/", {"format": "csv", "status": "running"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[1] for row in rows[1:]] == [employee.name, "'=HYPERLINK(1)"]
    assert rows[1][2].startswith("379901********")
    assert rows[1][5:7] == ["8000.00", "8100.00"]
    entry = AuditEntry.objects.get(action="roster.exported")
    assert (entry.actor, entry.subject_number, entry.facts) == (operator, operator.unit.public_id, {"people": 2})


def test_the_roster_leaves_as_a_workbook_with_the_same_people(browser, operator, employee):
    gone = PersonFactory()
    employ(gone, operator.unit)
    leave(gone)
    response = browser.post(f"{ADDRESS}export/", {"format": "xlsx", "status": "left"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[2:]] == [gone.name]
    assert browser.get(f"{ADDRESS}export/").status_code == 405
