"""The roster, and one person of it."""

from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from insurance.models import ContributionLine, Declaration, DeclarationLine, DeclaredWage, Enrolment
from insurance.rules.kinds import Insurance
from tests.factories import NOW, BillFactory, EnrolmentFactory, PersonFactory, UserFactory, employ
from tests.factories.record import AssessmentFactory
from tests.insurance.views.employer.pages import attribute, prepared, submitted
from tests.visits import let_in

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
    for size, most_bytes in (20, 40_000), (50, 40_000):
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


def test_the_roster_is_filtered_by_the_month_somebody_joined_or_left(browser, operator, employee):
    joined, gone, gone_before = staffed(operator.unit, 3)
    Enrolment.objects.filter(person=joined).update(first_month=date(2026, 9, 1), covered_from=date(2026, 9, 1))
    leave(gone)
    leave(gone_before, date(2026, 8, 1))
    assert shown(browser.get(f"{ADDRESS}?status=all&joined=2026-09")) == [joined.public_id]
    assert shown(browser.get(f"{ADDRESS}?status=left&left=2026-09")) == [gone.public_id]
    response = browser.get(f"{ADDRESS}?status=left&left=2026-08")
    assert (shown(response), attribute(response, "total")) == ([gone_before.public_id], "1")


def test_the_roster_is_filtered_by_the_kind_of_employment(browser, operator, employee):
    [dispatched] = staffed(operator.unit, 1)
    Enrolment.objects.filter(person=dispatched).update(employment_kind="dispatch")
    assert shown(browser.get(f"{ADDRESS}?employment=dispatch")) == [dispatched.public_id]


def test_the_roster_is_filtered_by_the_wage_of_the_year(browser, operator, employee):
    [declared] = staffed(operator.unit, 1)
    number = submitted(browser, employee)
    part = Declaration.objects.get(number=number).parts.first()
    wage = {"person": declared, "unit": operator.unit, "wage_fen": 800_000, "declared_by": part}
    row = DeclaredWage.objects.create(**wage, from_month=date(2026, 1, 1))
    assert shown(browser.get(f"{ADDRESS}?wage=declared")) == [declared.public_id]
    assert shown(browser.get(f"{ADDRESS}?wage=undeclared")) == [employee.public_id]
    DeclaredWage.objects.filter(pk=row.pk).update(undone_at=NOW)
    assert shown(browser.get(f"{ADDRESS}?wage=undeclared")) == [employee.public_id, declared.public_id]


def pages_of(browser, query) -> list[str]:
    """Return everybody on all pages of a roster, forwards, after walking back to the first page the same way."""
    forwards, address = [], f"{ADDRESS}?{query}"
    while address:
        page = browser.get(address)
        assert page.status_code == 200
        forwards.append(shown(page))
        text = page.content.decode()
        address = ADDRESS + unescape(text.split('rel="next" href="')[1].split('"')[0]) if 'rel="next"' in text else ""
    for expected in reversed(forwards[:-1]):
        text = page.content.decode()
        page = browser.get(ADDRESS + unescape(text.split('rel="prev" href="')[1].split('"')[0]))
        assert shown(page) == expected
    return [number for page in forwards for number in page]


def test_who_came_last_is_first_when_asked_for(browser, operator):
    people = staffed(operator.unit, 45)
    for position, person in enumerate(people):
        since = date(2024, 1 + position % 3, 1)
        Enrolment.objects.filter(person=person).update(first_month=since, covered_from=since)
    expected = sorted(people, key=lambda one: (-Enrolment.objects.filter(person=one)[0].first_month.month, one.pk))
    assert pages_of(browser, "sort=newest") == [person.public_id for person in expected]


def test_the_order_by_name_puts_no_name_into_an_address(browser, operator):
    names = [f"{family}{number:02}" for family in ("王", "安", "李") for number in range(9)]
    for name in names:
        employ(PersonFactory(name=name), operator.unit)
    text = browser.get(f"{ADDRESS}?sort=name").content.decode()
    assert "%" not in text.split('rel="next" href="')[1].split('"')[0]
    people = Person.objects.filter(name__in=names).order_by("name", "pk")
    assert pages_of(browser, "sort=name") == [person.public_id for person in people]


def test_a_persons_page_keeps_both_dates_of_what_was_taken_back(browser, operator, employee):
    number = submitted(browser, employee)
    Declaration.objects.get(number=number).parts.update(state="effective", effective_on=date(2026, 9, 8))
    DeclarationLine.objects.filter(declaration__number=number).update(undone_at=NOW)
    browser.cookies["hall_language"] = "en"
    page = " ".join(browser.get(f"{ADDRESS}{employee.public_id}/").content.decode().split())
    assert "In effect from 8 September 2026, taken back 10 September 2026" in page


def test_a_persons_page_shows_wages_terms_and_what_can_be_done(browser, operator, employee):
    number = submitted(browser, employee)
    part = Declaration.objects.get(number=number).parts.first()
    wage = {"person": employee, "unit": operator.unit, "declared_by": part}
    DeclaredWage.objects.create(**wage, from_month=date(2026, 1, 1), wage_fen=765_432)
    page = browser.get(f"{ADDRESS}{employee.public_id}/").content.decode()
    assert "7,654.32" in page
    assert f"{ADDRESS}{employee.public_id}/change/" in page
    leave(employee)
    page = browser.get(f"{ADDRESS}{employee.public_id}/").content.decode()
    assert f"/employer/increases/new/?person={employee.public_id}" in page
    assert f"{ADDRESS}{employee.public_id}/change/" not in page


def test_who_may_only_look_is_offered_no_act(operator, employee):
    looker = let_in(UserFactory(operator=True, unit=operator.unit, rights=["pay"]))
    page = looker.get(f"{ADDRESS}{employee.public_id}/").content.decode()
    assert "/employer/reductions/new/?person=" not in page
    assert "/change/" not in page
