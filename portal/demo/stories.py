"""Declarations in every state, filed and decided through the services on the days they are said to have happened.

They run before the ledger is written, so that the ledger charges nobody beyond a stop that took effect.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import AccessEntry, Notice, OutboxMessage, Person, Unit, User
from accounts.models.access_log import AccessPurpose
from accounts.rules.roles import Agency, UserKind
from accounts.services import audit
from insurance.models import Declaration, DeclarationPart, DeclarationWindow, Enrolment
from insurance.rules.decisions import NextAction, RefusalReason
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.rules.reasons import CitizenReason
from insurance.rules.workdays import WorkCalendar
from insurance.rules.workflow import Action, Actor, State
from insurance.selectors.closing import allowed_stop_months
from insurance.selectors.policy import work_calendar
from insurance.services import declarations, unit_requests
from insurance.services.reductions import ReductionAnswers, draft_reduction, submit_reduction
from insurance.services.stops import UNIT_ANSWERS_WITHIN, lodge_stop

CLERK_OF = {Agency.HRSS: "clerk.hrss", Agency.MEDICAL: "clerk.medical"}
SETTLED_MONTHS = 6
"""Staff picked for a reduction have been with the unit at least this long."""

READ_AFTER = timedelta(days=20)

CONTRACT = {"contract_from": "2021-11-01", "contract_to": "2026-10-31", "post": "施工员", "years_in_unit": 5}


@dataclass
class City:
    """What the stories are told with: who there is, and the calendar that gives them their days."""

    on: date
    people: dict[str, Person]
    units: dict[str, Unit]
    users: dict[str, User]
    calendar: WorkCalendar = field(default_factory=work_calendar)
    picked: dict[str, Iterator[Person]] = field(default_factory=dict)

    def working_days_ago(self, days: int) -> date:
        """Return the day ``days`` working days before the day of seeding."""
        day = self.on
        for _ in range(days):
            day -= timedelta(days=1)
            while not self.calendar.is_working(day):
                day -= timedelta(days=1)
        return day

    def in_month(self, months_ago: int, number: int) -> date:
        """Return a working day of an earlier month, the day ``number`` or the next one worked."""
        return self.calendar.rolled((Month.of(self.on) - months_ago).day(number))

    def next_of_staff(self, unit: str) -> Person:
        """Return another employee of the unit without a story of their own, settled there and not yet in a declaration."""
        if unit not in self.picked:
            since = (Month.of(self.on) - SETTLED_MONTHS).first_day
            staff = Person.objects.filter(
                enrolments__unit=self.units[unit],
                enrolments__insurance=Insurance.PENSION,
                enrolments__stop_month=None,
                enrolments__first_month__lte=since,
            ).exclude(pk__in=[person.pk for person in self.people.values()])
            self.picked[unit] = iter(list(staff.order_by("pk")))
        return next(self.picked[unit])


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))  # noqa: DTZ001 made aware in the same line


def tell_all(city: City) -> None:
    """Let everything happen, oldest first where one thing rests on another."""
    stops_that_took_effect(city)
    reductions_that_took_effect(city)
    requests_to_units(city)
    stops_under_way(city)
    reductions_under_way(city)
    looks_at_records(city)
    settle_messages(city.on)


# Steps ------------------------------------------------------------------------------------------------------------


def parts_of(declaration: Declaration) -> list[DeclarationPart]:
    return list(DeclarationPart.objects.filter(declaration=declaration).order_by("agency"))


def stop(city: City, key: str, insurance: Insurance, reason: CitizenReason, day: date, *, hour=10, later=False) -> Declaration:
    """Let a citizen stop an insurance; ``later`` chooses the first stop month after the day of seeding."""
    enrolment = Enrolment.objects.get(person=city.people[key], insurance=insurance, stop_month=None)
    allowed = allowed_stop_months(enrolment.area, DeclarationWindow.Channel.INDIVIDUAL, declared_on=day)
    ahead = (month for month in allowed.choices if month.first_day > city.on)
    month = next(ahead, allowed.latest) if later else allowed.default
    actor = city.users[key]
    return lodge_stop(enrolment, reason=reason, stop_month=month, actor=actor, at=moment(day, hour), on=day)


def draft(city: City, unit: str, reason: str, day: date, *, person: Person | None = None, **details) -> Declaration:
    """Let the operator of a unit prepare a reduction of somebody who left the day before."""
    ended_on = day - timedelta(days=1)
    answers = ReductionAnswers(
        reason=reason, ended_on=ended_on, person=person or city.next_of_staff(unit), details={**CONTRACT, **details}
    )
    return draft_reduction(
        city.units[unit], answers, actor=operator(city, unit), at=moment(day, 9, 30), on=day, acknowledged=True
    )


def operator(city: City, unit: str) -> User:
    return next(user for user in city.users.values() if user.unit_id == city.units[unit].pk and "submit" in user.rights)


def reduce(city: City, unit: str, reason: str, day: date, *, person: Person | None = None, **details) -> Declaration:
    """Let the operator of a unit submit a reduction."""
    prepared = draft(city, unit, reason, day, person=person, **details)
    return submit_reduction(prepared.number, actor=operator(city, unit), at=moment(day, 9, 50), on=day)


def clerk(city: City, part: DeclarationPart) -> User:
    return city.users[CLERK_OF[Agency(part.agency)]]


def accept(city: City, declaration: Declaration, day: date, *, agencies=tuple(Agency), text: str = "") -> None:
    """Let the clerks of the agencies accept their parts."""
    for part in parts_of(declaration):
        if part.agency in agencies:
            declarations.accept(
                part.pk, actor=clerk(city, part), version=part.version, at=moment(day, 15, 10), on=day, text=text
            )


def take_effect(city: City, declaration: Declaration) -> None:
    """Let accepted parts take effect on their day, as the worker does every morning."""
    for part in parts_of(declaration):
        if part.effective_on and part.effective_on <= city.on:
            declarations.take_effect(part.pk, at=moment(part.effective_on, 0, 5), on=part.effective_on)


def send_back(city: City, declaration: Declaration, day: date, reason: RefusalReason, todo: NextAction, text: str) -> None:
    for part in parts_of(declaration):
        declarations.send_back(
            part.pk, actor=clerk(city, part), version=part.version, reason_code=reason, next_action=todo, text=text,
            at=moment(day, 16, 20),
        )  # fmt: skip


def reject(city: City, declaration: Declaration, day: date, reason: RefusalReason, todo: NextAction, text: str) -> None:
    for part in parts_of(declaration):
        declarations.reject(
            part.pk, actor=clerk(city, part), version=part.version, reason_code=reason, next_action=todo, text=text,
            at=moment(day, 16, 40),
        )  # fmt: skip


# What happened ----------------------------------------------------------------------------------------------------


def stops_that_took_effect(city: City) -> None:
    filed, decided = city.in_month(1, 9), city.in_month(1, 14)
    for hour, insurance in enumerate((Insurance.PENSION, Insurance.MEDICAL), start=10):
        made = stop(city, "luo", insurance, CitizenReason.MOVED_AWAY, filed, hour=hour)
        accept(city, made, decided)
        take_effect(city, made)


def reductions_that_took_effect(city: City) -> None:
    """Reductions of the last two months, one of them a retirement; and one that the unit took back in time."""
    for months_ago, unit, reason, details in (
        (2, "dongling", "14", {}),
        (2, "dongling", "11", {}),
        (2, "yunhai", "12", {"proposed_by": "unit"}),
        (1, "dongling", "13", {"proposed_by": "person"}),
        (1, "dongling", "16", {}),
        (1, "dongling", "24", {}),
        (1, "yunhai", "14", {}),
        (1, "hengda", "20", {"proposed_by": "person"}),
        (1, "hengda", "14", {}),
    ):
        made = reduce(city, unit, reason, city.in_month(months_ago, 8), **details)
        accept(city, made, city.in_month(months_ago, 11))
        take_effect(city, made)
    retired = reduce(city, "dongling", "21", city.in_month(1, 16), person=city.people["song"])
    accept(city, retired, city.in_month(1, 19))
    take_effect(city, retired)
    mistaken = reduce(city, "dongling", "14", city.in_month(1, 20))
    accept(city, mistaken, city.in_month(1, 22))
    take_effect(city, mistaken)
    undo(city, mistaken)


def undo(city: City, declaration: Declaration) -> None:
    """Let the unit take back a reduction that took effect: the enrolments run on as if nothing had happened."""
    day = Month.of(city.on).first_day
    for part in parts_of(declaration):
        Enrolment.objects.filter(ended_by=part).update(
            stop_month=None, covered_until=None, end_reason="", terminated=False, ended_by=None
        )
        declarations.move(part, Action.UNDO, Actor.APPLICANT, actor=declaration.lodged_by, at=moment(day, 9, 5))
        declarations.save_part(part)
    audit.record(declaration.lodged_by, "declaration.undone", declaration, at=moment(day, 9, 5))


def requests_to_units(city: City) -> None:
    """Employees asked their units: one waits, one's time is nearly up, one was refused, one left without an answer."""
    for key, day in (("ma", city.working_days_ago(2)), ("gao", last_days_of_the_clock(city))):
        stop(city, key, Insurance.PENSION, CitizenReason.JOINED_EMPLOYER, day, later=True)
    day = city.working_days_ago(4)
    refused = stop(city, with_account(city, "yunhai"), Insurance.PENSION, CitizenReason.MOVED_AWAY, day, later=True)
    unit_requests.refuse(
        refused.number,
        text="该职工劳动合同未到期，双方没有办理解除手续。",
        actor=operator(city, "yunhai"),
        at=moment(city.working_days_ago(3), 11, 15),
        on=city.working_days_ago(3),
    )
    day = city.working_days_ago(9)
    silent = stop(city, with_account(city, "jinsui"), Insurance.PENSION, CitizenReason.JOINED_EMPLOYER, day, later=True)
    passed_on = city.working_days_ago(3)
    unit_requests.pass_on_unanswered(silent.number, at=moment(passed_on, 0, 10), on=passed_on)


def last_days_of_the_clock(city: City) -> date:
    """Return the earliest day on which a request can have been made whose answer is not overdue yet."""
    day = city.on
    while city.calendar.working_deadline(day - timedelta(days=1), UNIT_ANSWERS_WITHIN) >= city.on:
        day -= timedelta(days=1)
    return day


def with_account(city: City, unit: str) -> str:
    """Give another employee of the unit an account without a known password; return the key they are found by."""
    person = city.next_of_staff(unit)
    user = User(kind=UserKind.CITIZEN, person=person, name=person.name, is_demo=True)
    user.set_unusable_password()
    user.save()
    city.people[person.public_id], city.users[person.public_id] = person, user
    return person.public_id


def stops_under_way(city: City) -> None:
    """Stops of people in flexible employment that wait for the person or for the agency."""
    returned = stop(city, "xu", Insurance.PENSION, CitizenReason.OTHER, city.working_days_ago(5), later=True)
    send_back(
        city, returned, city.working_days_ago(3), RefusalReason.FACTS_DIFFER, NextAction.CORRECT_AND_RESUBMIT,
        "您选择的原因是“其他”。请写明停保原因；如果已经到单位上班，请改选“已到单位就业”。改好后重新提交即可，不用到窗口。",
    )  # fmt: skip
    asked, answered = moment(city.working_days_ago(2), 20, 12), moment(city.working_days_ago(1), 9, 26)
    declarations.say(returned, "我下个月到外地工作，原因选哪一项？", actor=city.users["xu"], at=asked)
    declarations.say(returned, "请选“迁往外地”，再提交一次就可以。", actor=city.users["clerk.hrss"], at=answered)
    accepted = stop(city, "huang", Insurance.MEDICAL, CitizenReason.HARDSHIP, city.working_days_ago(6), later=True)
    accept(city, accepted, city.working_days_ago(4))
    text = "已经筹到保费，想继续参保，申请撤回。"
    declarations.withdraw(accepted.number, actor=city.users["huang"], at=moment(city.working_days_ago(1), 19, 3), text=text)


def reductions_under_way(city: City) -> None:
    """Reductions on the desks: fresh and overdue, sent back, rejected, decided by one agency only, withdrawn."""
    draft(city, "dongling", "14", city.on)
    draft(city, "hengda", "11", city.working_days_ago(1))
    for days_ago, unit, reason, details in (
        (8, "dongling", "14", {}),
        (7, "dongling", "17", {}),
        (4, "dongling", "11", {}),
        (3, "dongling", "14", {}),
        (2, "dongling", "30", {}),
        (1, "dongling", "28", {}),
        (1, "dongling", "39", {"note": "长期外派，社会保险转由外派单位缴纳"}),
        (0, "dongling", "14", {}),
        (6, "yunhai", "18", {}),
        (2, "yunhai", "14", {}),
        (0, "yunhai", "20", {"proposed_by": "unit"}),
        (1, "hengda", "14", {}),
        (3, "jinsui", "15", {}),
        (2, "jinsui", "14", {}),
    ):
        reduce(city, unit, reason, city.working_days_ago(days_ago), **details)
    half = reduce(city, "yunhai", "14", city.working_days_ago(4))
    accept(city, half, city.working_days_ago(2), agencies=[Agency.HRSS])
    refused_reductions(city)
    for days_ago in (5, 4, 3):
        accept(city, reduce(city, "dongling", "14", city.working_days_ago(days_ago)), city.working_days_ago(days_ago - 2))
    regretted = reduce(city, "dongling", "14", city.working_days_ago(6))
    accept(city, regretted, city.working_days_ago(4))
    taken_back = reduce(city, "dongling", "13", city.working_days_ago(5), proposed_by="person")
    for made in (regretted, taken_back):
        declarations.withdraw(
            made.number,
            actor=operator(city, "dongling"),
            at=moment(city.working_days_ago(1), 10, 40),
            text="职工改变主意，继续上班。",
        )
    waiting = DeclarationPart.objects.filter(
        declaration__unit=city.units["dongling"], agency=Agency.HRSS, state=State.SUBMITTED
    )
    declarations.claim(waiting.order_by("pk")[0].pk, actor=city.users["clerk.hrss"], at=moment(city.on, 9, 0))


def refused_reductions(city: City) -> None:
    returned = reduce(city, "dongling", "12", city.working_days_ago(6), proposed_by="unit")
    send_back(
        city, returned, city.working_days_ago(4), RefusalReason.WRONG_REASON, NextAction.CORRECT_AND_RESUBMIT,
        "证明书写的是本人辞职，申报的是单位提出协商解除。请核对后改正原因，或补充解除协议。",
    )  # fmt: skip
    returned = reduce(city, "hengda", "17", city.working_days_ago(7))
    send_back(
        city, returned, city.working_days_ago(5), RefusalReason.MATERIALS_INCOMPLETE, NextAction.ADD_MATERIALS,
        "请上传解除劳动合同证明书，并说明该职工是否处于医疗期。",
    )  # fmt: skip
    rejected = reduce(city, "dongling", "18", city.working_days_ago(9))
    reject(
        city, rejected, city.working_days_ago(6), RefusalReason.PROTECTED, NextAction.GO_TO_COUNTER,
        "该职工正在医疗期内，按劳动合同法第四十二条不得经济性裁员。请到窗口说明情况。",
    )  # fmt: skip
    rejected = reduce(city, "yunhai", "14", city.working_days_ago(8))
    reject(
        city, rejected, city.working_days_ago(6), RefusalReason.STILL_EMPLOYED, NextAction.FILE_ANEW,
        "与本人核实，劳动关系没有结束。确实结束后请重新申报。",
    )  # fmt: skip


def looks_at_records(city: City) -> None:
    """Members of the staff have opened records; the people see who, when and why."""
    looks = [
        ("lin", "clerk.medical", AccessPurpose.HOTLINE, "12333", 40, "record"),
        ("lin", "clerk.hrss", AccessPurpose.COUNTER, "A017", 12, "record"),
        ("xu", "clerk.hrss", AccessPurpose.CASE, "", 3, "record"),
        ("huang", "clerk.medical", AccessPurpose.CASE, "", 4, "record"),
        ("wang", "supervisor", AccessPurpose.VERIFY, "", 9, "record"),
    ]
    AccessEntry.objects.bulk_create(
        AccessEntry(
            at=moment(city.working_days_ago(days), 10, 35),
            actor=city.users[staff],
            person=city.people[key],
            purpose=purpose,
            reference=reference,
            what=what,
        )
        for key, staff, purpose, reference, days, what in looks
    )


def settle_messages(on: date) -> None:
    """Leave nothing of the past waiting: text messages were sent when they were queued, old notices have been read."""
    today = moment(on, 0)
    for message in OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING, queued_at__lt=today):
        message.state, message.tries, message.sent_at = OutboxMessage.State.SENT, 1, message.queued_at
        message.save(update_fields=["state", "tries", "sent_at"])
    for notice in Notice.objects.filter(read_at=None, at__lt=today - READ_AFTER):
        notice.read_at = notice.at + timedelta(hours=8)
        notice.save(update_fields=["read_at"])

