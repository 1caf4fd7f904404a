"""On a phone: a citizen activates the account, looks up insurances and contributions, and stops an insurance."""

from datetime import date

import pytest

from insurance.models import Assessment, Bill, ContributionLine, Declaration
from insurance.rules.kinds import AGENCY_OF, Insurance
from insurance.rules.months import Month
from tests.browser.acts import choose, code_sent_to, follow, go, look, main, refusals, send, unfold
from tests.factories import TODAY, AreaFactory, CardFactory, PersonFactory, enrol_flexible

NEW_PASSWORD = "harvest-moon-over-tea"
PENSION_FEN, MEDICAL_FEN = 91_200, 36_480
CHARGED = list(Month.span(Month(2026, 1), Month(2026, 8)))


@pytest.fixture
def insured(settings):
    """Somebody in flexible employment with a card and eight credited months, who has no account yet."""
    settings.HALL_TODAY = TODAY
    person = PersonFactory(phone="19900000042")
    CardFactory(person=person)
    enrol_flexible(person)
    for month in CHARGED:
        credit(person, month.first_day)
    return person


def credit(person, month: date) -> None:
    """Write down that pension and medical insurance of a month were charged, paid and credited in time."""
    charged = Assessment.objects.create(area=AreaFactory(), person=person, month=month)
    ContributionLine.objects.create(
        assessment=charged,
        person=person,
        month=month,
        hrss_base_fen=456_000,
        medical_base_fen=456_000,
        pension_own=PENSION_FEN,
        medical_own=MEDICAL_FEN,
    )
    for insurance, amount in ((Insurance.PENSION, PENSION_FEN), (Insurance.MEDICAL, MEDICAL_FEN)):
        Bill.objects.create(
            assessment=charged,
            agency=AGENCY_OF[insurance],
            unit_total_fen=0,
            own_total_fen=amount,
            paid_fen=amount,
            state="paid",
            due_on=month.replace(day=25),
            paid_on=month.replace(day=18),
            credited_on=month.replace(day=20),
        )


def by_menu(page, address: str) -> None:
    """Go to one of one's own pages as on a phone: unfold the menu, then choose."""
    unfold(page.locator(".side-narrow summary"))
    follow(page.locator(f".side-narrow a[href='{address}']"))


def activate(page, person, axe) -> None:
    go(page, "/accounts/login/")
    follow(page.locator("main a[href='/accounts/activate/']"))
    look(page, axe)
    page.fill("[name=id_number]", person.identity_number)
    page.fill("[name=card_number]", person.cards.get().number)
    send(page)
    assert main(page, "state") == "proof"
    look(page, axe)
    page.fill("[name=sms_code]", code_sent_to(person))
    send(page)
    assert main(page, "state") == "password"
    page.fill("[name=new_password]", NEW_PASSWORD)
    page.fill("[name=new_password_again]", NEW_PASSWORD)
    send(page)
    assert page.url.endswith("/me/")


def test_from_the_card_to_a_stop_that_waits_for_its_answer(phone, insured, axe):
    activate(phone, insured, axe)
    look(phone, axe)
    look_up(phone, axe)
    stop_pension(phone, insured, axe)
    number = main(phone, "number")
    by_menu(phone, "/me/declarations/")
    assert main(phone, "total") == "1"
    by_menu(phone, "/me/")
    assert phone.locator(f"main a[href='/me/declarations/{number}/']").count()
    assert Declaration.objects.get(number=number).lines.get().insurances == [Insurance.PENSION]
    assert insured.identity_number not in phone.content()


def look_up(page, axe) -> None:
    by_menu(page, "/me/insurance/")
    look(page, axe)
    assert page.locator("main .tag-good").count() == 2
    page.fill("main [name=on]", "2023-12-31")
    follow(page.locator("main form.filters button"))
    assert page.url.endswith("/me/insurance/?on=2023-12-31")
    assert page.locator("main .tag-good").count() == 0
    by_menu(page, "/me/contributions/")
    look(page, axe)
    assert (main(page, "number"), main(page, "total")) == ("2026", str(len(CHARGED)))
    assert "10,214.40" in page.inner_text("main")


def stop_pension(page, person, axe) -> None:
    """Fill in the form as people do: look at what changes, forget the tick, tick it, send."""
    by_menu(page, "/me/stop-insurance/")
    look(page, axe)
    pension = person.enrolments.get(insurance=Insurance.PENSION)
    with page.expect_response(lambda answer: pension.number in answer.url):
        choose(page, "enrolment", pension.number)
    choose(page, "reason", "hardship")
    choose(page, "stop_month", "2026-11")
    send(page)
    assert refusals(page) == {"required"}
    look(page, axe)
    assert page.is_checked(f"[name=enrolment][value={pension.number}]")
    assert page.is_checked("[name=stop_month][value='2026-11']")
    assert page.is_checked("[name=reason][value=hardship]")
    page.check("[name=acknowledged]")
    send(page)
    assert (main(page, "kind"), main(page, "state")) == ("stop", "submitted")
    look(page, axe)
