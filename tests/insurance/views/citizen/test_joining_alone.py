"""Join insurance alone and begin anew: what is shown, every refusal beside its field, and what the record says after."""

from datetime import date

import pytest

from insurance.models import ClosedMonth, Declaration, DeclarationPart, Enrolment
from insurance.services import declarations
from tests.factories import (
    NOW,
    TODAY,
    AreaFactory,
    EnrolmentFactory,
    PersonFactory,
    UnitFactory,
    UserFactory,
    employ,
    enrol_flexible,
)
from tests.factories.contributions import charge_months
from tests.factories.policy import put_policy
from tests.insurance.views.citizen.reading import inputs, main_of, refusals, sent, words_of
from tests.visits import let_in

JOIN, ANEW = "/me/enrol/", "/me/re-enrol/"
LEFT = {"stop_month": date(2026, 6, 1), "covered_until": date(2026, 6, 1), "end_reason": "14"}
LOWEST = "456000"


@pytest.fixture
def area(db):
    area = AreaFactory()
    put_policy(area)
    return area


def joining(**changes) -> dict:
    given = {"insurances": ["110", "310"], "start_month": "2026-10", "base": LOWEST, "acknowledged": "on", **changes}
    return sent(**{name: value for name, value in given.items() if value is not None})


def anew(**changes) -> dict:
    given = {"start_month": "2026-09", "base": LOWEST, "acknowledged": "on", **changes}
    return sent(**{name: value for name, value in given.items() if value is not None})


def declared(browser, page, answers) -> Declaration:
    response = browser.post(page, answers)
    assert response.status_code == 302, refusals(response)
    return Declaration.objects.get(number=response.headers["Location"].split("/")[3])


def accept_all(declaration: Declaration, on=TODAY) -> None:
    for part in declaration.parts.order_by("agency"):
        staff = UserFactory(clerk=True, agency=part.agency)
        declarations.accept(part.pk, actor=staff, version=part.version, at=NOW, on=on)


# Joining -------------------------------------------------------------------------------------------------------------


def test_levels_amounts_and_the_first_wait_are_shown(browser, area):
    said = words_of(browser.get(JOIN))
    assert "60% base ¥4,560.00; pension insurance ¥912.00, medical insurance ¥394.60 a month" in said
    assert "300% base ¥22,800.00" in said
    assert "Every month together ¥1,306.60" in said, "912.00 + 387.60 + 7.00"
    assert "First enrolment: a waiting period" in said
    assert "Benefits begin Monday, 1 March 2027" in said, "six months from that of the first credit"
    assert "Social Insurance Law, articles 10 and 23" in said
    assert "optional: no law demands them" in said


def test_another_choice_is_looked_at_without_declaring(browser, area):
    answer = browser.post(JOIN, sent(insurances=["310"], start_month="2026-09", base="760000", preview="yes"))
    assert {"310", "2026-09", "760000"} == inputs(answer, "checked")
    assert "Every month together ¥653.00" in words_of(answer), "646.00 + 7.00"
    assert refusals(answer) == set()
    assert not Declaration.objects.exists()


def test_joining_is_declared_accepted_and_on_record(browser, citizen, area):
    declaration = declared(browser, JOIN, joining(start_month="2026-09", base="760000"))
    assert {part.agency for part in declaration.parts.all()} == {"hrss", "medical"}
    shown = browser.get(f"/me/declarations/{declaration.number}/")
    assert main_of(shown) == {"kind": "enrol", "number": declaration.number, "state": "submitted"}
    assert "Contribution base ¥7,600.00" in words_of(shown)
    assert browser.get(f"/me/declarations/{declaration.number}/receipt.pdf").status_code == 200
    accept_all(declaration)
    begun = Enrolment.objects.filter(person=citizen.person).order_by("insurance")
    assert [(one.insurance, one.kind, one.wage_fen, one.first_month) for one in begun] == [
        (code, "flexible", 760_000, date(2026, 9, 1)) for code in (110, 310, 330)
    ]
    assert "you are charged from September 2026 on" in words_of(browser.get(f"/me/declarations/{declaration.number}/"))


def test_a_resident_enrolment_gives_way(browser, citizen, area):
    resident = EnrolmentFactory(person=citizen.person, resident=True)
    said = words_of(browser.get(JOIN, {"insurances": "310", "start_month": "2026-09"}))
    assert "Your resident medical insurance ends with August 2026" in said
    accept_all(declared(browser, JOIN, joining(insurances=["310"], start_month="2026-09")))
    resident.refresh_from_db()
    assert (resident.stop_month, resident.end_reason) == (date(2026, 9, 1), "joined_alone")
    assert Enrolment.objects.filter(person=citizen.person, insurance=310, stop_month=None).exists()
    assert browser.get("/me/insurance/").status_code == 200


def test_after_an_employment_what_the_gap_means_is_shown(browser, citizen, area):
    employ(citizen.person, UnitFactory(), **LEFT)
    charge_months(citizen.person, "2026-01", "2026-05")
    answer = browser.get(JOIN, {"insurances": "310", "start_month": "2026-09"})
    said = words_of(answer)
    assert "You were insured before, until May 2026" in said
    assert "Benefits, if the gap is paid back" in said
    assert 'href="/me/re-enrol/"' in answer.content.decode()


def test_who_works_for_a_unit_is_shown_the_way_out(browser, citizen, area):
    unit = UnitFactory()
    employ(citizen.person, unit)
    said = words_of(browser.get(JOIN))
    assert f"{unit.name} insures you since January 2024" in said
    assert "Submit the declaration" not in said
    assert ("insurances", "enrol.insured_by_unit") in refusals(browser.post(JOIN, joining()))


def test_one_that_runs_does_not_hinder_the_other(browser, citizen, area):
    EnrolmentFactory(person=citizen.person, insurance=310)
    said = words_of(browser.get(JOIN))
    assert "You pay medical insurance yourself already, since January 2024." in said
    declared(browser, JOIN, joining(insurances=["110"]))


@pytest.mark.parametrize(("born", "code"), [(date(2011, 1, 5), "enrol.too_young"), (date(1960, 1, 5), "enrol.retired")])
def test_from_sixteen_until_retirement(area, born, code):
    user = UserFactory(person=PersonFactory(born_on=born))
    assert ("insurances", code) in refusals(let_in(user).post(JOIN, joining()))


@pytest.mark.parametrize(
    ("changes", "place", "code"),
    [
        ({"insurances": None}, "insurances", "required"),
        ({"insurances": ["210"]}, "insurances", "invalid_choice"),
        ({"start_month": ""}, "start_month", "required"),
        ({"start_month": "soon"}, "start_month", "invalid"),
        ({"start_month": "2026-08"}, "start_month", "stop.month_not_allowed"),
        ({"start_month": "2026-11"}, "start_month", "stop.month_not_allowed"),
        ({"base": None}, "base", "required"),
        ({"base": "x"}, "base", "invalid"),
        ({"base": "500000"}, "base", "enrol.base_not_offered"),
        ({"acknowledged": None}, "acknowledged", "required"),
    ],
)
def test_a_refusal_stands_beside_its_field(browser, area, changes, place, code):
    answer = browser.post(JOIN, joining(**changes))
    assert answer.status_code == 422
    assert (place, code) in refusals(answer)
    assert not DeclarationPart.objects.exclude(state="draft").exists()


def test_a_closed_month_is_not_offered(browser, area):
    ClosedMonth.objects.create(area=area, month=date(2026, 9, 1), closed_on=date(2026, 9, 9))
    assert 'value="2026-09"' not in browser.get(JOIN).content.decode()


def test_a_second_declaration_about_the_same_is_not_taken(browser, area):
    number = declared(browser, JOIN, joining()).number
    said = words_of(browser.get(JOIN))
    assert f"Your declaration {number} about pension insurance is under way." in said
    assert "Submit the declaration" not in said
    assert ("insurances", "enrol.open_declaration") in refusals(browser.post(JOIN, joining()))


def test_what_is_sent_back_is_corrected(browser, area):
    declaration = declared(browser, JOIN, joining(insurances=["110"]))
    part = declaration.parts.get()
    declarations.send_back(
        part.pk,
        actor=UserFactory(clerk=True, agency="hrss"),
        version=part.version,
        reason_code="facts_differ",
        next_action="correct_and_resubmit",
        text="Look again",
        at=NOW,
    )
    address = f"{JOIN}?declaration={declaration.number}"
    assert "Look again" in words_of(browser.get(address))
    response = browser.post(address, joining(insurances=["110"], base="760000"))
    assert response.status_code == 302, refusals(response)
    assert declaration.lines.get().details["wage_fen"] == 760_000


def test_an_area_without_bounds_offers_no_level(browser, db):
    AreaFactory()
    said = words_of(browser.get(JOIN))
    assert "not published yet" in said
    assert "Submit the declaration" not in said


# Beginning anew -----------------------------------------------------------------------------------------------------


@pytest.fixture
def gap(citizen, area):
    enrol_flexible(citizen.person, **LEFT)
    charge_months(citizen.person, "2026-01", "2026-05")
    return citizen.person


def test_paying_back_and_beginning_anew_stand_side_by_side(browser, gap):
    said = words_of(browser.get(ANEW, {"start_month": "2026-09"}))
    assert "Cost of the gap ¥1,938.00 nothing" in said, "June to August on 7,600.00"
    assert "Benefits return 1 December 2026 1 March 2027" in said, "101 days; or the wait of a new enrolment"
    assert "Earlier months 8 months without a break count in all (5 months), but no longer as continuous" in said
    assert "earlier years are not counted as continuous" in said


def test_beginning_anew_is_declared_and_on_record(browser, citizen, gap):
    declaration = declared(browser, ANEW, anew())
    shown = browser.get(f"/me/declarations/{declaration.number}/")
    assert main_of(shown) == {"kind": "re_enrol", "number": declaration.number, "state": "submitted"}
    accept_all(declaration)
    begun = Enrolment.objects.filter(person=citizen.person, first_month=date(2026, 9, 1)).order_by("insurance")
    assert [(one.insurance, one.wage_fen) for one in begun] == [(310, 456_000), (330, 456_000)]
    assert "You pay medical insurance yourself already" in words_of(browser.get(ANEW))


def test_without_a_gap_there_is_nothing_to_begin_anew(browser, citizen, area):
    ends = {**LEFT, "stop_month": date(2026, 9, 1), "covered_until": date(2026, 9, 1)}
    enrol_flexible(citizen.person, **ends)
    assert "There is no gap" in words_of(browser.get(ANEW))
    assert refusals(browser.post(ANEW, anew())) == {("start_month", "re_enrol.no_gap")}


def test_who_was_never_insured_joins_for_the_first_time(browser, area):
    answer = browser.get(ANEW)
    assert "You were never in employees' medical insurance" in words_of(answer)
    assert 'href="/me/enrol/"' in answer.content.decode()
    assert refusals(browser.post(ANEW, anew())) == {("start_month", "re_enrol.no_gap")}


@pytest.mark.parametrize(
    ("changes", "place", "code"),
    [
        ({"start_month": ""}, "start_month", "required"),
        ({"start_month": "2026-12"}, "start_month", "stop.month_not_allowed"),
        ({"base": "1"}, "base", "enrol.base_not_offered"),
        ({"acknowledged": None}, "acknowledged", "required"),
    ],
)
def test_a_refused_beginning_stands_beside_its_field(browser, gap, changes, place, code):
    answer = browser.post(ANEW, anew(**changes))
    assert answer.status_code == 422
    assert (place, code) in refusals(answer)
