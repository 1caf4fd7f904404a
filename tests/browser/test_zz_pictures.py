from tests.browser.test_resumes import *  # noqa
import pytest
from tests.factories import UserFactory, employ, PersonFactory
from tests.browser.acts import enter_as_operator, enter_as_citizen
from insurance.services import reductions
from insurance.services.reductions import ReductionAnswers
from tests.factories import NOW

SHOTS = "/tmp/whatif3/shots"

def snap(page, name):
    page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)

def all_en(user):
    user.language = "en"; user.save()

def test_pics_stop(page, citizen):
    all_en(citizen)
    enter_as_citizen(page, citizen)
    page.goto(f"/me/stop-insurance/?enrolment={medical(citizen)}&stop_month=2026-10")
    snap(page, "stop-en-1280")
    page.set_viewport_size({"width": 360, "height": 800})
    snap(page, "stop-en-360")

def test_pics_resume(page, stopped):
    all_en(stopped)
    enter_as_citizen(page, stopped)
    page.goto(f"/me/resume/?enrolment={medical(stopped)}&resume_month=2026-10")
    page.locator("#what-if details.explanation summary").first.click()
    snap(page, "resume-en-1280")
    page.set_viewport_size({"width": 360, "height": 800})
    snap(page, "resume-en-360")

def test_pics_employer(page, citizen):
    op = UserFactory(operator=True, language="en")
    person = PersonFactory(); employ(person, op.unit)
    d = reductions.draft_reduction(op.unit, ReductionAnswers(reason="14", ended_on=date(2026,9,9), person=person, details={"contract_from": "2024-01-01", "post": "会计", "years_in_unit": "2.5"}), actor=op, at=NOW, on=TODAY, acknowledged=True)
    enter_as_operator(page, op)
    page.goto(f"/employer/declarations/{d.number}/check/")
    snap(page, "check-en-1280")
