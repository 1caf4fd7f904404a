"""Who joins in the demo city: one who begins next month, one who waits for the agencies, one whom another unit holds."""

from datetime import date, timedelta

from accounts.rules.resident_id import compose
from insurance.models import Declaration
from insurance.rules.months import Month
from insurance.services import unit_declarations
from insurance.services.increases import IncreaseAnswers, draft_increase
from portal.demo.numbers import AREA
from portal.demo.steps import City, accept, moment, operator, take_effect

NEWCOMERS = (("俞晚晴", date(2001, 3, 8), 906), ("潘立群", date(1994, 10, 21), 907))
"""People nobody has heard of before: name, birth date and the sequence in the number."""


def tell_of_joiners(city: City) -> None:
    """Let units declare whom they have taken on."""
    filed = city.working_days_ago(5)
    next_month = (Month.of(filed) + 1).first_day
    agreed = increase(city, "hengda", filed, newcomer(*NEWCOMERS[0]), 780_000, began=next_month)
    accept(city, agreed, city.working_days_ago(3))
    take_effect(city, agreed)
    increase(city, "dongling", city.working_days_ago(1), newcomer(*NEWCOMERS[1]), 420_000)
    held = city.next_of_staff("yunhai")
    taken = {"id_number": held.identity_number, "name": held.name, "post": "施工员"}
    increase(city, "hengda", city.working_days_ago(2), taken, 960_000)


def newcomer(name: str, born_on: date, sequence: int) -> dict:
    """Return how the form names somebody who is not on record."""
    return {"id_number": compose(AREA, born_on, sequence), "name": name, "post": "业务员"}


def increase(city: City, unit: str, day: date, who: dict, wage_fen: int, *, began: date | None = None) -> Declaration:
    """Let the operator of a unit submit that somebody began to work, three days before unless another day is given."""
    actor, began = operator(city, unit), began or day - timedelta(days=3)
    answers = IncreaseAnswers(started_on=began, contract_from=began, wage_fen=wage_fen, **who)
    prepared = draft_increase(city.units[unit], answers, actor=actor, at=moment(day, 10, 20), on=day, acknowledged=True)
    return unit_declarations.submit(prepared.number, actor=actor, at=moment(day, 10, 35), on=day)
