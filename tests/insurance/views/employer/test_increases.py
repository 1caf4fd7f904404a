"""The increase over HTTP: the form, every refusal beside its field, the page that looks it over, another unit's request."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from accounts.rules.roles import OperatorRight
from insurance.models import ClosedMonth, Declaration, UnitRegistration, UnitRequest
from insurance.rules.kinds import UnitStatus
from tests.factories import AreaFactory, PersonFactory, UserFactory, employ
from tests.factories.parties import resident_number
from tests.factories.policy import put_policy
from tests.factories.record import supersede_window
from tests.insurance.views.employer.pages import attribute, codes_of, hidden, refusals, sent
from tests.visits import let_in

ADDRESS = "/employer/increases/new/"
NUMBER = resident_number(date(1995, 5, 20), 21)


def increase(**changes) -> dict:
    """Return the answers that declare that somebody never seen before began on Monday; None removes one."""
    answers = {
        "id_number": NUMBER,
        "name": "何新",
        "started_on": "2026-09-07",
        "employment_kind": "contract",
        "contract_from": "2026-09-07",
        "wage": "6,500.00",
        "phone": "13800001234",
        "post": "会计",
        "household": "1",
        "acknowledged": "on",
        **changes,
    }
    return sent(**{name: value for name, value in answers.items() if value is not None})


def about(person, **changes) -> dict:
    return increase(id_number=person.identity_number, name=person.name, **changes)


def prepared(browser, answers) -> str:
    response = browser.post(ADDRESS, answers)
    assert response.status_code == 302, refusals(response)
    return response.headers["Location"].split("/")[3]


def submitted(browser, answers) -> str:
    number = prepared(browser, answers)
    response = browser.post(f"/employer/declarations/{number}/check/", sent())
    assert response.status_code == 302, refusals(response)
    return number


def test_what_was_filled_in_is_kept_and_the_phone_is_sealed(browser):
    declaration = Declaration.objects.get(number=prepared(browser, increase()))
    line = declaration.lines.get()
    assert (line.start_month, line.insurances) == (date(2026, 9, 1), [110, 210, 310, 410, 510])
    assert line.details == {
        "name": "何新",
        "started_on": "2026-09-07",
        "employment_kind": "contract",
        "contract_from": "2026-09-07",
        "wage_fen": 650_000,
        "post": "会计",
        "household": "1",
        "first_time": True,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM insurance_declarationline")
        assert "13800001234" not in str(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("changes", "place", "code"),
    [
        ({"id_number": ""}, "id_number", "A001"),
        ({"id_number": "379901198504120011"}, "id_number", "A001"),
        ({"id_number": "ABC123456789012"}, "id_number", "A019"),
        ({"name": ""}, "name", "A002"),
        ({"started_on": ""}, "started_on", "A009"),
        ({"started_on": "2026-11-01"}, "started_on", "A010"),
        ({"started_on": "2009-11-01"}, "started_on", "A011"),
        ({"started_on": "2026-05-31"}, "started_on", "A016"),
        ({"wage": ""}, "wage", "A012"),
        ({"wage": "viel"}, "wage", "invalid"),
        ({"contract_to": "2026-09-06"}, "contract_to", "A013"),
        ({"start_month": "2026-08"}, "start_month", "A015"),
        ({"start_month": "2026-11"}, "start_month", "A015"),
        ({"employment_kind": "slave"}, "employment_kind", "invalid_choice"),
        ({"phone": "call me"}, "phone", "invalid"),
        ({"started_on": "2026-08-01", "acknowledged": None}, "findings", "A021"),
        ({"started_on": "2026-08-01", "acknowledged": None}, "acknowledged", "not_acknowledged"),
        ({"contract_from": "2026-10-08", "acknowledged": None}, "findings", "A014"),
    ],
)
def test_every_refusal_stands_beside_its_field_and_nothing_is_left_behind(browser, changes, place, code):
    response = browser.post(ADDRESS, increase(**changes))
    assert response.status_code == 422
    assert (place, code) in refusals(response)
    assert not Declaration.objects.exists()
    assert not Person.objects.filter(is_provisional=True).exists()


def test_what_was_typed_is_kept_when_something_is_wrong(browser):
    page = browser.post(ADDRESS, increase(wage="", post="出纳员")).content.decode()
    assert 'value="出纳员"' in page
    assert 'value="2026-09-07"' in page


def test_outside_the_window_it_says_when_the_next_one_opens(browser):
    supersede_window("unit", close_day=5)
    response = browser.post(ADDRESS, increase())
    assert codes_of(response) == {"A020"}
    assert "2026年10月1日" in response.content.decode() or "1 October 2026" in response.content.decode()


def test_a_closed_month_moves_the_start_and_the_check_page_says_so(browser):
    ClosedMonth.objects.create(area=AreaFactory(), month=date(2026, 9, 1), closed_on=date(2026, 9, 9))
    number = prepared(browser, increase())
    assert Declaration.objects.get().lines.get().start_month == date(2026, 10, 1)
    page = browser.get(f"/employer/declarations/{number}/check/").content.decode()
    assert 'data-step="start.month"' in page


def test_the_check_page_shows_base_and_parts_of_every_insurance(browser):
    put_policy(AreaFactory())
    number = prepared(browser, increase(wage="3000"))
    page = browser.get(f"/employer/declarations/{number}/check/").content.decode()
    rows = re.search(r'<table class="table" data-total="(\d)"', page)
    assert rows[1] == "6", "five insurances and the supplement"
    assert "13800001234" not in page
    assert "138****1234" in page
    assert NUMBER not in page


def test_corrected_nothing_is_typed_again_and_the_name_may_be_put_right(browser):
    number = prepared(browser, increase(name="何薪"))
    address = f"{ADDRESS}?declaration={number}"
    page = browser.get(address).content.decode()
    assert 'name="id_number"' not in page
    assert 'value="6500.00"' in page
    answers = increase(id_number=None, name="何新", wage="7000")
    assert browser.post(address, answers).status_code == 302
    line = Declaration.objects.get().lines.get()
    assert (line.person.name, line.details["wage_fen"]) == ("何新", 700_000)


def test_who_left_before_is_taken_from_the_roster(browser, operator):
    person = PersonFactory()
    ended = {"stop_month": date(2026, 7, 1), "covered_until": date(2026, 7, 1), "end_reason": "14"}
    employ(person, operator.unit, **ended)
    address = f"{ADDRESS}?person={person.public_id}"
    assert 'name="name"' not in browser.get(address).content.decode()
    response = browser.post(address, increase(id_number=None, name=None))
    assert response.status_code == 302
    assert Declaration.objects.get().lines.get().details["first_time"] is False


def test_without_the_right_nothing_is_prepared(operator):
    operator.rights = [OperatorRight.SUBMIT.value]
    operator.save()
    browser = let_in(operator)
    assert 'name="started_on"' not in browser.get(ADDRESS).content.decode()
    assert codes_of(browser.post(ADDRESS, increase())) == {"R009"}


def test_the_form_and_the_check_take_few_statements(browser):
    number = prepared(browser, increase())
    for address, most in ((ADDRESS, 12), (f"/employer/declarations/{number}/check/", 40)):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(address).status_code == 200
        assert len(asked) <= most, [query["sql"] for query in asked]


# Another unit's request -------------------------------------------------------------------------------------------


@pytest.fixture
def held(db):
    holder, person = UserFactory(operator=True, name="对面的人"), PersonFactory()
    employ(person, holder.unit)
    return holder, person


def test_the_asking_unit_learns_nothing_of_the_other(browser, held):
    holder, person = held
    number = submitted(browser, about(person))
    page = browser.get(f"/employer/declarations/{number}/").content.decode()
    assert holder.unit.name not in page
    assert holder.unit.credit_code not in page
    assert browser.get(f"/employer/stop-requests/{number}/").status_code == 404


def test_the_asked_unit_sees_who_asks_and_answers(browser, operator, held):
    holder, person = held
    number = submitted(browser, about(person, wage="6543.21"))
    other = let_in(holder)
    address = f"/employer/stop-requests/{number}/"
    page = other.get(address)
    text = page.content.decode()
    assert attribute(page, "state") == "pending"
    assert operator.unit.name in text
    assert person.name in text
    assert not re.search(r"6,?543\.21|13800001234|会计", text)
    assert f"/employer/reductions/new/?person={person.public_id}" in text
    assert browser.get("/employer/").status_code == other.get("/employer/").status_code == 200
    assert codes_of(other.post(address, sent(text="不"))) == {"request.text_missing"}
    assert other.post(address, sent(text="劳动合同尚未解除")).status_code == 302
    assert UnitRequest.objects.get().answer == "refused"
    case = browser.get(f"/employer/declarations/{number}/").content.decode()
    assert "劳动合同尚未解除" not in case
    assert "对面的人" not in case, "who of the other unit answered"


def test_a_soft_finding_that_came_up_since_the_draft_is_ticked_before_it_is_sent(browser, held):
    holder, person = UserFactory(operator=True), PersonFactory()
    number = prepared(browser, about(person))
    employ(person, holder.unit)
    address = f"/employer/declarations/{number}/check/"
    seen = hidden(browser.get(address), "seen")
    refused = browser.post(address, sent(seen=seen))
    assert ("findings", "A022") in refusals(refused)
    assert browser.post(address, sent(seen=seen, acknowledged="on")).status_code == 302
    assert UnitRequest.objects.get().unit == holder.unit


def test_a_unit_that_has_to_register_first_is_offered_no_form(browser, operator):
    UnitRegistration.objects.filter(unit=operator.unit).update(
        status=UnitStatus.NOT_INSURED, injury_class=None, registered_on=None
    )
    for address in (ADDRESS, "/employer/reductions/new/", "/employer/increases/batch/"):
        text = browser.get(address).content.decode()
        assert 'href="/employer/registration/"' in text, address
        assert 'name="submission_key"' not in text, address
    refused = browser.post(ADDRESS, increase())
    assert refused.status_code == 422
    assert 'value="何新"' in refused.content.decode(), "what was sent all the same is kept"
