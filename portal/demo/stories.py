"""What happens in the demo city: declarations in every state, filed and decided on the days they are told of.

Everything goes through the services and runs before the ledger is written, so that the ledger charges nobody beyond a
stop that took effect.
"""

from datetime import date, timedelta

from accounts.models import Notice, OutboxMessage
from accounts.models.access_log import AccessPurpose
from accounts.rules.roles import Agency
from accounts.services.access_log import answer, ask
from accounts.services.looks import open_record
from insurance.models import Declaration, DeclarationPart
from insurance.models.policy import PolicyDocument, PoolingArea
from insurance.rules.decisions import NextAction, RefusalReason
from insurance.rules.kinds import Insurance
from insurance.rules.reasons import CitizenReason
from insurance.rules.workflow import State
from insurance.services import declarations, policy_studio, unit_requests
from insurance.services.attachments import Upload, attach
from portal.demo.numbers import AREA
from portal.demo.papers import as_file, termination_certificate
from portal.demo.registries import tell_of_units
from portal.demo.steps import (
    City,
    accept,
    dispute,
    draft,
    last_days_of_the_clock,
    moment,
    operator,
    reduce,
    reject,
    send_back,
    stop,
    take_effect,
    undo,
    with_account,
)
from portal.demo.stories_desks import tell_of_desks
from portal.demo.stories_increases import tell_of_joiners
from portal.demo.stories_residents import tell_of_residents
from portal.demo.wages import wages_of_the_year

READ_AFTER = timedelta(days=20)


def tell_all(city: City) -> None:
    """Let everything happen, oldest first where one thing rests on another."""
    stops_that_took_effect(city)
    reductions_that_took_effect(city)
    requests_to_units(city)
    stops_under_way(city)
    reductions_under_way(city)
    tell_of_desks(city)
    tell_of_joiners(city)
    papers_that_came_along(city)
    looks_at_records(city)
    bounds_of_next_year(city)
    tell_of_units(city)
    wages_of_the_year(city)
    tell_of_residents(city)
    settle_messages(city.on)


def stops_that_took_effect(city: City) -> None:
    filed, decided = city.in_month(1, 9), city.in_month(1, 14)
    for hour, insurance in enumerate((Insurance.PENSION, Insurance.MEDICAL), start=10):
        made = stop(city, "luo", insurance, CitizenReason.MOVED_AWAY, filed, hour=hour)
        accept(city, made, decided)
        take_effect(city, made)


def reductions_that_took_effect(city: City) -> None:
    """Reductions of the last two months: a retirement, one the unit took back in time, one whose reason is contested."""
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
    contested = reduce(city, "dongling", "14", city.in_month(1, 9), person=city.people["yuan"])
    accept(city, contested, city.in_month(1, 12))
    take_effect(city, contested)
    dispute(
        city, contested, "yuan", city.working_days_ago(1), claimed="17",
        text="我没有辞职。单位以岗位撤销为由口头通知我不用再来，我有通知的聊天记录。",
    )  # fmt: skip


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
    declarations.withdraw(
        accepted.number, actor=city.users["huang"], at=moment(city.working_days_ago(1), 19, 3), text=text
    )


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
        accept(
            city, reduce(city, "dongling", "14", city.working_days_ago(days_ago)), city.working_days_ago(days_ago - 2)
        )
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


def papers_that_came_along(city: City) -> None:
    """Scans of the certificates of three reductions that wait on the desks."""
    waiting = Declaration.objects.filter(kind="reduction", parts__state=State.SUBMITTED, unit=city.units["dongling"])
    kinds = (("PNG", "离职证明.png"), ("JPEG", "解除劳动合同证明书.jpg"), ("PDF", "解除劳动合同证明书.pdf"))
    for made, (kind, name) in zip(waiting.distinct().order_by("pk"), kinds, strict=False):
        page = termination_certificate(made.lines.select_related("person", "unit").get())
        files = [Upload(name, as_file(page, kind))]
        attach(made, files, actor=operator(city, "dongling"), at=made.submitted_at + timedelta(minutes=4))


def looks_at_records(city: City) -> None:
    """Members of the staff opened records; the people see who, when and why, and one of them asked."""
    for key, staff, purpose, reference, days_ago in (
        ("lin", "clerk.medical", AccessPurpose.HOTLINE, "12333", 40),
        ("wang", "supervisor", AccessPurpose.VERIFY, "", 9),
        ("liu", "clerk.hrss", AccessPurpose.COUNTER, "A017", 6),
    ):
        at = moment(city.working_days_ago(days_ago), 10, 35)
        open_record(city.people[key], purpose=purpose, reference=reference, actor=city.users[staff], at=at)
    look = open_record(
        city.people["lin"],
        purpose=AccessPurpose.COUNTER,
        reference="A103",
        actor=city.users["clerk.hrss"],
        at=moment(city.working_days_ago(12), 14, 20),
    )
    asked, answered = city.working_days_ago(11), city.working_days_ago(10)
    ask(look, "我那天没有去过窗口，为什么查我的记录？", actor=city.users["lin"], at=moment(asked, 20, 41))
    answer(
        look,
        "当天您的家人持您的委托书到窗口打印缴费记录，窗口核对委托后查询。委托书已存档，您可以到窗口查看。",
        actor=city.users["supervisor"],
        at=moment(answered, 9, 15),
    )


def bounds_of_next_year(city: City) -> None:
    """A draft of policy waits to be previewed and activated: next year's bounds, with the notice that sets them."""
    entered, year = city.working_days_ago(2), city.on.year + 1
    notice = {
        "number": f"云人社发〔{year - 1}〕46号（演示）",
        "title_zh": f"关于公布{year}年度社会保险缴费基数上下限的通知",
        "title_en": f"Notice on the bounds of the social insurance contribution base in {year}",
        "issuer_zh": "云州市人力资源和社会保障局",
        "issuer_en": "Yunzhou Human Resources and Social Security Office",
        "evidence": PolicyDocument.Evidence.DEMO.value,
    }
    bounds = {"from": date(year, 1, 1), "lower": "4680", "upper": "23400", "average_wage": "7800"}
    policy_studio.enter_draft(
        PoolingArea.objects.get(code=AREA),
        "bounds",
        bounds | {"document": notice["number"]},
        new_document=notice,
        actor=city.users["policy"],
        at=moment(entered, 15, 10),
        on=entered,
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
