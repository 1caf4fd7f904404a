"""The yearly declaration of wages over HTTP: the list, the draft, the check, and every refusal beside its field."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from accounts.rules.roles import OperatorRight
from insurance.models import Declaration, DeclaredWage
from tests.factories import PersonFactory, UserFactory, employ
from tests.factories.contributions import charge
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory
from tests.insurance.views.employer.pages import attribute, codes_of, hidden, refusals, sent
from tests.visits import let_in

ADDRESS = "/employer/bases/"


@pytest.fixture(autouse=True)
def policy(db):
    put_policy(AreaFactory())


@pytest.fixture
def colleague(operator):
    person = PersonFactory()
    employ(person, operator.unit)
    return person


def wages(seen=None, **typed) -> dict:
    """Return the answers of a page: the wage by public number, and what stood there before."""
    answers = {f"wage_{number}": wage for number, wage in typed.items()}
    return sent(**answers, **{f"seen_{number}": fen for number, fen in (seen or {}).items()})


def written() -> dict:
    draft = Declaration.objects.get()
    return {line.person.public_id: line.details["wage_fen"] for line in draft.lines.all()}


def test_a_page_of_wages_is_kept_and_shown_with_its_base(browser, employee, colleague):
    response = browser.post(ADDRESS, wages(**{employee.public_id: "12,345.60", colleague.public_id: "3000"}))
    assert (response.status_code, response.headers["Location"]) == (302, ADDRESS)
    assert written() == {employee.public_id: 1_234_560, colleague.public_id: 300_000}
    page = browser.get(ADDRESS)
    content = page.content.decode()
    assert 'value="12345.60"' in content
    assert content.count("4,560.00") == 2, "among the bounds of the year, and as the base of the lower wage"
    assert attribute(page, "number") == Declaration.objects.get().number
    assert attribute(page, "total") == "2"


def test_the_check_shows_what_changes_and_sending_it_counts(browser, employee, operator):
    charge(employee, "2026-01", unit=operator.unit)
    response = browser.post(ADDRESS, wages(**{employee.public_id: "10000"}) | {"check": "1"})
    check = response.headers["Location"]
    assert check.endswith("/check/")
    page = browser.get(check)
    content = page.content.decode()
    assert "8,000.00" in content
    assert "10,000.00" in content
    assert "2026年1月" in content
    assert codes_of(page) == {"bases.signatures", "bases.late"}
    answers = sent(seen=hidden(page, "seen"))
    refused = browser.post(check, answers)
    assert refused.status_code == 422
    done = browser.post(check, sent(seen=hidden(refused, "seen"), acknowledged="on"))
    assert done.status_code == 302, refusals(done)
    assert DeclaredWage.objects.get().wage_fen == 1_000_000
    case = browser.get(done.headers["Location"])
    assert attribute(case, "state") == "effective"


@pytest.mark.parametrize("typed", ["abc", "-5", "0", "1.234", "99999999999"])
def test_a_wage_that_is_none_is_refused_beside_its_field_and_kept(browser, employee, colleague, typed):
    response = browser.post(ADDRESS, wages(**{employee.public_id: typed, colleague.public_id: "9000"}))
    assert response.status_code == 422
    assert {place for place, _code in refusals(response)} == {f"wage_{employee.public_id}"}
    assert f'value="{typed}"' in response.content.decode()
    assert 'value="9000"' in response.content.decode()
    assert not Declaration.objects.exists()


def test_a_colleagues_wage_is_not_overwritten_unseen(browser, employee):
    browser.post(ADDRESS, wages(**{employee.public_id: "9000"}))
    response = browser.post(ADDRESS, wages(**{employee.public_id: "7000"}))
    assert response.status_code == 422
    assert codes_of(response) == {"bases.changed_meanwhile"}
    assert written() == {employee.public_id: 900_000}
    seen = {employee.public_id: 900_000}
    assert browser.post(ADDRESS, wages(seen, **{employee.public_id: "7000"})).status_code == 302


def test_a_draft_from_which_every_wage_was_taken_out_is_still_a_page(browser, employee):
    browser.post(ADDRESS, wages(**{employee.public_id: "9000"}))
    browser.post(ADDRESS, wages({employee.public_id: 900_000}, **{employee.public_id: ""}))
    number = Declaration.objects.get().number
    for page in (f"/employer/declarations/{number}/", f"/employer/declarations/{number}/check/"):
        assert browser.get(page).status_code == 200, page
    refused = browser.post(f"/employer/declarations/{number}/check/", sent(acknowledged="on"))
    assert (refused.status_code, codes_of(refused)) == (422, {"bases.nothing_written"})


def test_the_same_form_twice_has_one_effect(browser, employee):
    form = wages(**{employee.public_id: "9000"})
    assert [browser.post(ADDRESS, form).status_code for _ in range(2)] == [302, 302]
    assert written() == {employee.public_id: 900_000}


def test_somebody_is_found_without_a_name_in_the_address(browser, employee, colleague):
    response = browser.post(f"{ADDRESS}find/", {"q": employee.name})
    assert response.headers["Location"] == f"{ADDRESS}?search=on"
    content = browser.get(response.headers["Location"]).content.decode()
    assert employee.public_id in content
    assert colleague.public_id not in content


def test_pages_follow_by_key_and_each_is_kept(browser, operator):
    people = [PersonFactory() for _ in range(21)]
    for person in people:
        employ(person, operator.unit)
    response = browser.post(ADDRESS, wages(**{people[0].public_id: "9000"}) | {"next": "1"})
    assert response.headers["Location"] == f"{ADDRESS}?after={people[19].public_id}"
    second = browser.get(response.headers["Location"])
    assert f"wage_{people[20].public_id}" in second.content.decode()
    browser.post(response.headers["Location"], wages(**{people[20].public_id: "8000"}))
    assert written() == {people[0].public_id: 900_000, people[20].public_id: 800_000}


def test_another_units_people_are_never_written(browser, employee):
    stranger = PersonFactory()
    employ(stranger, UserFactory(operator=True).unit)
    browser.post(ADDRESS, wages(**{stranger.public_id: "9000", employee.public_id: "9000"}))
    assert written() == {employee.public_id: 900_000}


def test_who_may_only_look_sees_no_fields_and_is_refused(operator, employee):
    operator.rights = [OperatorRight.PAY]
    operator.save()
    browser = let_in(operator)
    assert "wage_P" not in browser.get(ADDRESS).content.decode()
    response = browser.post(ADDRESS, wages(**{employee.public_id: "9000"}))
    assert response.status_code == 422
    assert codes_of(response) == {"R009"}


def test_a_unit_without_people_is_told_what_to_do(browser):
    assert "/employer/increases/new/" in browser.get(ADDRESS).content.decode()


def test_the_list_costs_the_same_for_many(browser, operator, employee, django_assert_max_num_queries):
    for _ in range(10):
        employ(PersonFactory(), operator.unit)
    browser.get(ADDRESS)
    with django_assert_max_num_queries(12):
        browser.get(ADDRESS)


def test_the_filled_in_template_names_only_whose_wage_is_still_to_be_declared(browser, operator, employee):
    newcomer = PersonFactory()
    employ(newcomer, operator.unit, since=date(2026, 3, 1))
    book = browser.post(f"{ADDRESS}batch/roster.xlsx", sent())
    with ZipFile(BytesIO(book.content)) as package:
        words = "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))
    assert [one.public_id in words for one in (employee, newcomer)] == [True, False]


def test_an_amount_that_is_none_is_told_in_our_words_and_with_the_name(browser, employee):
    for typed, code in (("-5", "min_value"), ("123456789", "max_whole_digits")):
        response = browser.post(ADDRESS, wages(**{employee.public_id: typed}))
        assert response.status_code == 422
        assert codes_of(response) == {code}
        summary = response.content.decode().partition("error-summary")[2].partition("</ul>")[0]
        assert employee.name in summary
