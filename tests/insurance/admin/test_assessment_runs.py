"""The bureau's pages of assessing: a month is ordered and watched, its books closed in two steps; a worker is registered."""

from datetime import date, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.rules.roles import Role
from insurance.models import AssessmentRun, ClosedMonth, Declaration
from insurance.rules.months import Month
from insurance.services.assessing import assess, go_on
from tests.factories import NOW, TODAY, PersonFactory, UserFactory, employ
from tests.factories.parties import UnitFactory, resident_number
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory
from tests.insurance.views.employer.pages import codes_of, sent
from tests.visits import let_in

LIST = "/admin/insurance/assessmentrun/"


@pytest.fixture
def area(db, settings):
    settings.HALL_TODAY = TODAY
    area = AreaFactory()
    put_policy(area)
    employ(PersonFactory(), UnitFactory())
    return area


@pytest.fixture
def cashier(area):
    return let_in(UserFactory(staff=True, roles=[Role.CASHIER]))


def start(browser, month="2026-09"):
    return browser.post(f"{LIST}start/", sent(area="379901", month=month))


def test_without_any_run_the_page_offers_the_present_month(cashier):
    page = cashier.get(LIST)
    assert 'value="2026-09"' in page.content.decode()
    assert "Refresh" not in page.headers


def test_a_run_is_ordered_and_watched_until_it_is_finished(cashier):
    assert start(cashier).status_code == 302
    run = AssessmentRun.objects.get()
    job = ProcrastinateJob.objects.get(task_name="insurance.tasks.assess_month")
    assert job.args == {"run_id": run.pk}
    watched = cashier.get(LIST)
    assert watched.headers["Refresh"] == "5"
    assert 'data-hx-select="#runs"' in watched.content.decode()
    go_on(run.pk, at=NOW, on=TODAY)
    done = cashier.get(LIST)
    assert "Refresh" not in done.headers
    assert "2,936.00" in done.content.decode()


def test_a_run_is_told_to_go_on_only_when_it_takes_long(cashier):
    start(cashier)
    again = 'name="month" value="2026-09"><button'
    assert again not in cashier.get(LIST).content.decode()
    AssessmentRun.objects.update(begun_at=NOW - timedelta(days=1))
    assert again in cashier.get(LIST).content.decode()


@pytest.mark.parametrize(("month", "code"), [("2026-10", "assess.future"), ("2026-08", "assess.before_records")])
def test_another_month_is_refused_with_what_was_typed(area, cashier, month, code):
    assess(area, Month(2026, 9), actor=None, at=NOW, on=TODAY)
    page = start(cashier, month)
    assert page.status_code == 422
    assert codes_of(page) == {code}
    assert f'value="{month}"' in page.content.decode()


def test_a_finished_month_is_not_ordered_again(area, cashier):
    assess(area, Month(2026, 9), actor=None, at=NOW, on=TODAY)
    assert codes_of(start(cashier)) == {"assess.done"}


def test_why_a_run_stopped_is_said(area, cashier):
    unit = UnitFactory(registration__injury_class=None, registration__status=0)
    employ(PersonFactory(), unit)
    start(cashier)
    with pytest.raises(Exception, match="assess.no_injury_rate"):
        go_on(AssessmentRun.objects.get().pk, at=NOW, on=TODAY)
    assert unit.public_id in cashier.get(LIST).content.decode()


def test_books_are_closed_after_a_look_at_what_is_open(area, cashier):
    assess(area, Month(2026, 8), actor=None, at=NOW, on=date(2026, 8, 9))
    address = f"{LIST}379901/2026-08/close/"
    assert address in cashier.get(LIST).content.decode()
    assert "2,936.00" in cashier.get(address).content.decode()
    assert not ClosedMonth.objects.exists()
    assert cashier.post(address, sent()).status_code == 302
    assert ClosedMonth.objects.get().month == date(2026, 8, 1)


@pytest.mark.parametrize("path", ["379901/2026-13/close/", "379999/2026-08/close/"])
def test_what_there_is_not_is_not_found(cashier, path):
    assert cashier.get(f"{LIST}{path}").status_code == 404


def test_the_counter_opens_a_case_about_a_worker_who_was_not_declared(area):
    unit = UnitFactory()
    clerk = let_in(UserFactory(clerk=True, agency="hrss"))
    page = f"/admin/accounts/unit/{unit.public_id}/unregistered/"
    given = {"id_number": resident_number(date(1990, 5, 6), 77), "name": "赵新", "started_on": "2026-07-06", "wage": ""}
    refused = clerk.post(page, sent(**given, evidence="口头"))
    assert (refused.status_code, codes_of(refused)) == (422, {"unregistered.text_short"})
    assert clerk.post(page, sent(**given, evidence="工资流水、同事证言和监察笔录。")).status_code == 302
    made = Declaration.objects.get(kind="unregistered")
    assert (made.unit, set(made.parts.values_list("state", flat=True))) == (unit, {"submitted"})
    shown = let_in(UserFactory(clerk=True, agency="hrss")).get(
        f"/admin/insurance/declarationpart/{made.parts.get(agency='hrss').pk}/"
    )
    assert shown.status_code == 200
    assert "send_back" not in shown.content.decode()
