"""A city with one of everything and an account for every visitor, for the tests that go through all pages."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from io import BytesIO

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from accounts.models import AccessEntry, AccessQuestion, Person, User
from accounts.rules.looks import Look
from accounts.rules.roles import Agency, Role
from insurance.models import Declaration, UnitRequest
from insurance.rules.payments import Source
from insurance.rules.refunds import RefundReason
from insurance.selectors.certificates import opened
from insurance.selectors.roster import RosterFilter
from insurance.services import (
    account_questions,
    account_statements,
    attachments,
    bank_files,
    calendar_subscriptions,
    disputes,
    increases,
    money_decisions,
    policy_studio,
    reconciling,
    refunds,
    registry,
    roster_exports,
    unit_declarations,
    unit_matters,
)
from insurance.services.increases import IncreaseAnswers
from portal.models import NewsItem
from portal.services import content
from tests.factories import batches, residents
from tests.factories.accounts import moved
from tests.factories.bills import payment_certified
from tests.factories.certificates import certified
from tests.factories.clock import NOW, TODAY
from tests.factories.declarations import DeclarationFactory
from tests.factories.money import cashier, in_suspense, issued, ordered, said, told
from tests.factories.parties import PersonFactory, UserFactory, resident_number
from tests.factories.policy import put_policy, put_references
from tests.factories.policy_drafts import row_in_force
from tests.factories.record import AreaFactory, CardFactory, employ, enrol_flexible
from tests.factories.refunds import paid_year
from tests.visits import Visitor, let_in, visit


@dataclass
class City:
    """Who comes, and the numbers of the things that belong to the citizen and to the operator's unit."""

    users: dict[Visitor, User | None]
    things: dict[str, object]

    @cached_property
    def browsers(self) -> dict[Visitor, Client]:
        """A browser for every visitor, each signed in at its door."""
        return {visitor: let_in(user) for visitor, user in self.users.items()}

    def visit(self, visitor: Visitor, address: str, method: str = "get", sent: dict | None = None) -> HttpResponse:
        """Return what one visitor gets at an address that names the city's things; the visit leaves no trace."""
        return visit(self.browsers[visitor], address.format_map(self.things), method, sent)


def city_of_everything() -> City:
    """Return a city in which every address of the table leads to something."""
    content.load(settings.BASE_DIR / "portal" / "content")
    put_policy(AreaFactory())
    put_references()
    users = visitors()
    things = public_things()
    things |= things_of_citizen(users[Visitor.CITIZEN])
    things |= things_of_unit(users[Visitor.OPERATOR])
    things |= things_between_units(users[Visitor.OPERATOR], users[Visitor.OUTSIDER])
    things |= things_of_disputes(users, things)
    things |= things_certified(users[Visitor.CITIZEN], users[Visitor.OPERATOR])
    things |= unit_matters_of(users[Visitor.OPERATOR], users[Visitor.EXCHANGE_OPERATOR])
    things |= things_of_payments(users[Visitor.CITIZEN], users[Visitor.OPERATOR])
    things |= things_billed(users[Visitor.CITIZEN], users[Visitor.OPERATOR])
    things |= things_of_account(users[Visitor.CITIZEN])
    things |= money_of_bureau(users)
    things |= things_reconciled(users)
    things |= things_of_bureau(users)
    things |= things_of_residents(users[Visitor.CITIZEN], users[Visitor.OPERATOR])
    things |= things_of_policy(users[Visitor.POLICY_EDITOR])
    return City(users, things)


def visitors() -> dict[Visitor, User | None]:
    """Return an account for every visitor; a stranger to the hall has none."""
    return {
        Visitor.ANYBODY: None,
        Visitor.CITIZEN: UserFactory(),
        Visitor.STRANGER: UserFactory(),
        Visitor.OPERATOR: UserFactory(operator=True),
        Visitor.OUTSIDER: UserFactory(operator=True),
        Visitor.CLERK: UserFactory(clerk=True, agency=Agency.HRSS),
        Visitor.OTHER_CLERK: UserFactory(clerk=True, agency=Agency.MEDICAL),
        Visitor.SUPERVISOR: UserFactory(supervisor=True, agency=Agency.HRSS),
        Visitor.CASHIER: UserFactory(staff=True, roles=[Role.CASHIER]),
        Visitor.POLICY_EDITOR: UserFactory(staff=True, roles=[Role.POLICY_EDITOR]),
        Visitor.CONTENT_EDITOR: UserFactory(staff=True, roles=[Role.CONTENT_EDITOR]),
        Visitor.EXCHANGE_OPERATOR: UserFactory(staff=True, roles=[Role.EXCHANGE_OPERATOR]),
        Visitor.AUDITOR: UserFactory(auditor=True),
        Visitor.SECURITY: UserFactory(security=True),
    }


def public_things() -> dict[str, object]:
    """Return one public text of each kind."""
    shown = NewsItem.objects.filter(published_on__lte=TODAY)
    return {"guide": "flexible-stop", "law": "social-insurance-law", "news": shown.latest("published_on").pk}


def things_of_citizen(user: User) -> dict[str, object]:
    """Return what a citizen in flexible employment has: insurances, a card, a stop with a file that waits."""
    enrolment, _medical = enrol_flexible(user.person)
    CardFactory(person=user.person)
    stop = DeclarationFactory(lodged_by=user)
    return {
        "enrolment": enrolment.number,
        "stop": stop.number,
        "part": stop.parts.get().pk,
        "file": attached(stop, user),
    }


def things_of_unit(user: User) -> dict[str, object]:
    """Return what a unit has: staff, a reduction with a file that waits, an employee's wish to be stopped."""
    leaving, asking = PersonFactory(), PersonFactory()
    employ(leaving, user.unit)
    employ(asking, user.unit)
    reduction = DeclarationFactory(reduction=True, lodged_by=user, parts__people=[leaving])
    wish = DeclarationFactory(lodged_by=UserFactory(person=asking), parts__unit=user.unit)
    UnitRequest.objects.create(declaration=wish, unit=user.unit, asked_at=NOW, due_on=TODAY + timedelta(days=7))
    wish.parts.update(with_unit=True)
    return things_of_tables(user, asking) | {
        "staff": leaving.public_id,
        "reduction": reduction.number,
        "wish": wish.number,
        "unit_file": attached(reduction, user),
        "export": written_export(user),
        "calendar_secret": calendar_subscriptions.subscribe(user, at=NOW),
    }


def things_of_tables(user: User, person: Person) -> dict[str, object]:
    """Return uploaded tables of a unit: one that waits, one whose columns are to be named, one with its preview, one that
    was refused."""
    rows = [batches.leaving(person), batches.leaving(PersonFactory())]
    unknown = ["谁", *batches.LEAVING_HEADINGS[1:]]
    return {
        "waiting_table": batches.hand_in(user, batches.table(rows[1:])).public_id,
        "unnamed_table": batches.checked(user, batches.table(rows, unknown)).public_id,
        "table": batches.checked(user, batches.table(rows)).public_id,
        "refused_table": batches.checked(user, b"<html></html>", "a.xls").public_id,
    }


def things_of_residents(citizen: User, operator: User) -> dict[str, object]:
    """Return somebody for whom the citizen pays, somebody on the list of the unit, and a card of the citizen."""
    child, resident = PersonFactory(), PersonFactory()
    residents.be_resident(child)
    residents.in_group(child, approved=False)
    return {
        "agent": residents.name_agent(operator).pk,
        "proxy": residents.pays_for(citizen, child).number,
        "resident": residents.listed(operator, resident).number,
        "card": residents.bound_card(citizen.person).public_id,
    }


def things_of_disputes(users: dict[Visitor, User | None], things: dict[str, object]) -> dict[str, object]:
    """Return a reduction of the unit about the citizen, and a dispute of somebody else about another one."""
    unit, citizen = users[Visitor.OPERATOR], users[Visitor.CITIZEN]
    reduced = DeclarationFactory(reduction=True, lodged_by=unit, parts__people=[citizen.person])
    line = Declaration.objects.get(number=things["reduction"]).lines.select_related("declaration__area", "person").get()
    said = {"claimed_reason": "17", "proposed_by": None, "text": "我没有辞职，是单位通知我不用再来上班。"}
    person = UserFactory(person=line.person)
    dispute = disputes.lodge_dispute(line, **said, actor=person, at=NOW, on=TODAY)
    return {"reduced": reduced.number, "contested": things["reduction"], "dispute": dispute.number}


def things_between_units(user: User, outsider: User) -> dict[str, object]:
    """Return an increase the unit prepares, and the wish of another unit to release somebody it has taken on."""
    by = {"at": NOW, "on": TODAY, "acknowledged": True}
    work = {"started_on": TODAY, "wage_fen": 650_000}
    number = resident_number(date(1995, 5, 20), 21)
    joining = IncreaseAnswers(id_number=number, name="何新", **work)
    increase = increases.draft_increase(user.unit, joining, actor=user, **by)
    wanted = PersonFactory()
    employ(wanted, user.unit)
    taken = IncreaseAnswers(id_number=wanted.identity_number, name=wanted.name, **work)
    draft = increases.draft_increase(outsider.unit, taken, actor=outsider, **by)
    release = unit_declarations.submit(draft.number, actor=outsider, at=NOW, on=TODAY)
    return {"increase": increase.number, "release": release.number}


def things_certified(citizen: User, operator: User) -> dict[str, object]:
    """Return a certificate of the unit, one about the citizen by another unit, and the code by which anybody checks it."""
    certificate, own = certified(operator), certified(person=citizen.person)
    return {
        "certificate": certificate.number,
        "certified_reduction": certificate.declaration.number,
        "own_certificate": own.number,
        "check_code": opened(own)["check_code"],
    }


def things_of_payments(citizen: User, operator: User) -> dict[str, object]:
    """Return an order of the citizen that waits to be paid, and one of the unit."""
    own = ordered(issued(citizen.person, "2026-05"))
    units = ordered(issued(PersonFactory(), "2026-05", unit=operator.unit))
    return {"own_payment": own.number, "unit_payment": units.number}


def things_billed(citizen: User, operator: User) -> dict[str, object]:
    """Return a bill and the certificate of a payment, of the citizen and of the unit; a year the citizen paid for another."""
    return {
        "own_bill": issued(citizen.person, "2026-04")[0].number,
        "paid_year": paid_year(PersonFactory(), payer=citizen.person).number,
        "unit_bill": issued(PersonFactory(), "2026-04", unit=operator.unit)[0].number,
        "own_payment_certificate": payment_certified(citizen.person, "2026-03").number,
        "payment_certificate": payment_certified(PersonFactory(), "2026-03", unit=operator.unit).number,
    }


def things_of_account(citizen: User) -> dict[str, object]:
    """Return the statement of the citizen's medical account, and a question about a movement of it."""
    movement = moved(citizen.person, -2_500)
    question = account_questions.ask(movement, "这笔消费不是我的。", actor=citizen, at=NOW)
    statement = account_statements.issue(citizen, TODAY.year, at=NOW, on=TODAY)
    return {"own_statement": statement.number, "movement_question": question.number}


def unit_matters_of(user: User, exchange: User) -> dict[str, object]:
    """Return what a unit declares of itself: a new name that waits, a new contact not sent yet; and rows of a registry."""
    said = {"actor": user, "at": NOW, "on": TODAY, "acknowledged": True}
    name = unit_matters.draft_change(user.unit, {"name": "云州新程商贸有限公司"}, changed_on=TODAY, **said)
    unit_declarations.submit(name.number, actor=user, at=NOW, on=TODAY)
    contact = unit_matters.draft_change(user.unit, {"contact_phone": "13900001111"}, changed_on=None, **said)
    row = {
        "event": "changed",
        "credit_code": user.unit.credit_code,
        "name": "云州新程商贸有限公司",
        "happened_on": TODAY.isoformat(),
        "address": "云州市新街2号",
        "authority": "云州市市场监督管理局",
        "area": AreaFactory().code,
    }
    registry.load_rows([(2, row)], actor=exchange, at=NOW, on=TODAY)
    return {
        "unit_change": name.number,
        "unit_part": name.parts.get().pk,
        "unit_draft": contact.number,
        "operator_number": user.number,
    }


def money_of_bureau(users: dict[Visitor, User | None]) -> dict[str, object]:
    """Return money in suspense, a refund and an allocation that wait for a second person, and a bill nobody pays."""
    waiting, placed, refunded = (in_suspense() for _ in range(3))
    bills = issued(PersonFactory(), "2025-11", unit=users[Visitor.OPERATOR].unit)
    by = {"actor": cashier(), "at": NOW}
    refund = refunds.propose_of_money(refunded.number, 10_000, RefundReason.NOT_OURS, "汇错单位", **by)
    decision = money_decisions.propose_placing(placed.number, [bills[0].number], "电话核实", **by)
    return {
        "suspense": waiting.number,
        "refund": refund.number,
        "decision": decision.number,
        "open_bill": bills[1].number,
    }


def things_reconciled(users: dict[Visitor, User | None]) -> dict[str, object]:
    """Return a bank file that was looked over, and a statement with one difference to explain and one to clear."""
    row = "reference,paid_on,credited_on,amount,remark\r\nT1,2026-09-08,2026-09-09,5.00,?\r\n"
    file = bank_files.receive("到账.csv", row.encode(), actor=users[Visitor.CASHIER], at=NOW, on=TODAY)
    for _order in range(2):
        told(said(ordered(issued(PersonFactory(), "2026-02"))))
    about = {"source": Source.FILE, "actor": None, "at": NOW, "on": TODAY, "ahead": timedelta()}
    statement = reconciling.load("sandbox", TODAY, (), **about)
    unexplained, explained = statement.differences.order_by("pk")[:2]
    reconciling.explain(explained.pk, "次日到账", actor=users[Visitor.CASHIER], at=NOW)
    return {
        "bank_file": file.number,
        "statement": str(statement),
        "difference": unexplained.pk,
        "explained_difference": explained.pk,
    }


def things_of_bureau(users: dict[Visitor, User | None]) -> dict[str, object]:
    """Return what the back office looks at: people, units, accounts, a look that somebody asked about."""
    person, unit = users[Visitor.CITIZEN].person, users[Visitor.OPERATOR].unit
    look = AccessEntry.objects.create(
        at=NOW, actor=users[Visitor.CLERK], person=person, purpose="counter", what=Look.RECORD
    )
    AccessQuestion.objects.create(entry=look, asked_at=NOW, text="请问为什么查看？")
    return {
        "person": person.public_id,
        "unit": unit.public_id,
        "operator": users[Visitor.OPERATOR].pk,
        "member": users[Visitor.CASHIER].pk,
        "look": look.pk,
    }


def things_of_policy(editor: User) -> dict[str, object]:
    """Return drafts of policy: one of the window, and one of benefits whose preview and examples were made."""
    area, by = AreaFactory(), {"actor": editor, "at": NOW}
    window = policy_studio.enter_draft(
        area, "windows", row_in_force(area, "windows", "unit", close_day=20), **by, on=TODAY
    )
    rule = policy_studio.enter_draft(
        area, "benefits", row_in_force(area, "benefits", "unit", day_count="include_first"), **by, on=TODAY
    )
    policy_studio.preview_draft(window.number, **by, on=TODAY)
    policy_studio.preview_draft(rule.number, **by, on=TODAY)
    policy_studio.run_examples(rule.number, **by)
    return {"draft": window.number, "rule_draft": rule.number}


def written_export(user: User) -> str:
    """Return the number of a roster that the worker has written."""
    asked = {"file_format": "csv", "language": "zh-hans", "with_numbers": False, "purpose": ""}
    export = roster_exports.ask(user, RosterFilter(), **asked, at=NOW, on=TODAY)
    roster_exports.write(export.pk)
    return export.number


def attached(declaration: Declaration, user: User) -> int:
    """Return the key of a small picture attached to a declaration."""
    picture = BytesIO()
    Image.new("RGB", (8, 8), "white").save(picture, "PNG")
    upload = attachments.Upload("离职证明.png", picture.getvalue())
    [kept] = attachments.attach(declaration, [upload], actor=user, at=NOW)
    return kept.pk
