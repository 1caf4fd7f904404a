"""The demo city holds what its guide tells."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.db.models import Count, F, Q

from accounts.models import AuditEntry, OutboxMessage, Person, Unit, User
from accounts.models.parties import LifeStatus
from accounts.rules import credit_code, resident_id
from accounts.services.audit import first_break
from insurance.models import (
    Bill,
    ClosedMonth,
    DeclarationPart,
    Enrolment,
    PolicyDraft,
    SocialSecurityCard,
    UnitRequest,
)
from insurance.rules.kinds import BillState, EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.workflow import State
from tests.factories import TODAY
from tests.portal.demo.conftest import PERSONS

pytestmark = pytest.mark.django_db

THIS_MONTH = Month.of(TODAY)


def person(name: str) -> Person:
    return Person.objects.get(name=name, cards__number__startswith="Y9")


def medical_bills(name: str) -> dict[str, Bill]:
    bills = Bill.objects.filter(assessment__lines__person=person(name), agency="medical").select_related("assessment")
    return {f"{bill.assessment.month:%Y-%m}": bill for bill in bills}


def test_it_has_as_many_people_as_were_asked_for(demo_city):
    assert Person.objects.filter(is_provisional=False).count() == PERSONS


def test_progress_is_said_step_by_step(demo_city):
    assert len(demo_city) == 9
    assert demo_city[0].startswith("planned 1000 persons")
    assert demo_city[-1].endswith("s)")


@pytest.mark.parametrize(
    ("name", "staff"),
    [
        ("云州云海精密机械制造有限公司", 200),
        ("云州东岭商业集团股份有限公司", 500),
        ("云州恒达建筑安装有限公司", 42),
        ("云州蓝田文化工作室", 1),
    ],
)
def test_units_have_the_staff_their_stories_tell(demo_city, name, staff):
    running = Enrolment.objects.filter(unit__name=name, stop_month=None, insurance=Insurance.PENSION)
    assert running.count() == staff


def test_every_number_is_sound_and_nobody_s(demo_city):
    for someone in Person.objects.all():
        number = resident_id.parse(someone.identity_number, on=TODAY)
        assert number.region == "379901"
        assert (number.birth_on, number.sex.value) == (someone.born_on, someone.sex)
    assert {credit_code.parse(code).region for code in Unit.objects.values_list("credit_code", flat=True)} == {
        "379901",
        "379902",
    }


def test_the_city_is_lived_in(demo_city):
    kinds = Counter(Enrolment.objects.filter(stop_month=None).values_list("kind", flat=True))
    assert set(kinds) == {str(kind) for kind in EnrolmentKind}
    assert Person.objects.filter(life_status=LifeStatus.DEAD, died_on__lte=TODAY).exists()
    assert Enrolment.objects.filter(end_reason="21", terminated=True).exists()
    assert Bill.objects.filter(state=BillState.ISSUED, due_on__lt=TODAY).exists()
    assert Bill.objects.filter(state=BillState.PART_PAID).exists()
    units = (
        Enrolment.objects.filter(insurance=Insurance.PENSION)
        .values("person")
        .annotate(units=Count("unit", distinct=True))
    )
    assert units.filter(units__gte=3).exists()
    assert SocialSecurityCard.objects.count() > PERSONS * 0.9


def test_nobody_dead_is_still_insured(demo_city):
    assert not Enrolment.objects.filter(person__died_on__isnull=False, stop_month=None).exists()


def test_gaps_are_short_and_long(demo_city):
    gaps = Counter()
    segments = (
        Enrolment.objects.filter(insurance__in=[310, 390])
        .order_by("person", "first_month")
        .values_list("person", "first_month", "stop_month")
    )
    for (one, _, stop), (other, first, _) in pairwise(segments):
        if one == other:
            gaps[Month.of(first) - Month.of(stop)] += 1
    assert {0, 1} < set(gaps)
    assert max(gaps) > 6


def test_declarations_stand_in_every_state(demo_city):
    assert set(DeclarationPart.objects.values_list("state", flat=True)) == {str(state) for state in State}


def test_one_declaration_is_decided_by_one_agency_only(demo_city):
    half = DeclarationPart.objects.filter(state=State.SUBMITTED, declaration__parts__state=State.ACCEPTED)
    assert half.exists()


def test_requests_to_units_wait_are_refused_and_left_unanswered(demo_city):
    pending = UnitRequest.objects.filter(answer="pending")
    assert pending.count() == 4
    assert all(request.due_on >= TODAY for request in pending)
    assert {"refused", "silent"} <= set(UnitRequest.objects.values_list("answer", flat=True))


def test_what_took_effect_was_charged_no_longer(demo_city):
    stopped = Enrolment.objects.filter(ended_by__isnull=False)
    assert stopped.count() > 20
    beyond = stopped.filter(
        Q(person__contribution_lines__assessment__unit=F("unit")),
        person__contribution_lines__month__gte=F("stop_month"),
    )
    assert not beyond.exists()


def test_the_chain_of_the_audit_holds_and_nothing_is_unsealed(demo_city):
    assert first_break() is None
    assert not AuditEntry.objects.filter(seal=None).exists()


def test_no_personal_number_stands_in_the_audit(demo_city):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_auditentry WHERE facts::text ~ '[0-9]{17}'")
        assert cursor.fetchone() == (0,)


def test_months_are_closed_up_to_the_one_before_last(demo_city):
    for area in ("379901", "379902"):
        closed = ClosedMonth.objects.filter(area__code=area).order_by("-month")
        assert Month.of(closed[0].month) == THIS_MONTH - 2


def test_no_message_of_the_past_waits_to_be_sent(demo_city):
    assert not OutboxMessage.objects.filter(state="waiting", queued_at__date__lt=TODAY).exists()


# Stories ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "days"), [("沈一鸣", 61), ("沈一诺", 60)])
def test_the_twins_settled_their_gap_one_day_apart(demo_city, name, days):
    late = [bill for bill in medical_bills(name).values() if bill.credited_on and bill.credited_on > bill.due_on]
    first = min(bill.assessment.month for bill in late)
    assert {bill.credited_on - first for bill in late} == {timedelta(days=days)}
    assert len(late) == 2


def test_the_unit_that_does_not_pay_owes_its_last_months(demo_city):
    bills = medical_bills("刘志强")
    unpaid = sorted(month for month, bill in bills.items() if bill.state == BillState.ISSUED)
    assert unpaid == [str(THIS_MONTH - back) for back in (3, 2, 1, 0)]
    assert Enrolment.objects.filter(person=person("刘志强"), stop_month=None).exists()


def test_the_person_to_try_a_stop_with_owes_nothing_and_has_no_open_case(demo_city):
    lin = person("林秀英")
    overdue = Bill.objects.filter(assessment__person=lin, due_on__lt=TODAY).exclude(state=BillState.PAID)
    assert not overdue.exists()
    assert not lin.declarations.exists()
    assert set(Enrolment.objects.filter(person=lin, stop_month=None).values_list("insurance", flat=True)) == {
        110,
        310,
        330,
    }


def test_the_resident_of_seventy_is_covered_to_the_end_of_last_year(demo_city):
    assert person("王桂兰").enrolments.get().stop_month == date(TODAY.year, 1, 1)


def test_two_units_pay_work_injury_insurance_for_one_person(demo_city):
    running = person("孙伟").enrolments.filter(stop_month=None)
    assert running.filter(insurance=Insurance.INJURY).count() == 2
    assert running.filter(insurance=Insurance.MEDICAL).count() == 1


def test_the_unit_that_is_gone_is_closed_and_its_people_are_not_charged_any_more(demo_city):
    he = person("何建军")
    segment = he.enrolments.get(insurance=Insurance.MEDICAL, stop_month=None)
    assert segment.unit.closed_on < TODAY
    assert he.contribution_lines.latest("month").month < segment.unit.closed_on


def test_the_pensioner_retired_at_the_age_the_reform_sets(demo_city):
    ended = person("宋国庆").enrolments.filter(end_reason="21", terminated=True)
    assert ended.count() == 6
    assert {segment.stop_month for segment in ended} == {THIS_MONTH.first_day}


def test_the_person_with_a_card_has_no_account_yet(demo_city):
    zhao = person("赵建国")
    assert zhao.phone
    assert not User.objects.filter(person=zhao).exists()


def test_a_draft_of_policy_waits_for_a_second_person(demo_city):
    draft = PolicyDraft.objects.get()
    assert (draft.state, draft.entered_by.username) == ("draft", "policy")
    assert draft.first_on == date(TODAY.year + 1, 1, 1)
