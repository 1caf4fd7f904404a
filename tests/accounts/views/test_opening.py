"""First passwords over HTTP: the steps, their proofs, their limits, and that nobody learns who exists."""

import re
from datetime import date

import pytest
from django.test import Client

from accounts import clock
from accounts.models import AuditEntry, Notice, OneTimeCode, OutboxMessage, Session, User
from accounts.rules.resident_id import compose
from accounts.services import codes
from tests.factories import CardFactory, PersonFactory, UserFactory
from tests.factories.parties import PASSWORD

pytestmark = pytest.mark.django_db

ACTIVATE = "/accounts/activate/"
RESET = "/accounts/password/reset/"
OPERATORS = "/accounts/activate/employer/"
NOBODY = compose("379901", date(1971, 3, 2), 777)
NEW = "harvest-moon-over-tea"


class Applicant:
    """A browser at one of the pages, filling in one form after the other as it finds them."""

    def __init__(self, address=ACTIVATE):
        self.address, self.client = address, Client()
        self.page = self.client.get(address)

    @property
    def step(self):
        return re.search(r'data-state="(\w+)"', self.page.content.decode())[1]

    @property
    def key(self):
        return re.search(r'name="submission_key" value="([^"]+)"', self.page.content.decode())[1]

    def send(self, **answers):
        answer = self.client.post(self.address, {"submission_key": self.key, **answers})
        self.page = self.client.get(self.address) if answer.status_code == 302 else answer
        return answer

    def numbers(self, number, card=""):
        return self.send(id_number=number, card_number=card)

    def password(self, password=NEW, again=None):
        return self.send(new_password=password, new_password_again=again or password)

    def refused(self, code) -> bool:
        return f'data-code="{code}"' in self.page.content.decode()


@pytest.fixture
def person():
    return PersonFactory()


@pytest.fixture
def card(person):
    return CardFactory(person=person)


def sent_code() -> str:
    return re.search(r"\d{6}", OutboxMessage.objects.filter(template="sms_code").latest("pk").text)[0]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def at_proof(number, card="", address=ACTIVATE) -> Applicant:
    applicant = Applicant(address)
    applicant.numbers(number, card)
    assert applicant.step == "proof"
    return applicant


def test_card_and_message_open_the_account(person, card):
    applicant = at_proof(person.identity_number, card.number)
    applicant.send(sms_code=sent_code())
    assert applicant.step == "password"
    answer = applicant.password()
    assert (answer.status_code, answer.headers["Location"]) == (302, "/me/")
    user = User.objects.get(person=person)
    assert user.check_password(NEW)
    assert user.activated_at
    assert 71.9 < (user.cooling_off_until - clock.instant()).total_seconds() / 3600 < 72
    assert applicant.client.get("/accounts/sessions/").status_code == 200


def test_activation_is_told_and_on_record(person, card):
    applicant = at_proof(person.identity_number, card.number)
    applicant.send(sms_code=sent_code())
    applicant.password()
    assert Notice.objects.get(person=person).code == "account_activated"
    assert OutboxMessage.objects.filter(person=person, template="account_activated").exists()
    entry = AuditEntry.objects.get(action="account.activated")
    assert (entry.subject_kind, entry.subject_number) == ("person", person.public_id)


def test_a_code_from_the_counter_opens_the_account_without_a_card(person):
    code = codes.issue_counter_code(person, actor=UserFactory(clerk=True), at=clock.instant())
    applicant = at_proof(person.identity_number)
    applicant.send(activation_code=code.lower().replace("-", " "))
    applicant.password()
    assert User.objects.get(person=person).check_password(NEW)
    assert not OutboxMessage.objects.filter(template="sms_code").exists()


def test_a_code_from_the_counter_may_be_used_where_a_message_was_asked_for(person, card):
    code = codes.issue_counter_code(person, actor=UserFactory(clerk=True), at=clock.instant())
    applicant = at_proof(person.identity_number, card.number)
    applicant.send(activation_code=code)
    assert applicant.step == "password"


def test_a_citizen_who_forgot_the_password_chooses_a_new_one(person, card):
    user = UserFactory(person=person)
    elsewhere = Client()
    elsewhere.force_login(user)
    applicant = at_proof(person.identity_number, card.number, RESET)
    applicant.send(sms_code=sent_code())
    applicant.password()
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert user.cooling_off_until
    assert elsewhere.get("/accounts/sessions/").status_code == 302
    assert Notice.objects.get(person=person).code == "password_changed"
    assert AuditEntry.objects.filter(action="password.reset").exists()


def test_a_message_for_activation_does_not_reset(person, card):
    UserFactory(person=person)
    at_proof(person.identity_number, card.number, ACTIVATE)
    code = sent_code()
    applicant = at_proof(person.identity_number, "A00000000", RESET)
    applicant.send(sms_code=code)
    assert applicant.refused("code.wrong")


def nobody_matches(person, card) -> dict[str, tuple[str, str]]:
    """Return pairs of numbers that lead nowhere, by why."""
    silent = PersonFactory(phone=None)
    dead = PersonFactory(died_on=date(2026, 1, 1), life_status="2")
    lost = PersonFactory()
    shut_out = UserFactory(is_active=False).person
    return {
        "nobody": (NOBODY, "Z99999999"),
        "nobody, but a real card": (NOBODY, card.number),
        "another card": (person.identity_number, "Z99999999"),
        "somebody else's card": (person.identity_number, CardFactory().number),
        "no phone on file": (silent.identity_number, CardFactory(person=silent).number),
        "dead": (dead.identity_number, CardFactory(person=dead).number),
        "card reported lost": (lost.identity_number, CardFactory(person=lost, state="temporarily_lost").number),
        "shut out": (shut_out.identity_number, CardFactory(person=shut_out).number),
    }


def shape_of(page) -> tuple:
    return page.status_code, re.sub(rb'(name="\w+" )?value="[^"]*"', b"", page.content)


def test_whoever_does_not_exist_sees_the_same_pages(person, card):
    existing = at_proof(person.identity_number, card.number)
    expected = [shape_of(existing.page)]
    existing.send(sms_code=wrong(sent_code()))
    expected.append(shape_of(existing.page))
    messages = OutboxMessage.objects.count()
    for why, (number, other) in nobody_matches(person, card).items():
        applicant = at_proof(number, other)
        seen = [shape_of(applicant.page)]
        applicant.send(sms_code="123456")
        seen.append(shape_of(applicant.page))
        assert seen == expected, why
        assert applicant.refused("code.wrong"), why
    assert OutboxMessage.objects.count() == messages
    assert not OneTimeCode.objects.exclude(person=person).exists()


def test_whoever_does_not_exist_costs_the_same_statements(person, card, django_assert_num_queries):
    """What is written for nobody is written too, and taken back with one statement more."""
    for number, statements in [(person.identity_number, 22), (NOBODY, 23)]:
        applicant = Applicant()
        sent = {"submission_key": applicant.key, "id_number": number, "card_number": card.number}
        with django_assert_num_queries(statements):
            applicant.client.post(ACTIVATE, sent)


def test_the_steps_show_nothing_personal(person, card):
    applicant = at_proof(person.identity_number, card.number)
    pages = [applicant.page]
    applicant.send(sms_code=sent_code())
    pages.append(applicant.page)
    for page in pages:
        text = page.content.decode()
        for secret in (person.identity_number, person.name, person.phone, person.phone[-4:], card.number):
            assert secret not in text


def test_nothing_personal_stands_in_the_session(person, card):
    at_proof(person.identity_number, card.number)
    kept = str([session.get_decoded() for session in Session.objects.all()])
    assert person.identity_number not in kept
    assert card.number not in kept


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("379901198504120011", "id.check"),
        ("37990119850412", "id.shape"),
        ("379901850412001", "id.legacy_15"),
        ("3.79901E+17", "id.damaged"),
        ("", "required"),
    ],
)
def test_a_mistyped_number_is_said_at_once_and_kept(number, code):
    applicant = Applicant()
    assert applicant.numbers(number, "D00000001").status_code == 422
    assert applicant.refused(code)
    assert f'value="{number}"' in applicant.page.content.decode() or not number


def test_a_card_number_has_eight_or_nine_characters():
    applicant = Applicant()
    assert applicant.numbers(NOBODY, "6228480402564890018").status_code == 422
    assert applicant.refused("card.shape")


@pytest.mark.parametrize("exists", [True, False])
def test_a_code_may_be_tried_five_times(person, card, exists):
    applicant = at_proof(person.identity_number if exists else NOBODY, card.number)
    code = sent_code() if exists else "123456"
    for _ in range(5):
        applicant.send(sms_code=wrong(code))
        assert applicant.refused("code.wrong")
    applicant.send(sms_code=code)
    assert applicant.refused("code.too_many_tries")


def test_the_tries_of_a_code_do_not_begin_again_in_another_browser(person, later):
    code = codes.issue_counter_code(person, actor=UserFactory(clerk=True), at=clock.instant())
    for _ in range(5):
        at_proof(person.identity_number).send(activation_code="0000-0000-0000")
    later(60)
    applicant = at_proof(person.identity_number)
    applicant.send(activation_code=code)
    assert applicant.refused("code.wrong")


def test_a_message_is_good_for_ten_minutes(person, card, later):
    applicant = at_proof(person.identity_number, card.number)
    later(601)
    applicant.send(sms_code=sent_code())
    assert applicant.refused("code.wrong")


def test_a_code_from_the_counter_is_good_for_a_day_and_from_the_post_for_thirty(person, later):
    clerk = UserFactory(clerk=True)
    counter = codes.issue_counter_code(person, actor=clerk, at=clock.instant())
    post = codes.issue_postal_code(person, actor=clerk, at=clock.instant())
    later(24 * 3600 + 1)
    applicant = at_proof(person.identity_number)
    applicant.send(activation_code=counter)
    assert applicant.refused("code.wrong")
    applicant.send(activation_code=post)
    assert applicant.step == "password"


def test_a_code_opens_once(person):
    code = codes.issue_counter_code(person, actor=UserFactory(clerk=True), at=clock.instant())
    first, second = at_proof(person.identity_number), at_proof(person.identity_number)
    for applicant in (first, second):
        applicant.send(activation_code=code)
        assert applicant.step == "password"
    first.password()
    answer = second.password("another-song-of-rain")
    assert answer.status_code == 422
    assert second.refused("code.used")
    assert User.objects.get(person=person).check_password(NEW)
    third = at_proof(person.identity_number)
    third.send(activation_code=code)
    assert third.refused("code.wrong")


def test_a_new_message_ends_the_one_before(person, card, monkeypatch):
    made = iter(["111111", "222222"])
    monkeypatch.setattr(codes, "sms_code", lambda choose: next(made))
    applicant = at_proof(person.identity_number, card.number)
    old = sent_code()
    applicant.send(send_again="1")
    assert applicant.step == "proof"
    new = sent_code()
    applicant.send(sms_code=old)
    assert applicant.refused("code.wrong")
    applicant.send(sms_code=new)
    assert applicant.step == "password"


@pytest.mark.parametrize("exists", [True, False])
def test_five_messages_a_day(person, card, exists, later):
    applicant = at_proof(person.identity_number if exists else NOBODY, card.number)
    for _ in range(4):
        later(60)
        assert applicant.send(send_again="1").status_code == 302
    later(600)
    answer = applicant.send(send_again="1")
    assert answer.status_code == 429
    assert applicant.refused("code.too_many_today")
    assert OutboxMessage.objects.count() == (5 if exists else 0)
    later(24 * 3600)
    assert at_proof(person.identity_number, card.number)


def test_a_phone_gets_five_messages_a_day_whoever_asks(card):
    phone = "19900001234"
    family = [CardFactory(person=PersonFactory(phone=phone)) for _ in range(6)]
    for member in family:
        at_proof(member.person.identity_number, member.number)
    assert OutboxMessage.objects.count() == 5


def test_the_same_form_sent_again_sends_one_message(person, card):
    applicant = Applicant()
    sent = {"submission_key": applicant.key, "id_number": person.identity_number, "card_number": card.number}
    for _ in range(10):
        assert applicant.client.post(ACTIVATE, sent).status_code == 302
    for _ in range(10):
        assert Client().post(ACTIVATE, sent).status_code == 302
    assert OutboxMessage.objects.count() == 1


def test_a_corrected_card_number_counts_as_a_new_wish(person, card):
    """Back in the browser brings the same form with the same key; with another answer it is another wish."""
    applicant = Applicant()
    key = applicant.key
    for number in ("Z99999999", card.number):
        applicant.client.post(
            ACTIVATE, {"submission_key": key, "id_number": person.identity_number, "card_number": number}
        )
    assert OutboxMessage.objects.count() == 1


def test_the_password_is_set_once_however_often_it_arrives(person, card):
    applicant = at_proof(person.identity_number, card.number)
    applicant.send(sms_code=sent_code())
    copy = Client()
    copy.cookies["sessionid"] = applicant.client.cookies["sessionid"].value
    sent = {"submission_key": applicant.key, "new_password": NEW, "new_password_again": NEW}
    assert applicant.client.post(ACTIVATE, sent).status_code == 302
    assert copy.post(ACTIVATE, sent).status_code == 302
    assert Notice.objects.filter(person=person).count() == 1
    assert applicant.client.get("/accounts/sessions/").status_code == 200


def test_two_people_in_two_windows_are_not_mixed_up(person, card):
    """The first window stands at the password of one person when the second begins with another."""
    other = CardFactory()
    window = at_proof(person.identity_number, card.number)
    window.send(sms_code=sent_code())
    stale = window.key
    second = Applicant()
    second.client = window.client
    second.page = second.client.get(ACTIVATE)
    second.send(id_number=other.person.identity_number, card_number=other.number)
    second.send(sms_code=sent_code())
    answer = window.client.post(ACTIVATE, {"submission_key": stale, "new_password": NEW, "new_password_again": NEW})
    assert answer.status_code == 302
    assert not User.objects.exclude(password="!").exists()


def test_the_session_key_changes_with_the_proof(person, card):
    """Who planted the session beforehand cannot step in front of the owner at the password."""
    applicant = at_proof(person.identity_number, card.number)
    planted = Client()
    planted.cookies["sessionid"] = applicant.client.cookies["sessionid"].value
    applicant.send(sms_code=sent_code())
    assert 'data-state="numbers"' in planted.get(ACTIVATE).content.decode()


def test_half_an_hour_later_one_begins_again(person, card, later):
    applicant = at_proof(person.identity_number, card.number)
    later(31 * 60)
    assert 'data-state="numbers"' in applicant.client.get(ACTIVATE).content.decode()


def test_one_may_start_again(person, card):
    applicant = at_proof(person.identity_number, card.number)
    applicant.send(start_again="1")
    assert applicant.step == "numbers"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "password.too_short"),
        ("{number}", "password.id_number"),
        ("born-{birth}-here", "password.birth_date"),
        ("call-{phone}-now", "password.phone"),
        ("1234567890", "password.sequence"),
        ("password123", "password.common"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(person, card, password, code):
    applicant = at_proof(person.identity_number, card.number)
    applicant.send(sms_code=sent_code())
    chosen = password.format(number=person.identity_number, birth=f"{person.born_on:%Y%m%d}", phone=person.phone)
    assert applicant.password(chosen).status_code == 422
    assert applicant.refused(code)
    assert not User.objects.filter(person=person).exists()
    applicant.password()
    assert User.objects.get(person=person).check_password(NEW)


def test_both_passwords_must_be_the_same(person, card):
    applicant = at_proof(person.identity_number, card.number)
    applicant.send(sms_code=sent_code())
    assert applicant.password(NEW, NEW + "!").status_code == 422
    assert applicant.refused("password.not_the_same")


def test_without_a_code_one_is_asked_for_it(person, card):
    applicant = at_proof(person.identity_number, card.number)
    assert applicant.send().status_code == 422
    assert applicant.refused("code.missing")


@pytest.mark.parametrize(("field", "typed"), [("sms_code", "12345"), ("sms_code", "abcdef"), ("activation_code", "AB")])
def test_a_code_of_the_wrong_shape_costs_no_try(person, card, field, typed):
    applicant = at_proof(person.identity_number, card.number)
    assert applicant.send(**{field: typed}).status_code == 422
    assert applicant.refused("code.shape")
    assert OneTimeCode.objects.get().tries == 0


def test_nobody_gets_to_the_password_without_a_proof(person, card):
    applicant = at_proof(person.identity_number, card.number)
    assert applicant.password().status_code == 422
    assert applicant.step == "proof"
    answer = Client().post(ACTIVATE, {"new_password": NEW, "new_password_again": NEW})
    assert (answer.status_code, answer.headers["Location"]) == (302, ACTIVATE)
    assert not User.objects.filter(person=person).exists()


def test_many_requests_for_one_number_have_to_wait():
    answers = [Applicant().numbers(NOBODY, f"Z{n:08d}").status_code for n in range(6)]
    assert answers == [302] * 5 + [429]


# Operators


@pytest.fixture
def operator():
    return UserFactory(operator=True, password="!", activated_at=None)


def test_an_operator_chooses_a_password_with_the_code_from_the_counter(operator):
    code = codes.issue_operator_code(operator, actor=UserFactory(clerk=True), at=clock.instant())
    applicant = Applicant(OPERATORS)
    applicant.send(credit_code=operator.unit.credit_code, operator=operator.username, activation_code=code)
    assert applicant.step == "password"
    assert applicant.password().headers["Location"] == "/employer/"
    operator.refresh_from_db()
    assert operator.check_password(NEW)
    assert set(Notice.objects.filter(unit=operator.unit).values_list("code", flat=True)) == {
        "operator_code_issued",
        "operator_account_activated",
    }


def test_an_operators_code_is_bound_to_unit_and_name(operator):
    other = UserFactory(operator=True)
    code = codes.issue_operator_code(operator, actor=UserFactory(clerk=True), at=clock.instant())
    tried = [
        (other.unit.credit_code, operator.username),
        (operator.unit.credit_code, other.username),
        (other.unit.credit_code, other.username),
        ("91379901MA0000000X", "nobody"),
    ]
    pages = []
    for credit_code, name in tried:
        applicant = Applicant(OPERATORS)
        applicant.send(credit_code=credit_code, operator=name, activation_code=code)
        assert applicant.refused("code.wrong_operator")
        pages.append(shape_of(applicant.page))
    assert all(page == pages[0] for page in pages)


def test_a_citizens_code_is_none_for_operators(operator):
    person = PersonFactory()
    code = codes.issue_counter_code(person, actor=UserFactory(clerk=True), at=clock.instant())
    applicant = Applicant(OPERATORS)
    applicant.send(credit_code=operator.unit.credit_code, operator=operator.username, activation_code=code)
    assert applicant.refused("code.wrong_operator")


def test_after_a_first_password_one_signs_in_with_it(person, card):
    applicant = at_proof(person.identity_number, card.number)
    applicant.send(sms_code=sent_code())
    applicant.password()
    sent = {"id_number": person.identity_number, "password": NEW}
    assert Client().post("/accounts/login/", sent).status_code == 302
    assert Client().post("/accounts/login/", sent | {"password": PASSWORD}).status_code == 422
