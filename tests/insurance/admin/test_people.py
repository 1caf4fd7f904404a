"""People in the back office: found by POST, opened for a purpose, masked, and every look told to the person."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.models import AccessEntry, AuditEntry, Notice, OneTimeCode, Person
from accounts.rules.roles import Agency, Role
from tests.factories import (
    AreaFactory,
    BillFactory,
    CardFactory,
    DeclarationFactory,
    EnrolmentFactory,
    PersonFactory,
    UserFactory,
    enrol_flexible,
)
from tests.factories.contributions import charge
from tests.factories.policy import put_policy
from tests.insurance.admin.sending import codes, page, send
from tests.visits import let_in

FIND = "/admin/find/"


@pytest.fixture
def person():
    return PersonFactory(name="林素问")


def home(person) -> str:
    return f"/admin/accounts/person/{person.public_id}/"


def find(client, **typed):
    return send(client, FIND, **{"purpose": "counter", "reference": "A017"} | typed)


@pytest.fixture
def opened(desk, person):
    """The person's page, opened for the counter."""
    assert find(desk, public_id=person.public_id).status_code == 302
    return home(person)


# Finding


@pytest.mark.parametrize("typed", ["id_number", "lower", "spaced", "name", "public_id"])
def test_a_person_is_found_by_number_or_name_and_opened_for_the_purpose(desk, clerk, person, typed):
    number = person.identity_number
    sent = {
        "id_number": {"id_number": number},
        "lower": {"id_number": number.lower()},
        "spaced": {"id_number": f"{number[:6]} {number[6:14]} {number[14:]}", "name": "林素问"},
        "name": {"name": " 林素问 "},
        "public_id": {"public_id": person.public_id.lower()},
    }[typed]
    response = find(desk, **sent)
    assert (response.status_code, response.headers["Location"]) == (302, home(person))
    look = AccessEntry.objects.get(person=person)
    assert (look.actor, look.purpose, look.reference, look.what) == (clerk, "counter", "A017", "record")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({}, "find.nothing_typed"),
        ({"name": "无此人"}, "find.nobody"),
        ({"public_id": "P99999999"}, "find.nobody"),
        ({"id_number": "379901198504120018"}, "id.check"),
        ({"id_number": "3799"}, "id.shape"),
        ({"name": "林素问", "purpose": ""}, "required"),
        ({"name": "林素问", "purpose": "curiosity"}, "invalid_choice"),
        ({"name": "林素问", "purpose": "case", "reference": ""}, "look.reference_missing"),
        ({"name": "林素问", "reference": "379901198504120018"}, "look.personal_number"),
    ],
)
def test_what_finds_nobody_says_why_and_opens_nothing(desk, person, typed, code):
    response = find(desk, **typed)
    assert response.status_code == 422
    assert code in codes(response)
    assert not AccessEntry.objects.exists()


def test_number_and_name_have_to_be_one_person(desk, person):
    assert "find.nobody" in codes(find(desk, id_number=person.identity_number, name="林别名"))


def test_namesakes_are_offered_masked_and_only_the_chosen_one_is_opened(desk, person):
    other = PersonFactory(name=person.name)
    response = find(desk, name=person.name)
    assert response.status_code == 200
    choice = page(response)
    assert person.public_id in choice
    assert other.public_id in choice
    assert person.identity_number not in choice
    assert not AccessEntry.objects.exists()
    assert AuditEntry.objects.get(action="people.searched").facts == {"found": 2}
    key = re.search(r'name="submission_key" value="([^"]+)"', choice)[1]
    chosen = desk.post(
        FIND, {"submission_key": key, "purpose": "counter", "reference": "", "public_id": other.public_id}
    )
    assert chosen.headers["Location"] == home(other)


def test_too_many_namesakes_are_not_listed(desk):
    for _ in range(21):
        PersonFactory(name="王伟")
    assert "find.too_many" in codes(find(desk, name="王伟"))


def test_the_same_search_sent_twice_is_one_look(desk, person):
    sent = {"submission_key": str(uuid.uuid4()), "purpose": "counter", "name": person.name}
    assert [desk.post(FIND, sent).status_code for _ in range(2)] == [302, 302]
    assert AccessEntry.objects.count() == 1


@pytest.mark.parametrize("what", ["identity_number", "name"])
def test_an_identity_number_or_a_name_in_the_address_is_refused(desk, person, what):
    typed = getattr(person, what)
    response = desk.get("/admin/accounts/person/", {"q": typed})
    assert response.status_code == 422
    assert codes(response) == ["find.number_in_address"]
    assert typed not in page(response)


def test_the_list_names_people_by_public_number_only(desk, person):
    listed = page(desk.get("/admin/accounts/person/", {"q": person.public_id}))
    assert person.public_id in listed
    assert person.identity_number not in listed
    assert 'data-total="0"' in page(desk.get("/admin/accounts/person/")), "there is no list of everybody"


# Opening


def test_a_record_asks_for_a_purpose_first(desk, person):
    shut = page(desk.get(home(person)))
    assert 'data-state="shut"' in shut
    assert person.name not in shut
    assert send(desk, f"{home(person)}look/", purpose="hotline").headers["Location"] == home(person)
    assert 'data-state="open"' in page(desk.get(home(person)))


def test_a_purpose_lasts_half_an_hour(desk, person, opened, monkeypatch):
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=31))
    assert 'data-state="shut"' in page(desk.get(opened))


def test_a_colleagues_purpose_is_not_mine(opened):
    other = let_in(UserFactory(clerk=True, agency=Agency.MEDICAL))
    assert 'data-state="shut"' in page(other.get(opened))


def test_nobody_opens_the_own_record(person):
    own = let_in(UserFactory(clerk=True, person=person))
    assert "look.own" in codes(find(own, public_id=person.public_id))
    assert "look.own" in codes(send(own, f"{home(person)}look/", purpose="verify"))
    assert not AccessEntry.objects.exists()


def test_an_open_record_shows_everything_but_the_number(desk, person, opened):
    CardFactory(person=person, number="Y00770077")
    EnrolmentFactory(person=person)
    stop = DeclarationFactory(lodged_by=UserFactory(person=person))
    shown = page(desk.get(opened))
    assert person.name in shown
    assert person.identity_number not in shown
    assert person.identity_number[:6] + "********" in shown
    assert person.phone not in shown
    assert "Y00770077" not in shown
    assert stop.number in shown
    assert person.name not in shown.partition("<title>")[2].partition("</title>")[0]


def test_who_has_died_is_shown_as_such(desk, person):
    Person.objects.filter(pk=person.pk).update(life_status="2")
    find(desk, public_id=person.public_id)
    assert desk.get(home(person)).status_code == 200


def test_a_number_that_is_nobodys_is_not_found(desk):
    assert desk.get("/admin/accounts/person/P99999999/").status_code == 404
    assert desk.get("/admin/accounts/person/1/change/").status_code == 404


# Medical benefits


def test_an_open_record_shows_medical_benefits_with_their_reasons(desk, person, opened):
    put_policy(AreaFactory())
    desk.cookies["hall_language"] = "en"
    enrol_flexible(person, since=date(2020, 1, 1))
    charge(person, "2026-03", credited_on=date(2026, 4, 30))
    charge(person, "2026-08", standing="missing")
    shown = page(desk.get(opened))
    assert "The contributions of August 2026 were not credited in full and in time." in shown
    assert re.findall(r'<tbody data-state="(\w+)"', shown) == [
        "suspended",
        "entitled",
        "waiting",
        "suspended",
        "entitled",
    ]
    assert "From 1 March 2026 to the credit on 30 April 2026: 60 days; the first day is not counted." in shown


def test_who_was_never_enrolled_has_no_time_line(desk, opened):
    desk.cookies["hall_language"] = "en"
    assert "Never enrolled in medical insurance." in page(desk.get(opened))


def test_an_area_without_rules_has_no_time_line(desk, person, opened):
    desk.cookies["hall_language"] = "en"
    enrol_flexible(person)
    shown = page(desk.get(opened))
    assert "No rule of the area is in force" in shown
    assert "benefit-years" not in shown


def test_benefits_stay_shut_with_the_record(desk, person):
    enrol_flexible(person)
    assert "benefits-head" not in page(desk.get(home(person)))


# The whole number


def test_the_whole_number_is_shown_once_for_a_reason_the_person_sees(desk, person, opened):
    sent = {"submission_key": str(uuid.uuid4()), "reason": "核对社保卡制卡信息"}
    revealed = desk.post(f"{opened}reveal/", sent)
    assert revealed.status_code == 200
    assert person.identity_number in page(revealed)
    look = AccessEntry.objects.get(what="identity")
    assert (look.person, look.reference) == (person, "核对社保卡制卡信息")
    again = desk.post(f"{opened}reveal/", sent)
    assert again.status_code == 302, "the same form shows nothing a second time"
    assert person.identity_number not in page(desk.get(opened))


@pytest.mark.parametrize(
    ("reason", "code"),
    [("", "required"), ("查", "look.reason_missing"), ("x 379901198504120018", "look.personal_number")],
)
def test_the_number_is_not_shown_without_a_reason(desk, person, opened, reason, code):
    response = send(desk, f"{opened}reveal/", reason=reason)
    assert response.status_code == 422
    assert code in codes(response)
    assert person.identity_number not in page(response)


def test_the_number_is_not_shown_without_a_purpose_in_force(desk, person):
    response = send(desk, f"{home(person)}reveal/", reason="核对社保卡制卡信息")
    assert response.status_code == 422
    assert person.identity_number not in page(response)


# Codes


@pytest.mark.parametrize(("channel", "lives"), [("counter", timedelta(hours=24)), ("post", timedelta(days=30))])
def test_an_activation_code_is_shown_once_and_the_person_is_told(desk, person, opened, channel, lives):
    sent = {"submission_key": str(uuid.uuid4()), "channel": channel}
    handed_out = desk.post(f"{opened}code/", sent)
    assert handed_out.status_code == 200
    assert re.search(r">[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}<", page(handed_out))
    assert "no-store" in handed_out.headers["Cache-Control"]
    code = OneTimeCode.objects.get(person=person)
    assert (code.channel, code.expires_at - code.issued_at) == (channel, lives)
    assert Notice.objects.filter(person=person, code="activation_code_issued").exists()
    again = desk.post(f"{opened}code/", sent)
    assert again.status_code == 302
    assert OneTimeCode.objects.count() == 1


def test_no_code_without_a_purpose_in_force(desk, person):
    assert send(desk, f"{home(person)}code/", channel="counter").status_code == 422
    assert not OneTimeCode.objects.exists()


def test_no_code_for_who_has_died(desk, person, opened):
    Person.objects.filter(pk=person.pk).update(life_status="2")
    response = send(desk, f"{opened}code/", channel="counter")
    assert "account.dead" in codes(response)


def test_who_may_not_reveal_or_hand_out_has_no_buttons_for_it(person):
    cashier = let_in(UserFactory(staff=True, roles=[Role.CASHIER]))
    assert cashier.get(home(person)).status_code == 403
    assert send(cashier, f"{home(person)}reveal/", reason="核对社保卡").status_code == 403


def test_the_statements_of_a_record_do_not_grow(desk, person, opened):
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(opened).status_code == 200
        return len(seen)

    few = statements()
    for _ in range(5):
        DeclarationFactory(lodged_by=UserFactory(), parts__people=[person])
        find(desk, public_id=person.public_id)
        BillFactory()
    assert statements() == few
