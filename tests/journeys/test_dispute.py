"""An employee reads why the unit says the job ended, contests it, the unit states its view, the agency decides."""

from datetime import date

import pytest

from accounts.models import Notice
from accounts.rules.roles import Agency
from insurance.models import Declaration, DeclarationPart, Enrolment
from insurance.services import declarations
from tests.factories import NOW, TODAY, PersonFactory, UserFactory, employ
from tests.insurance.views.employer.pages import attribute, codes_of, sent, submitted
from tests.visits import let_in

pytestmark = pytest.mark.django_db

OCTOBER = date(2026, 10, 1)
CLAIM = {"claimed_reason": "17", "text": "我没有辞职，是单位通知我不用再来上班。"}


@pytest.fixture(autouse=True)
def business_day(settings):
    settings.HALL_TODAY = TODAY


@pytest.fixture
def operator():
    return UserFactory(operator=True)


@pytest.fixture
def citizen(operator):
    user = UserFactory()
    employ(user.person, operator.unit)
    return user


def accept_all(number, on):
    for part in DeclarationPart.objects.filter(declaration__number=number):
        clerk = UserFactory(clerk=True, agency=part.agency)
        declarations.accept(part.pk, actor=clerk, version=part.version, at=NOW, on=on)


def test_from_the_notice_to_the_reason_that_counts(operator, citizen):
    at_the_unit, at_home = let_in(operator), let_in(citizen)
    number = submitted(at_the_unit, citizen.person)
    accept_all(number, OCTOBER)
    told = Notice.objects.get(person=citizen.person, code="reduction_filed_for_you")
    assert told.link == f"/me/reductions/{number}/"
    page = at_home.get(told.link)
    assert attribute(page, "state") == "effective"
    assert "不能领取失业保险金" in page.content.decode()
    assert f"{told.link}dispute/" in page.content.decode()

    refused = at_home.post(f"{told.link}dispute/", sent(claimed_reason="14", text="不对"))
    assert codes_of(refused) == {"dispute.same_reason", "dispute.text_short"}
    assert codes_of(at_home.post(f"{told.link}dispute/", sent(**CLAIM | {"claimed_reason": "14"}))) == {
        "dispute.same_reason"
    }
    case = at_home.post(f"{told.link}dispute/", sent(**CLAIM)).headers["Location"]
    dispute = case.split("/")[3]
    assert attribute(at_home.get(case), "kind") == "dispute"
    assert at_home.get(f"{told.link}dispute/").headers["Location"] == told.link, "one at a time"

    reduction = f"/employer/declarations/{number}/"
    page = at_the_unit.get(reduction).content.decode()
    assert CLAIM["text"] in page
    statement = f"{reduction}disputes/{dispute}/"
    assert codes_of(at_the_unit.post(statement, sent(text="不属实"))) == {"dispute.text_short"}
    assert at_the_unit.post(statement, sent(text="该员工提交了书面辞职信。")).headers["Location"] == reduction
    assert "该员工提交了书面辞职信。" in at_home.get(case).content.decode()
    assert codes_of(at_the_unit.post(statement, sent(text="该员工提交了书面辞职信。"))) == {"dispute.decided"}

    accept_all(dispute, TODAY)
    assert attribute(at_home.get(case), "state") == "effective"
    assert (
        "最多可领取失业保险金" in at_home.get(told.link).content.decode()
        or "属于非因本人意愿" in at_home.get(told.link).content.decode()
    )
    assert "17 " in at_the_unit.get(reduction).content.decode()
    assert set(Enrolment.objects.filter(person=citizen.person).values_list("end_reason", flat=True)) == {"17"}


def test_a_rejected_dispute_tells_the_remedies(operator, citizen):
    at_the_unit, at_home = let_in(operator), let_in(citizen)
    number = submitted(at_the_unit, citizen.person)
    case = at_home.post(f"/me/reductions/{number}/dispute/", sent(**CLAIM)).headers["Location"]
    part = DeclarationPart.objects.get(declaration__number=case.split("/")[3])
    clerk = UserFactory(clerk=True, agency=Agency.HRSS)
    why = {"reason_code": "facts_differ", "next_action": "ask_reconsideration", "text": "辞职信由本人签字。"}
    declarations.reject(part.pk, actor=clerk, version=part.version, at=NOW, **why)
    page = at_home.get(case)
    assert attribute(page, "state") == "rejected"
    assert "行政复议" in page.content.decode()
    assert "维持单位申报的原因" in at_the_unit.get(f"/employer/declarations/{number}/").content.decode()


def test_one_that_was_sent_back_is_corrected_with_what_was_typed(operator, citizen):
    at_home = let_in(citizen)
    number = submitted(let_in(operator), citizen.person)
    case = at_home.post(f"/me/reductions/{number}/dispute/", sent(**CLAIM)).headers["Location"]
    part = DeclarationPart.objects.get(declaration__number=case.split("/")[3])
    why = {"reason_code": "facts_differ", "next_action": "correct_and_resubmit", "text": "请写明通知的日期。"}
    declarations.send_back(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, **why)
    form = f"/me/reductions/{number}/dispute/?declaration={case.split('/')[3]}"
    assert form in at_home.get(case).content.decode()
    page = at_home.get(form).content.decode()
    assert CLAIM["text"] in page
    assert "请写明通知的日期。" in page
    assert at_home.post(form, sent(**CLAIM | {"claimed_reason": "16"})).headers["Location"] == case
    assert Declaration.objects.get(number=case.split("/")[3]).details["claimed_reason"] == "16"
    assert attribute(at_home.get(case), "state") == "submitted"


def test_nobody_else_sees_it_and_the_unit_sees_only_its_own(operator, citizen):
    number = submitted(let_in(operator), citizen.person)
    stranger = let_in(UserFactory())
    for address in (f"/me/reductions/{number}/", f"/me/reductions/{number}/dispute/"):
        assert stranger.get(address).status_code == 404
    case = let_in(citizen).post(f"/me/reductions/{number}/dispute/", sent(**CLAIM)).headers["Location"]
    statement = f"/employer/declarations/{number}/disputes/{case.split('/')[3]}/"
    outsider = UserFactory(operator=True)
    other = PersonFactory()
    employ(other, outsider.unit)
    theirs = submitted(let_in(outsider), other)
    assert let_in(outsider).post(statement, sent(text="该员工提交了书面辞职信。")).status_code == 404
    crossed = f"/employer/declarations/{theirs}/disputes/{case.split('/')[3]}/"
    assert let_in(outsider).post(crossed, sent(text="该员工提交了书面辞职信。")).status_code == 404
