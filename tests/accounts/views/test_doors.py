"""The doors over HTTP: who gets in, what a refusal tells, how long one waits, and that leaving is leaving."""

import re
from datetime import date

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from accounts.models import LoginAttempt, Session, User
from accounts.rules.resident_id import compose
from accounts.services import passwords
from tests.factories import CardFactory, PersonFactory, UnitFactory, UserFactory
from tests.factories.parties import PASSWORD

pytestmark = pytest.mark.django_db

DOOR = "/accounts/login/"
UNIT_DOOR = "/accounts/login/employer/"
NOBODY = compose("379901", date(1971, 3, 2), 777)


@pytest.fixture
def citizen():
    return UserFactory()


@pytest.fixture
def hashes(monkeypatch):
    """Count how often a password hash is computed."""
    counted = []
    for name in ("encode", "verify"):
        original = getattr(passwords_hasher(), name)
        monkeypatch.setattr(
            passwords_hasher(), name, lambda *args, original=original: (counted.append(1), original(*args))[1]
        )
    return counted


def passwords_hasher():
    from django.contrib.auth.hashers import get_hasher

    return type(get_hasher())


def knock(number, password=PASSWORD, *, client=None, door=DOOR, **extra):
    return (client or Client()).post(door, {"id_number": number, "password": password, **extra})


def shape_of(response) -> tuple:
    """Return what a stranger can tell answers apart by, without what they typed themselves."""
    body = re.sub(rb'(value="|csrfmiddlewaretoken" value=")[^"]*"', b"", response.content)
    headers = {name: value for name, value in response.headers.items() if name not in {"Content-Length"}}
    return response.status_code, body, headers.keys(), sorted(response.cookies)


def test_a_citizen_gets_in_with_the_id_number(citizen):
    client = Client()
    response = knock(citizen.person.identity_number, client=client)
    assert (response.status_code, response.headers["Location"]) == (302, "/me/")
    assert Session.objects.get(user=citizen).session_key == client.session.session_key


def test_the_number_may_be_typed_as_people_type_it(citizen):
    number = citizen.person.identity_number
    assert knock(f" {number[:6]} {number[6:14]} {number[14:].lower()} ").status_code == 302


def test_a_citizen_gets_in_with_the_card_number(citizen):
    card = CardFactory(person=citizen.person)
    assert knock(card.number.lower()).status_code == 302


def test_a_cancelled_card_lets_nobody_in(citizen):
    card = CardFactory(person=citizen.person, state="cancelled")
    assert knock(card.number).status_code == 422


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/me/contributions/?year=2025", "/me/contributions/?year=2025"),
        ("/accounts/inbox/", "/accounts/inbox/"),
        ("/employer/", "/me/"),
        ("/admin/", "/me/"),
        ("https://evil.example/me/", "/me/"),
        ("//evil.example/me/", "/me/"),
        ("/me/../admin/", "/me/"),
        ("/me/\\evil.example", "/me/"),
        ("/me/\n", "/me/"),
        ("javascript:alert(1)", "/me/"),
    ],
)
def test_next_leads_only_to_own_pages_of_ones_kind(citizen, wanted, leads_to):
    assert knock(citizen.person.identity_number, next=wanted).headers["Location"] == leads_to


def test_next_is_carried_through_the_form():
    page = Client().get(f"{DOOR}?next=/me/insurance/").content.decode()
    assert '<input type="hidden" name="next" value="/me/insurance/"' in page
    assert "/accounts/login/employer/?next=%2Fme%2Finsurance%2F" in page


def refusals(citizen) -> dict[str, object]:
    """Return the answers to a wrong password for somebody, for nobody, and for accounts that do not open."""
    asleep = PersonFactory()
    User.objects.create(kind="citizen", person=asleep, name=asleep.name, password=make_password(None))
    shut_out = UserFactory(is_active=False)
    dead = UserFactory(person=PersonFactory(died_on=date(2026, 1, 1), life_status="2"))
    return {
        "wrong password": knock(citizen.person.identity_number, "not-the-right-one"),
        "nobody": knock(NOBODY, "not-the-right-one"),
        "no account": knock(PersonFactory().identity_number, "not-the-right-one"),
        "not activated": knock(asleep.identity_number),
        "shut out": knock(shut_out.person.identity_number),
        "dead": knock(dead.person.identity_number),
        "unknown card": knock("Z99999999", "not-the-right-one"),
        "known card": knock(CardFactory(person=citizen.person).number, "not-the-right-one"),
        "no number at all": knock("hello", "not-the-right-one"),
    }


def test_every_refusal_looks_the_same(citizen):
    answers = {name: shape_of(response) for name, response in refusals(citizen).items()}
    expected = answers["wrong password"]
    assert {name for name, answer in answers.items() if answer != expected} == set()
    assert expected[0] == 422
    assert b'data-code="login.wrong"' in expected[1]


def test_every_attempt_costs_one_hash(citizen, hashes):
    costs = {}
    for name, number, password in [
        ("right", citizen.person.identity_number, PASSWORD),
        ("wrong", citizen.person.identity_number, "not-the-right-one"),
        ("nobody", NOBODY, "not-the-right-one"),
        ("first password", NOBODY, "19710302"),
        ("first password of somebody", citizen.person.identity_number, "19850412"),
        ("very long", citizen.person.identity_number, "x" * 1024),
    ]:
        hashes.clear()
        knock(number, password)
        costs[name] = len(hashes)
    assert set(costs.values()) == {1}, costs


def test_every_refusal_asks_the_database_the_same(citizen, django_assert_num_queries):
    for number in (NOBODY, citizen.person.identity_number):
        with django_assert_num_queries(8):
            knock(number, "not-the-right-one")


@pytest.mark.parametrize("form", ["birth date", "short birth date", "last six", "last eight", "whole", "written out"])
def test_the_first_password_leads_everybody_to_activation(citizen, form):
    def first(number):
        return {
            "birth date": number[6:14],
            "short birth date": number[8:14],
            "last six": number[-6:].lower(),
            "last eight": number[-8:],
            "whole": number,
            "written out": f"{number[6:10]}-{number[10:12]}-{number[12:14]}",
        }[form]

    somebody, nobody = citizen.person.identity_number, NOBODY
    sleeper = PersonFactory().identity_number
    answers = [knock(number, first(number)) for number in (somebody, nobody, sleeper)]
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert {answer.headers["Location"] for answer in answers} == {"/accounts/activate/"}
    pages = [shape_of(visit_after(answer)) for answer in answers]
    assert pages[0] == pages[1] == pages[2]


def visit_after(answer):
    client = Client()
    client.cookies = answer.cookies
    return client.get("/accounts/activate/")


def test_the_first_password_is_no_failure():
    for _ in range(6):
        assert knock(NOBODY, "19710302").status_code == 302
    assert not LoginAttempt.objects.exists()


def test_after_four_failures_one_waits(citizen):
    number = citizen.person.identity_number
    for _ in range(5):
        assert knock(number, "not-the-right-one").status_code == 422
    held = knock(number)
    assert held.status_code == 429
    assert b'data-code="login.wait"' in held.content
    assert 1 <= int(held.headers["Retry-After"]) <= 5
    assert f'value="{number}"'.encode() in held.content
    assert PASSWORD.encode() not in held.content


def test_waiting_is_the_same_for_a_number_nobody_has(citizen):
    def held(number):
        for _ in range(5):
            knock(number, "not-the-right-one")
        return shape_of(knock(number))

    assert held(citizen.person.identity_number)[0] == held(NOBODY)[0] == 429


def test_nobody_is_locked_out_for_good(citizen, later):
    number = citizen.person.identity_number
    for _ in range(5):
        knock(number, "not-the-right-one")
    later(6)
    assert knock(number).status_code == 302


def test_attempts_that_are_held_back_do_not_make_the_wait_longer(citizen, later):
    number = citizen.person.identity_number
    for _ in range(5):
        knock(number, "not-the-right-one")
    for _ in range(20):
        knock(number)
    later(6)
    assert knock(number).status_code == 302


def test_success_forgives_the_failures_before(citizen):
    number = citizen.person.identity_number
    for _ in range(4):
        knock(number, "not-the-right-one")
    assert knock(number).status_code == 302
    for _ in range(4):
        assert knock(number, "not-the-right-one").status_code == 422
    assert knock(number).status_code == 302


def test_strangers_cannot_slow_the_owner_in_a_known_browser(citizen):
    number, home = citizen.person.identity_number, Client()
    assert knock(number, client=home).status_code == 302
    home.post("/accounts/logout/")
    for _ in range(5):
        knock(number, "not-the-right-one")
    assert knock(number).status_code == 429
    assert knock(number, client=home).status_code == 302


def test_a_made_up_browser_name_does_not_get_round_the_wait(citizen):
    number = citizen.person.identity_number
    for attempt in range(6):
        client = Client()
        client.cookies["hall_device"] = f"{attempt:032x}"
        answer = knock(number, "not-the-right-one", client=client)
    assert answer.status_code == 429


def test_one_address_trying_many_numbers_is_slowed():
    answers = [knock(compose("379901", date(1980, 1, 1), n), "not-the-right-one").status_code for n in range(22)]
    assert answers[:21] == [422] * 21
    assert answers[21] == 429


def test_a_running_session_survives_failures_elsewhere(citizen):
    client = Client()
    knock(citizen.person.identity_number, client=client)
    for _ in range(8):
        knock(citizen.person.identity_number, "not-the-right-one")
    assert client.get("/accounts/sessions/").status_code == 200


def test_a_full_queue_answers_503_and_counts_no_failure(citizen, monkeypatch):
    monkeypatch.setattr(passwords, "QUEUE", passwords.HashingQueue(0, 0))
    answer = knock(citizen.person.identity_number)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    assert b'data-code="login.busy"' in answer.content
    assert not LoginAttempt.objects.exists()


def test_the_session_key_is_new_after_signing_in(citizen):
    client = Client()
    client.get("/accounts/activate/")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    knock(citizen.person.identity_number, client=client)
    assert client.session.session_key != before
    assert "planted" not in client.session
    assert not Session.objects.filter(session_key=before).exists()


def test_signing_in_as_somebody_else_ends_the_session_before(citizen):
    client, other = Client(), UserFactory(operator=True)
    knock(citizen.person.identity_number, client=client)
    client.post(UNIT_DOOR, {"credit_code": other.unit.credit_code, "operator": other.username, "password": PASSWORD})
    assert list(Session.objects.values_list("user", flat=True)) == [other.pk]


def test_signing_out_ends_the_session_for_every_copy_of_the_cookie(citizen):
    client, thief = Client(), Client()
    knock(citizen.person.identity_number, client=client)
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert thief.get("/accounts/sessions/").status_code == 200
    assert client.post("/accounts/logout/").status_code == 302
    for browser in (client, thief):
        answer = browser.get("/accounts/sessions/")
        assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/accounts/sessions/")
    assert not Session.objects.filter(user=citizen).exists()


def test_personal_pages_are_not_kept_by_the_browser(citizen):
    client = Client()
    knock(citizen.person.identity_number, client=client)
    assert "no-store" in client.get("/accounts/sessions/").headers["Cache-Control"]


def test_signing_out_is_a_post(citizen):
    client = Client()
    knock(citizen.person.identity_number, client=client)
    assert client.get("/accounts/logout/").status_code == 405
    assert client.get("/accounts/sessions/").status_code == 200


def test_signing_out_leads_on_only_within_the_hall(citizen):
    assert Client().post("/accounts/logout/", {"next": "/guides/"}).headers["Location"] == "/guides/"
    assert Client().post("/accounts/logout/", {"next": "//evil.example/"}).headers["Location"] == "/"


@pytest.mark.parametrize(("kind", "minutes"), [("citizen", 30), ("operator", 30), ("staff", 15)])
def test_an_idle_session_ends(kind, minutes, later):
    traits = {"citizen": {}, "operator": {"operator": True}, "staff": {"clerk": True}}[kind]
    client = Client()
    client.force_login(UserFactory(**traits))
    later((minutes - 1) * 60)
    assert client.get("/accounts/sessions/").status_code == 200
    later((minutes + 2) * 60)
    assert client.get("/accounts/sessions/").status_code == 302
    assert not Session.objects.filter(user__isnull=False).exists()


def test_nothing_lasts_longer_than_twelve_hours(later):
    client = Client()
    client.force_login(UserFactory())
    for _ in range(12 * 3 - 1):
        later(20 * 60)
        assert client.get("/accounts/sessions/").status_code == 200
    later(25 * 60)
    assert client.get("/accounts/sessions/").status_code == 302


def test_an_operator_gets_in():
    operator = UserFactory(operator=True)
    client = Client()
    answer = client.post(
        UNIT_DOOR,
        {"credit_code": operator.unit.credit_code.lower(), "operator": f" {operator.username} ", "password": PASSWORD},
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/employer/")


def test_a_wrong_unit_name_or_password_are_refused_alike():
    operator, other = UserFactory(operator=True), UnitFactory()
    removed = UserFactory(operator=True, is_active=False)
    sent = [
        (operator.unit.credit_code, operator.username, "not-the-right-one"),
        (operator.unit.credit_code, "somebody", PASSWORD),
        (other.credit_code, operator.username, PASSWORD),
        ("91379901MA0000000X", operator.username, PASSWORD),
        (removed.unit.credit_code, removed.username, PASSWORD),
    ]
    answers = [
        shape_of(Client().post(UNIT_DOOR, {"credit_code": code, "operator": name, "password": password}))
        for code, name, password in sent
    ]
    assert {status for status, *_ in answers} == {422}
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.parametrize("text", ["\x00", "' OR 1=1 --", "<script>alert(1)</script>", "9" * 5000, "𠮷" * 50, "%s%n"])
@pytest.mark.parametrize("field", ["id_number", "password"])
def test_hostile_text_is_only_refused(citizen, field, text):
    sent = {"id_number": citizen.person.identity_number, "password": PASSWORD} | {field: text}
    answer = Client().post(DOOR, sent)
    assert answer.status_code == 422
    assert b"<script>alert" not in answer.content


def test_empty_fields_are_named():
    answer = Client().post(DOOR, {})
    assert answer.status_code == 422
    assert answer.content.count(b'data-code="required"') == 2


def test_the_form_needs_its_token():
    assert Client(enforce_csrf_checks=True).post(DOOR, {"id_number": "1", "password": "2"}).status_code == 403
