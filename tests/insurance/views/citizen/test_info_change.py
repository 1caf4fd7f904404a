"""Somebody changes data about themselves: the proof a new phone needs, what counts at once, what is reviewed."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts import clock
from accounts.models import Notice, OneTimeCode, OutboxMessage
from insurance.models import Declaration
from insurance.selectors.personal_data import answers_of, household_of
from insurance.services import declarations
from tests.factories import NOW, UserFactory
from tests.factories.parties import PASSWORD
from tests.factories.record import AreaFactory
from tests.insurance.views.citizen.reading import refusals, sent, words_of

ADDRESS = "/me/info-change/"
PHONE = "13900001234"


@pytest.fixture(autouse=True)
def area(db):
    return AreaFactory()


@pytest.fixture
def person(citizen):
    citizen.person.phone = "13811112222"
    citizen.person.save()
    return citizen.person


def picture() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (8, 8), "white").save(content, "PNG")
    return SimpleUploadedFile("身份证.png", content.getvalue(), "image/png")


def ask(browser, phone=PHONE, password=PASSWORD):
    return browser.post(ADDRESS, sent(phone=phone, password=password, send="1"))


def sent_code() -> str:
    message = OutboxMessage.objects.filter(template="sms_code").latest("pk")
    assert message.phone == PHONE
    return re.search(r"\d{6}", message.text)[0]


def test_a_new_phone_counts_after_password_and_code(browser, person):
    page = ask(browser)
    assert page.status_code == 200
    assert "139****1234" in words_of(page)
    assert f'value="{PHONE}"' in page.content.decode()
    response = browser.post(ADDRESS, sent(phone=PHONE, sms_code=sent_code()))
    assert response.status_code == 302, refusals(response)
    person.refresh_from_db()
    declaration = Declaration.objects.get()
    assert (person.phone, declaration.parts.get().state) == (PHONE, "effective")
    assert {one.phone for one in OutboxMessage.objects.filter(template="phone_changed")} == {"13811112222"}
    assert Notice.objects.filter(person=person, code="data_changed_for_you").exists()
    case = words_of(browser.get(response.headers["Location"]))
    assert "138****2222 → 139****1234" in case
    assert PHONE not in case


def test_the_password_is_asked_first(browser, person):
    assert refusals(ask(browser, password="wrong")) == {("password", "password.old_wrong")}
    assert not OneTimeCode.objects.exists()


def test_a_code_is_good_for_the_phone_it_was_sent_to(browser, person):
    ask(browser)
    response = browser.post(ADDRESS, sent(phone="13700001111", sms_code=sent_code()))
    assert refusals(response) == {("sms_code", "code.wrong")}
    person.refresh_from_db()
    assert person.phone == "13811112222"


def test_wrong_codes_are_counted_though_the_page_is_refused(browser, person):
    ask(browser)
    wrong = f"{(int(sent_code()) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert refusals(browser.post(ADDRESS, sent(phone=PHONE, sms_code=wrong))) == {("sms_code", "code.wrong")}
    assert OneTimeCode.objects.get().tries == 5
    assert refusals(browser.post(ADDRESS, sent(phone=PHONE, sms_code=sent_code()))) == {("sms_code", "code.wrong")}


def test_without_a_code_nothing_changes(browser, person):
    assert refusals(browser.post(ADDRESS, sent(phone=PHONE))) == {("sms_code", "phone.code_missing")}


def test_a_code_opens_once(browser, person):
    ask(browser)
    code = sent_code()
    browser.post(ADDRESS, sent(phone=PHONE, sms_code=code))
    person.phone = "13811112222"
    person.save()
    assert refusals(browser.post(ADDRESS, sent(phone=PHONE, sms_code=code))) == {("sms_code", "code.wrong")}


def test_five_codes_a_day_reach_one_phone(browser, person):
    for _ in range(5):
        assert ask(browser).status_code == 200
    assert ask(browser).status_code == 429
    assert OutboxMessage.objects.filter(template="sms_code").count() == 5


@pytest.mark.parametrize("step", ["send", "submit"])
def test_after_a_new_password_the_phone_rests_for_72_hours(browser, citizen, person, step):
    ask(browser)
    citizen.cooling_off_until = clock.instant() + timedelta(hours=72)
    citizen.save()
    response = ask(browser) if step == "send" else browser.post(ADDRESS, sent(phone=PHONE, sms_code=sent_code()))
    assert refusals(response) == {("phone", "phone.cooling_off")}
    person.refresh_from_db()
    assert person.phone == "13811112222"


def test_address_and_residence_count_at_once(browser, person):
    response = browser.post(ADDRESS, sent(address="云州市东城区解放路 12 号", household="2"))
    assert response.status_code == 302, refusals(response)
    person.refresh_from_db()
    assert (person.address, household_of(person.pk)) == ("云州市东城区解放路 12 号", "2")
    line = Declaration.objects.get().lines.get()
    assert "address" not in line.details
    assert line.sealed


def test_a_name_needs_a_paper_and_is_reviewed(browser, person):
    name = person.name
    refused = browser.post(ADDRESS, sent(name="王晓明"))
    assert refusals(refused) == {("attachments", "info_change.paper_missing")}
    response = browser.post(ADDRESS, sent(name="王晓明", attachments=[picture()]))
    assert response.status_code == 302, refusals(response)
    person.refresh_from_db()
    assert (person.name, Declaration.objects.get().parts.get().state) == (name, "submitted")


@pytest.mark.parametrize(
    ("answers", "place", "code"),
    [
        ({"phone": "12345", "send": "1"}, "phone", "info_change.phone"),
        ({"address": "路"}, "address", "info_change.address"),
        ({}, "error-summary", "info_change.nothing"),
    ],
)
def test_what_cannot_be_is_refused_and_kept(browser, person, answers, place, code):
    response = browser.post(ADDRESS, sent(**answers))
    assert response.status_code == 422
    assert (place, code) in refusals(response)
    assert not Declaration.objects.exists()


def test_what_was_sent_back_is_corrected(browser, citizen, person):
    browser.post(ADDRESS, sent(name="王晓明", attachments=[picture()]))
    part = Declaration.objects.get().parts.get()
    declarations.send_back(
        part.pk,
        actor=UserFactory(clerk=True),
        version=part.version,
        reason_code="facts_differ",
        next_action="correct_and_resubmit",
        text="姓名与证件不一致。",
        at=NOW,
    )
    address = f"{ADDRESS}?declaration={part.declaration.number}"
    page = browser.get(address)
    assert 'value="王晓明"' in page.content.decode()
    assert "姓名与证件不一致。" in words_of(page)
    response = browser.post(address, sent(name="王小明"))
    assert response.status_code == 302, refusals(response)
    line = Declaration.objects.get().lines.get()
    assert (answers_of(line)["name"], Declaration.objects.get().parts.get().state) == ("王小明", "submitted")
    assert browser.get(address).status_code == 302, "it waits for the agency again"
