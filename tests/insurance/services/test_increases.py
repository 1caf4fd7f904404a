"""A unit's increase: whom it means, what stands against it, what it changes when it takes effect and when it is undone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from accounts.models import Notice, Person
from accounts.rules.errors import RuleBroken, RulesBroken
from accounts.rules.roles import Agency
from insurance.models import Declaration, DeclaredWage, Enrolment, UnitRequest
from insurance.rules.employment_kinds import EmploymentKind
from insurance.rules.kinds import DeclarationKind, EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.workflow import State
from insurance.services import declarations, increases, reductions, undoing, unit_declarations, unit_requests
from insurance.services.declaration_kinds import increase
from insurance.services.increases import IncreaseAnswers
from insurance.services.reductions import ReductionAnswers
from tests.factories import NOW, TODAY, EnrolmentFactory, PersonFactory, UserFactory, employ, enrol_flexible
from tests.factories.parties import resident_number

pytestmark = pytest.mark.django_db

SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)
STARTED = date(2026, 9, 7)
NEW = IncreaseAnswers(
    id_number=resident_number(date(1995, 5, 20), 21), name="何新", started_on=STARTED, wage_fen=650_000, post="会计"
)


@pytest.fixture
def operator():
    return UserFactory(operator=True)


def drafted(operator, answers=NEW, *, on=TODAY, acknowledged=True, **also):
    return increases.draft_increase(
        operator.unit, answers, actor=operator, at=NOW, on=on, acknowledged=acknowledged, **also
    )


def filed(operator, answers=NEW, *, on=TODAY):
    return unit_declarations.submit(drafted(operator, answers, on=on).number, actor=operator, at=NOW, on=on)


def of(person, **answers):
    return replace(NEW, id_number=person.identity_number, name=person.name, **answers)


def decide(declaration, agency, on=TODAY, act=declarations.accept):
    part = declaration.parts.get(agency=agency)
    return act(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, on=on)


def accept_all(declaration, on=TODAY):
    for agency in Agency:
        decide(declaration, agency, on)


def codes_of(caught) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def running(person) -> dict[int, int | None]:
    return dict(Enrolment.objects.filter(person=person, stop_month=None).values_list("insurance", "unit_id"))


def told(**reader) -> list[str]:
    return list(Notice.objects.filter(**reader).order_by("pk").values_list("code", flat=True))


# New, or insured before -------------------------------------------------------------------------------------------


def test_who_was_never_seen_is_put_on_record_by_the_draft_and_confirmed_when_it_takes_effect(operator):
    declaration = filed(operator)
    person = Person.objects.get(name="何新")
    assert (person.is_provisional, person.born_on, person.sex) == (True, date(1995, 5, 20), "1")
    assert declaration.lines.get().details["first_time"] is True
    accept_all(declaration)
    person.refresh_from_db()
    assert not person.is_provisional
    assert running(person) == dict.fromkeys((110, 210, 310, 410, 510), operator.unit_id)


def test_a_refused_draft_puts_nobody_on_record(operator):
    with pytest.raises(RulesBroken):
        drafted(operator, replace(NEW, started_on=date(2026, 3, 1)))
    assert not Person.objects.filter(name="何新").exists()


def test_who_was_insured_anywhere_goes_on(operator):
    person = PersonFactory()
    EnrolmentFactory(person=person, employee=True, stopped=True)
    line = filed(operator, of(person)).lines.get()
    assert line.details["first_time"] is False
    assert line.start_month == SEPTEMBER


def test_the_newest_drafts_name_counts_until_a_declaration_is_submitted(operator):
    other = UserFactory(operator=True)
    first = drafted(operator)
    second = drafted(other, replace(NEW, name="何辛"))
    assert Person.objects.get().name == "何辛" if Person.objects.count() == 1 else True
    with pytest.raises(RulesBroken) as caught:
        unit_declarations.submit(first.number, actor=operator, at=NOW, on=TODAY)
    assert codes_of(caught) == ["A002.declared"]
    unit_declarations.submit(second.number, actor=other, at=NOW, on=TODAY)
    with pytest.raises(RulesBroken) as caught:
        drafted(operator)
    assert "A002.declared" in codes_of(caught)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"id_number": "37990119850412002"}, "A001"),
        ({"id_number": "ABC123456789012"}, "A019"),
        ({"name": ""}, "A002.missing"),
    ],
)
def test_number_and_name_have_to_tell_who_it_is(operator, changed, code):
    with pytest.raises(RulesBroken) as caught:
        drafted(operator, replace(NEW, **changed))
    assert codes_of(caught) == [code]


def test_the_name_on_record_is_asked_for(operator):
    person = PersonFactory()
    with pytest.raises(RulesBroken) as caught:
        drafted(operator, replace(of(person), name="另一人"))
    assert codes_of(caught) == ["A002"]


# What stands against it -------------------------------------------------------------------------------------------


def test_what_is_missing_is_told_in_one_go_with_who_it_is(operator):
    with pytest.raises(RulesBroken) as caught:
        drafted(operator, replace(NEW, id_number="1", started_on=None, wage_fen=None))
    assert codes_of(caught) == ["A001", "A009", "A012.missing"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"started_on": date(2026, 11, 1)}, "A010"),
        ({"started_on": date(2009, 1, 5)}, "A011"),
        ({"started_on": date(2026, 5, 31)}, "A016"),
        ({"start_month": Month(2026, 12)}, "A015"),
        ({"start_month": Month(2026, 8)}, "A015"),
        ({"contract_from": date(2026, 9, 7), "contract_to": date(2026, 9, 1)}, "A013"),
        ({"id_number": resident_number(date(2011, 1, 1), 11)}, "A006"),
        ({"id_number": resident_number(date(1950, 1, 1), 11)}, "A008"),
    ],
)
def test_hard_findings(operator, changed, code):
    with pytest.raises(RulesBroken) as caught:
        drafted(operator, replace(NEW, **changed))
    assert codes_of(caught) == [code]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"started_on": date(2026, 8, 1)}, "A021"),
        ({"contract_from": date(2026, 10, 8)}, "A014"),
        ({"id_number": resident_number(date(1966, 1, 1), 11)}, "A007"),
    ],
)
def test_soft_findings_are_ticked(operator, changed, code):
    with pytest.raises(RulesBroken) as caught:
        drafted(operator, replace(NEW, **changed), acknowledged=False)
    assert codes_of(caught) == [code]
    assert drafted(operator, replace(NEW, **changed)).details["acknowledged"] == [code]


def test_who_is_in_the_unit_already_dead_or_retired_is_not_taken_on(operator):
    here, dead, retired = PersonFactory(), PersonFactory(life_status="2"), PersonFactory()
    employ(here, operator.unit)
    EnrolmentFactory(person=retired, employee=True, stopped=True, terminated=True)
    for person, code in ((here, "A003"), (dead, "A017"), (retired, "A018")):
        with pytest.raises(RulesBroken) as caught:
            drafted(operator, of(person))
        assert codes_of(caught) == [code]


def test_two_units_do_not_take_on_one_person_at_a_time_and_learn_nothing_of_each_other(operator):
    first = filed(operator)
    with pytest.raises(RulesBroken) as caught:
        drafted(UserFactory(operator=True))
    assert codes_of(caught) == ["A004.elsewhere"]
    assert caught.value.problems[0].facts == {}
    with pytest.raises(RulesBroken) as caught:
        drafted(operator)
    assert [problem.facts for problem in caught.value.problems] == [{"number": first.number}]


def test_part_time_is_insured_for_work_injury_alone_beside_another_unit(operator):
    person = PersonFactory()
    employ(person, UserFactory(operator=True).unit)
    declaration = filed(operator, of(person, employment_kind=EmploymentKind.PART_TIME))
    assert not UnitRequest.objects.exists()
    decide(declaration, Agency.HRSS)
    mine = Enrolment.objects.filter(person=person, unit=operator.unit)
    assert list(mine.values_list("insurance", "employment_kind")) == [(410, "part_time")]
    assert Enrolment.objects.filter(person=person, stop_month=None).count() == 6


# Taking effect ----------------------------------------------------------------------------------------------------


def test_segments_begin_with_wage_kind_and_cover(operator):
    declaration = filed(operator)
    accept_all(declaration)
    for segment in Enrolment.objects.all():
        assert (segment.first_month, segment.stop_month, segment.wage_fen) == (SEPTEMBER, None, 650_000)
        assert (segment.kind, segment.employment_kind) == (EnrolmentKind.EMPLOYEE, "contract")
        injury = TODAY + timedelta(days=1)
        assert segment.covered_from == (injury if segment.insurance == Insurance.INJURY else SEPTEMBER)
        assert segment.begun_by.declaration == declaration
    assert set(DeclaredWage.objects.values_list("from_month", "wage_fen")) == {(SEPTEMBER, 650_000)}


def test_an_increase_of_next_month_waits_for_it(operator):
    declaration = filed(operator, replace(NEW, started_on=date(2026, 10, 12)))
    accept_all(declaration)
    assert not Enrolment.objects.exists()
    part = declaration.parts.get(agency=Agency.HRSS)
    assert part.effective_on == OCTOBER
    assert declarations.take_effect(part.pk, at=NOW, on=OCTOBER)
    injury = Enrolment.objects.get(insurance=Insurance.INJURY)
    assert injury.covered_from == date(2026, 10, 13)


def test_what_somebody_pays_alone_ends_with_it(operator):
    person = PersonFactory()
    enrol_flexible(person)
    with pytest.raises(RulesBroken) as caught:
        drafted(operator, of(person), acknowledged=False)
    assert codes_of(caught) == ["A023"]
    declaration = filed(operator, of(person))
    accept_all(declaration)
    alone = Enrolment.objects.filter(person=person, unit=None)
    assert set(alone.values_list("stop_month", "end_reason")) == {(SEPTEMBER, "joined_employer")}
    assert running(person) == dict.fromkeys((110, 210, 310, 410, 510), operator.unit_id)
    assert "insured_through_unit_now" in told(person=person)


def test_the_resident_scheme_is_cut_short_and_put_back_when_it_is_undone(operator):
    person = PersonFactory()
    until = {"stop_month": date(2027, 1, 1), "covered_until": date(2027, 1, 1), "end_reason": "other"}
    resident = EnrolmentFactory(person=person, resident=True, first_month=date(2026, 1, 1), **until)
    declaration = filed(operator, of(person))
    accept_all(declaration)
    resident.refresh_from_db()
    assert (resident.stop_month, resident.end_reason) == (SEPTEMBER, "joined_employer")
    undoing.undo(declaration.number, actor=operator, at=NOW, on=TODAY)
    resident.refresh_from_db()
    assert {name: getattr(resident, name) for name in until} == until
    assert running(person) == {}


def test_undone_nobody_was_ever_charged(operator):
    declaration = filed(operator)
    accept_all(declaration)
    undoing.undo(declaration.number, actor=operator, at=NOW, on=TODAY)
    for segment in Enrolment.objects.all():
        assert (segment.stop_month, segment.covered_until) == (segment.first_month, segment.covered_from)
        assert segment.end_reason == "undone"
    assert not DeclaredWage.objects.filter(undone_at=None).exists()
    accept_all(filed(operator))


def test_what_has_ended_meanwhile_is_not_undone(operator):
    declaration = filed(operator)
    accept_all(declaration)
    part = declaration.parts.get(agency=Agency.HRSS)
    Enrolment.objects.filter(insurance=110).update(stop_month=OCTOBER, covered_until=OCTOBER, end_reason="29")
    problems = increase.undo_problems(part, list(declaration.lines.all()), on=TODAY)
    assert [problem.code for problem in problems] == ["undo.increase_ended"]


# Insured through another unit -------------------------------------------------------------------------------------


@pytest.fixture
def holder():
    return UserFactory(operator=True)


@pytest.fixture
def held(holder):
    person = PersonFactory()
    employ(person, holder.unit)
    return person


def reduction_of(holder, person, ended_on=TODAY):
    details = {"contract_from": "2024-01-01", "post": "会计", "years_in_unit": "2.5"}
    answers = ReductionAnswers(reason="14", ended_on=ended_on, person=person, details=details)
    draft = reductions.draft_reduction(holder.unit, answers, actor=holder, at=NOW, on=TODAY, acknowledged=True)
    return unit_declarations.submit(draft.number, actor=holder, at=NOW, on=TODAY)


def test_the_other_unit_is_asked_and_the_agencies_wait(operator, holder, held):
    with pytest.raises(RulesBroken) as caught:
        drafted(operator, of(held), acknowledged=False)
    assert codes_of(caught) == ["A022"]
    assert caught.value.problems[0].facts == {}, "nothing of the other unit"
    declaration = filed(operator, of(held))
    request = UnitRequest.objects.get(declaration=declaration)
    assert (request.unit, request.due_on) == (holder.unit, date(2026, 9, 17))
    assert {(part.with_unit, part.due_on) for part in declaration.parts.all()} == {(True, None)}
    assert told(unit=holder.unit) == ["release_requested_of_unit"]
    with pytest.raises(RuleBroken, match="workflow.with_unit"):
        decide(declaration, Agency.HRSS)


def test_the_other_units_reduction_lets_it_go_on_behind_its_stop_month(operator, holder, held):
    declaration = filed(operator, of(held))
    reduction = reduction_of(holder, held)
    decide(reduction, Agency.HRSS)
    assert dict(declaration.parts.values_list("agency", "with_unit")) == {"hrss": False, "medical": True}
    decide(reduction, Agency.MEDICAL)
    request = UnitRequest.objects.get()
    assert request.answer == "done"
    assert declaration.lines.get().start_month == OCTOBER
    assert told(unit=operator.unit)[-2:] == ["increase_start_moved", "unit_released"] or "unit_released" in told(
        unit=operator.unit
    )
    accept_all(declaration)
    for part in declarations.due_parts(OCTOBER):
        declarations.take_effect(part, at=NOW, on=OCTOBER)
    assert running(held) == dict.fromkeys((110, 210, 310, 410, 510), operator.unit_id)
    assert set(Enrolment.objects.filter(unit=holder.unit).values_list("stop_month", "end_reason")) == {(OCTOBER, "14")}


def test_silent_the_agencies_decide_and_the_other_enrolment_ends_with_it(operator, holder, held):
    declaration = filed(operator, of(held))
    assert unit_requests.overdue(date(2026, 9, 18)) == [declaration.number]
    unit_requests.pass_on_unanswered(declaration.number, at=NOW, on=date(2026, 9, 18))
    assert "unit_silent_on_release" in told(unit=operator.unit)
    accept_all(declaration)
    ended = Enrolment.objects.filter(unit=holder.unit).exclude(insurance=Insurance.INJURY)
    assert set(ended.values_list("stop_month", "end_reason")) == {(SEPTEMBER, "29")}
    assert Enrolment.objects.get(unit=holder.unit, insurance=Insurance.INJURY).stop_month is None
    assert "employee_insured_elsewhere" in told(unit=holder.unit)
    undoing.undo(declaration.number, actor=operator, at=NOW, on=TODAY)
    assert running(held) == dict.fromkeys((110, 210, 310, 410, 510), holder.unit_id)


def test_while_the_other_units_reduction_is_under_way_its_clock_rests(operator, holder, held):
    filed(operator, of(held))
    reduction_of(holder, held)
    assert unit_requests.overdue(date(2026, 9, 30)) == []


def test_refusing_needs_a_reason_and_passes_it_on(operator, holder, held):
    declaration = filed(operator, of(held))
    unit_requests.refuse(declaration.number, text="劳动合同未解除", actor=holder, at=NOW, on=TODAY)
    assert told(unit=operator.unit)[-1] == "unit_refused_release"
    assert {part.with_unit for part in declaration.parts.all()} == {False}


def test_withdrawn_the_request_is_off_the_other_units_desk(operator, held):
    declaration = filed(operator, of(held))
    unit_declarations.withdraw(declaration.number, actor=operator, at=NOW)
    assert UnitRequest.objects.get().answer == "cancelled"


def test_nobody_is_asked_who_has_declared_the_end_already(operator, holder, held):
    reduction_of(holder, held)
    with pytest.raises(RulesBroken) as caught:
        drafted(operator, of(held), acknowledged=False)
    assert codes_of(caught) == ["A024.leaving"]
    declaration = filed(operator, of(held))
    assert declaration.lines.get().start_month == OCTOBER
    assert not UnitRequest.objects.exists()


def test_in_a_file_nobody_can_be_asked(operator, held):
    declaration = Declaration(kind=DeclarationKind.INCREASE, unit=operator.unit, area=operator.unit.registration.area)
    [line] = increases.lines_of(operator.unit, [of(held)], on=TODAY)
    lines = [declarations.line_from(line, declaration, 1)]
    [found] = increase.findings(declaration, lines, on=TODAY, in_batch=True)
    assert [problem.code for problem in found.hard] == ["A022.singly"]
    [found] = increase.findings(declaration, lines, on=TODAY)
    assert found.hard == ()


# Many at once -----------------------------------------------------------------------------------------------------


def test_many_answers_take_as_many_statements_as_few(operator, django_assert_max_num_queries):
    def answers(count):
        return [
            replace(NEW, id_number=resident_number(date(1990, 1, 1 + n % 28), n), name=f"何{n}") for n in range(count)
        ]

    operator.unit.registration.area  # noqa: B018  known before
    with django_assert_max_num_queries(12):
        found = increases.lines_of(operator.unit, answers(40), on=TODAY)
        declaration = Declaration(
            kind=DeclarationKind.INCREASE, unit=operator.unit, area=operator.unit.registration.area
        )
        lines = [declarations.line_from(line, declaration, position) for position, line in enumerate(found)]
        assert {one.verdict for one in increase.findings(declaration, lines, on=TODAY)} == {"pass"}


def test_a_long_increase_takes_effect_for_everybody(operator):
    people = [PersonFactory() for _ in range(12)]
    lines = increases.lines_of(operator.unit, [of(person) for person in people], on=TODAY)
    draft = unit_declarations.prepare(
        DeclarationKind.INCREASE, operator.unit, lines, actor=operator, at=NOW, on=TODAY, acknowledged=True
    )
    accept_all(unit_declarations.submit(draft.number, actor=operator, at=NOW, on=TODAY))
    assert Enrolment.objects.filter(unit=operator.unit).count() == 60
    assert {part.state for part in draft.parts.all()} == {State.EFFECTIVE}
