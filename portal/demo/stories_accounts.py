"""Two people of the demo city asked about purchases from their medical accounts: one was answered, one waits."""

from insurance.models import AccountMovement
from insurance.rules.personal_account import MovementKind
from insurance.services import account_questions
from portal.demo.steps import City, moment
from portal.demo.stories import settle_messages


def tell_of_accounts(city: City) -> None:
    """Let 孙伟 ask about his last purchase and be answered by the cashier; 高翔 has asked yesterday."""
    asked = account_questions.ask(
        last_purchase(city, "sun"),
        "这天我在外地出差，没有买过药，请帮忙核实是谁刷的。",
        actor=city.users["sun"],
        at=moment(city.working_days_ago(9), 21, 5),
    )
    account_questions.answer(
        asked.number,
        "已向药店核实：当天由您的配偶持家庭共济授权购药，费用由您的个人账户支付。如未授权，请持身份证件到窗口解除家庭共济。",
        actor=city.users["cashier"],
        at=moment(city.working_days_ago(7), 10, 20),
    )
    account_questions.ask(
        last_purchase(city, "gao"),
        "这笔消费的金额和小票对不上，请核实。",
        actor=city.users["gao"],
        at=moment(city.working_days_ago(1), 18, 30),
    )
    settle_messages(city.on)


def last_purchase(city: City, key: str) -> AccountMovement:
    """Return the latest purchase from somebody's account, or its latest movement where there was none."""
    moved = AccountMovement.objects.filter(account__person=city.people[key]).order_by("-pk")
    return moved.filter(kind=MovementKind.USE).first() or moved[0]
