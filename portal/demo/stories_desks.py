"""Two desks to compare: a unit of two hundred on a busy morning. The other one, a studio with one employee, has nothing
to do."""

from datetime import timedelta

from insurance.rules.decisions import NextAction, RefusalReason
from insurance.rules.kinds import Insurance
from insurance.rules.reasons import CitizenReason
from insurance.services.reductions import ReductionAnswers, draft_reduction
from portal.demo.steps import City, contract, draft, moment, operator, reduce, send_back, stop, with_account

BUSY = "yunhai"
LATE_DAYS = 20
"""So many days ago somebody left whose reduction was forgotten in the drafts: more than the fifteen of the law."""


def tell_of_desks(city: City) -> None:
    """Leave on the busy desk a wish, a declaration sent back, a draft in time and one that is late."""
    stop(city, with_account(city, BUSY), Insurance.PENSION, CitizenReason.JOINED_EMPLOYER, city.on, later=True)
    returned = reduce(city, BUSY, "11", city.working_days_ago(4))
    send_back(
        city, returned, city.working_days_ago(2), RefusalReason.FACTS_DIFFER, NextAction.CORRECT_AND_RESUBMIT,
        "合同终止日与备案的劳动合同不一致，请核对合同期限后重新提交。",
    )  # fmt: skip
    draft(city, BUSY, "14", city.on)
    forgotten_draft(city)


def forgotten_draft(city: City) -> None:
    person, ended_on = city.next_of_staff(BUSY), city.on - timedelta(days=LATE_DAYS)
    answers = ReductionAnswers(
        reason="14", ended_on=ended_on, person=person, details=contract(city, BUSY, person, ended_on)
    )
    actor = operator(city, BUSY)
    draft_reduction(city.units[BUSY], answers, actor=actor, at=moment(city.on, 8, 50), on=city.on, acknowledged=True)
