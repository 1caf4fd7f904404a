"""The calculator without a script and on a phone: ask, read, pass the address on."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.acts import go, look, main, refusals, send, unfold
from tests.factories import TODAY, AreaFactory
from tests.factories.policy import put_policy, put_references


@pytest.fixture
def policy(transactional_db, settings):
    """The office's own rules and those of other places, as reviewed."""
    settings.HALL_TODAY = TODAY
    put_policy(AreaFactory())
    put_references()


def ask(page) -> None:
    go(page, "/calculator/")
    page.fill("main [name=first_unpaid_month]", "2026-03")
    page.fill("main [name=credited_on]", "2026-06-10")


def test_a_question_is_asked_answered_and_passed_on_without_a_script(page_without_script, policy):
    page = page_without_script
    ask(page)
    send(page)
    assert (main(page, "kind"), main(page, "state")) == ("calculator", "gap")
    asked = urlsplit(page.url)
    assert asked.fragment == "answer"
    assert parse_qs(asked.query)["credited_on"] == ["2026-06-10"]
    answer = page.inner_text("#answer")
    assert page.locator("tbody[data-family]").count() == 9
    go(page, "/calculator/")
    go(page, f"/calculator/?{asked.query}")
    assert page.inner_text("#answer") == answer
    look(page)


def test_reasons_unfold_without_a_script(page_without_script, policy):
    ask(page_without_script)
    send(page_without_script)
    reason = page_without_script.locator("#answer details").first
    assert not reason.locator("ol").first.is_visible()
    unfold(reason.locator("summary"))
    reason.locator("ol").first.wait_for()


def test_a_mistake_is_shown_beside_its_field_and_corrected(page_without_script, policy):
    page = page_without_script
    ask(page)
    page.fill("main [name=credited_on]", "2026-02-30")
    send(page)
    assert refusals(page) == {"invalid"}
    assert page.input_value("main [name=credited_on]") == "2026-02-30"
    assert page.input_value("main [name=first_unpaid_month]") == "2026-03"
    page.fill("main [name=credited_on]", "2026-03-30")
    send(page)
    assert page.locator("#answer").count() == 1


@pytest.mark.parametrize(
    "question",
    [
        "",
        "?first_unpaid_month=2026-03&credited_on=2026-06-10",
        "?first_unpaid_month=2026-08&payer=flexible",
        "?first_unpaid_month=never",
        "?question=wage&wage=3000&other_wage=9000",
        "?question=resident&covered_year=2026&paid_on=2026-03-15",
        "?question=retirement&birth_month=1976-09&track=man_60",
        "?question=unemployment&paid_months=60",
    ],
)
def test_every_question_fits_a_phone_and_everybody(phone, policy, axe, question):
    go(phone, f"/calculator/{question}")
    look(phone, axe)
    for summary in phone.locator("main details > summary").all()[:3]:
        unfold(summary)
    look(phone, axe)
