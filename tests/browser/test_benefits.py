"""Medical benefits on a phone and without scripts: ten years with five interruptions are read, and a bar unfolds."""

from datetime import date

import pytest

from tests.browser.acts import enter_as_citizen, enter_by_key, go, look, main
from tests.factories import TODAY, AreaFactory, UserFactory, enrol_flexible
from tests.factories.contributions import charge
from tests.factories.policy import put_policy

PAGE = "/me/benefits/"


@pytest.fixture
def often_late(settings):
    """Somebody in flexible employment for ten years, five times two months late, and late again today."""
    settings.HALL_TODAY = TODAY
    put_policy(AreaFactory())
    user = UserFactory(language="en")
    enrol_flexible(user.person, since=date(2016, 9, 1))
    for year in range(2020, 2025):
        charge(user.person, f"{year}-03", credited_on=date(year, 5, 20))
    charge(user.person, "2026-08", standing="missing")
    return user


def unfold(page, words: str) -> None:
    """Open by keyboard the first reason that begins with some words, and see its steps."""
    summary = page.locator("main summary", has_text=words).first
    summary.focus()
    page.keyboard.press("Enter")
    page.locator("main details[open] .explanation-steps").first.wait_for()


@pytest.mark.django_db(transaction=True)
def test_ten_years_are_read_on_a_phone(often_late, phone, axe):
    enter_as_citizen(phone, often_late)
    go(phone, PAGE)
    assert main(phone, "state") == "suspended"
    look(phone, axe)
    assert phone.locator(".benefit-years > li:visible").count() == 10
    bars = [bar.bounding_box() for bar in phone.locator(".benefit-years > li:visible svg").all()]
    assert all(bar["width"] > 200 and bar["height"] >= 20 for bar in bars), "a month is wide enough to be seen"
    unfold(phone, "How this day is found")
    look(phone, axe)


@pytest.mark.django_db(transaction=True)
def test_everything_is_read_without_scripts(often_late, page_without_script):
    enter_as_citizen(page_without_script, often_late)
    go(page_without_script, PAGE)
    assert page_without_script.locator(".benefit-table[data-total] tbody").count() == 17
    unfold(page_without_script, "The contributions of August 2026")
    look(page_without_script)


@pytest.mark.django_db(transaction=True)
def test_another_day_is_chosen_in_the_form(often_late, page):
    enter_as_citizen(page, often_late)
    go(page, PAGE)
    page.fill("[name=on]", "2024-04-01")
    enter_by_key(page)
    assert page.url.endswith("?on=2024-04-01")
    assert main(page, "state") == "suspended"
    assert "since 1 March 2024" in page.locator("main").inner_text()
