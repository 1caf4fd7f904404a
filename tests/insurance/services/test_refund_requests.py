"""A person asks money back: who may, for what, once; what accepting does, and what the second person's no does."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Notice
from accounts.rules.errors import RuleBroken, RulesBroken
from accounts.wording_notices import notice_text
from insurance.gateways.channels.protocol import RefundState as Answer
from insurance.models import Bill, Declaration, Payment, Refund
from insurance.rules.refunds import RefundReason, RefundState, reasons_to_ask
from insurance.selectors.credit_notes import credit_left
from insurance.selectors.refund_requests import asking
from insurance.services import declarations, offsetting, refunds
from tests.factories import NOW, TODAY, PersonFactory, UserFactory
from tests.factories.money import CHANNEL, area_with_rules, cashier, corrected, differences, issued, ordered, said, told
from tests.factories.refunds import asked, decided, giving_bank, paid_year
from tests.races import at_once, refusals

BY = {"at": NOW, "on": TODAY}


@pytest.fixture
def bank(monkeypatch):
    return giving_bank(monkeypatch)


@pytest.fixture
def citizen(db, bank):
    return UserFactory()


@pytest.fixture
def bill(citizen):
    return paid_year(citizen.person)


def codes_of(caught) -> list[str]:
    return [problem.code for problem in getattr(caught.value, "problems", [caught.value])]


def refused(user, bill, *args, **also) -> list[str]:
    with pytest.raises((RuleBroken, RulesBroken)) as caught:
        asked(user, bill, *args, **also)
    return codes_of(caught)


def notices_of(person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("code", flat=True))


def sign(refund, *, supervisor=None) -> Refund:
    return refunds.approve(refund.number, actor=supervisor or UserFactory(supervisor=True), **BY)


@pytest.mark.parametrize(
    ("of_a_year", "for_oneself", "reasons"),
    [
        (True, True, ["emigrated", "imprisoned", "other_scheme"]),
        (True, False, ["died", "emigrated", "imprisoned", "other_scheme"]),
        (False, True, ["over_collected", "system_error"]),
    ],
)
def test_who_may_give_which_reason(of_a_year, for_oneself, reasons):
    assert list(reasons_to_ask(gives_back_a_year=of_a_year, for_oneself=for_oneself)) == reasons


def test_from_the_request_to_the_money(citizen, bill):
    request = asked(citizen, bill, text="已在外地参加职工医保")
    part = request.parts.get()
    assert (part.agency, part.state, part.due_on) == ("medical", "submitted", date(2026, 9, 24))
    refund = decided(request)
    part.refresh_from_db()
    assert part.state == "effective"
    assert (refund.state, refund.proposed_by, refund.amount_fen) == ("proposed", part.decided_by, 40_000)
    assert refund.text == f"{request.number} 已在外地参加职工医保"
    assert refund.channel == CHANNEL
    refunds.send(sign(refund).pk, **BY)
    refund.refresh_from_db()
    assert (refund.state, refund.request, Payment.objects.get().state) == ("done", request, "refunded")
    assert notices_of(citizen.person) == [
        "declaration_submitted",
        "refund_request_accepted",
        "refund_approved",
        "refund_done",
    ]
    found = asking(bill, on=TODAY, asker_id=citizen.person_id)
    assert found.refund == refund, "found from the bill that was paid, though it is of its credit note"
    assert differences() == []


def test_nobody_signs_what_they_accepted(citizen, bill):
    both = UserFactory(supervisor=True)
    refund = decided(asked(citizen, bill), clerk=both)
    with pytest.raises(RuleBroken, match=r"money\.own_proposal"):
        sign(refund, supervisor=both)


def test_a_no_of_the_second_person_goes_to_who_asked_and_frees_the_bill(citizen, bill):
    request = asked(citizen, bill)
    refund = decided(request)
    refunds.reject(refund.number, "查无外地参保记录", actor=UserFactory(supervisor=True), at=NOW)
    part = request.parts.get()
    assert (part.state, request.lines.get().undone_at) == ("undone", NOW)
    assert request.events.latest("pk").text == "查无外地参保记录"
    assert notices_of(citizen.person)[-1] == "refund_request_refused"
    assert asking(bill, on=TODAY, asker_id=citizen.person_id).obstacle is None
    assert asked(citizen, bill, RefundReason.EMIGRATED).parts.get().state == "submitted"


@pytest.mark.parametrize(
    ("month", "reason", "code"),
    [
        ("2026-01", RefundReason.EMIGRATED, "refund.year_began"),
        ("2027-01", RefundReason.DIED, "refund.wrong_reason"),
        ("2027-01", RefundReason.OVER_COLLECTED, "refund.wrong_reason"),
    ],
)
def test_what_is_not_given_back(citizen, month, reason, code):
    assert refused(citizen, paid_year(citizen.person, month=month), reason) == [code]
    assert not Declaration.objects.exists()


def test_a_year_that_is_not_paid_and_a_monthly_bill_give_nothing_back(citizen):
    area_with_rules()
    [monthly, _medical] = issued(citizen.person)
    assert refused(citizen, monthly) == ["refund.not_refundable"]


def test_the_day_of_the_request_decides_whether_the_cover_has_begun(citizen, bill):
    request = asked(citizen, bill, on=date(2026, 12, 31))
    Declaration.objects.filter(pk=request.pk).update(submitted_at=NOW.replace(month=12, day=31))
    refund = decided(request, on=date(2027, 1, 4))
    assert refund.state == RefundState.PROPOSED
    assert asking(bill, on=date(2027, 1, 4), asker_id=citizen.person_id).obstacle.code == "refund.under_way"


def test_one_request_or_refund_of_a_bill(citizen, bill):
    request = asked(citizen, bill)
    assert refused(citizen, bill) == ["refund.asked_already"]
    with pytest.raises(RuleBroken, match=r"refund\.asked_for"):
        refunds.propose_of_bill(bill.number, 40_000, RefundReason.EMIGRATED, "Why", actor=cashier(), **BY)
    refund = decided(request)
    assert refused(citizen, bill) == ["refund.under_way"]
    twin = {"area": refund.area, "bill": refund.bill, "request": request, "channel": CHANNEL, "text": "x"}
    for constraint in ("one_refund_of_a_bill_at_a_time", "one_refund_of_a_request_at_a_time"):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Refund.objects.create(
                **twin, amount_fen=1, reason="emigrated", proposed_by=refund.proposed_by, proposed_at=NOW
            )
        twin["bill"] = paid_year(PersonFactory())


def test_staff_were_faster(citizen, bill):
    refunds.propose_of_bill(bill.number, 40_000, RefundReason.EMIGRATED, "Why", actor=cashier(), **BY)
    assert refused(citizen, bill) == ["refund.under_way"]


def test_taken_back_it_leaves_the_bill_free(citizen, bill):
    request = asked(citizen, bill)
    declarations.withdraw(request.number, actor=citizen, at=NOW)
    assert asking(bill, on=TODAY, asker_id=citizen.person_id).obstacle is None


def test_who_paid_for_another_asks_and_both_are_told(citizen):
    insured = PersonFactory()
    bill = paid_year(insured, payer=citizen.person)
    request = asked(citizen, bill, RefundReason.DIED)
    assert notices_of(insured) == ["refund_asked_for_you"]
    sign(decided(request))
    assert notices_of(citizen.person)[-1] == "refund_approved"
    assert notices_of(insured) == ["refund_asked_for_you", "refund_approved"]


def test_the_insured_asks_and_whoever_paid_gets_the_money_and_is_told(citizen):
    payer = PersonFactory()
    bill = paid_year(citizen.person, payer=payer)
    refund = sign(decided(asked(citizen, bill)))
    assert refund.payment.person == payer
    assert notices_of(payer) == ["refund_approved"]
    told_asker = Notice.objects.filter(person=citizen.person).latest("pk")
    assert (told_asker.code, told_asker.link) == ("refund_approved", f"/me/declarations/{refund.request.number}/")
    assert "400.00元" in notice_text(told_asker.code, told_asker.facts)


def test_staff_decide_on_nothing_that_concerns_them(citizen):
    insured = UserFactory()
    request = asked(citizen, paid_year(insured.person, payer=citizen.person))
    clerk = UserFactory(clerk=True, agency="medical", person=insured.person)
    with pytest.raises(RuleBroken, match=r"workflow\.own_case"):
        decided(request, clerk=clerk)


@pytest.mark.parametrize("who", ["asks", "is insured", "paid"])
def test_staff_sign_for_no_money_of_their_own(citizen, who):
    """Also who has an account as a citizen besides: the bank gives the money to whoever paid."""
    insured, payer = UserFactory(), PersonFactory()
    bill = paid_year(insured.person, payer=payer)
    refund = decided(asked(insured, bill))
    Refund.objects.filter(pk=refund.pk).update(request=None if who == "is insured" else refund.request)
    supervisor = UserFactory(supervisor=True, person=payer if who == "paid" else insured.person)
    with pytest.raises(RuleBroken, match=r"money\.own_money"):
        sign(refund, supervisor=supervisor)
    with pytest.raises(RuleBroken, match=r"money\.own_money"):
        refunds.reject(refund.number, "No", actor=supervisor, at=NOW)
    assert Refund.objects.get().state == RefundState.PROPOSED


def test_who_paid_does_not_accept_as_staff_what_the_insured_asks_back(citizen):
    payer = PersonFactory()
    request = asked(citizen, paid_year(citizen.person, payer=payer))
    with pytest.raises(RuleBroken, match=r"money\.own_money"):
        decided(request, clerk=UserFactory(clerk=True, agency="medical", person=payer))
    assert not Refund.objects.exists()


def sent_back(request) -> Declaration:
    """Let a clerk send a request back to be corrected."""
    part = request.parts.get()
    answer = {"reason_code": "unclear", "next_action": "correct", "text": "请说明何时在何地参保"}
    clerk = UserFactory(clerk=True, agency=part.agency)
    declarations.send_back(part.pk, actor=clerk, version=part.version, at=NOW, **answer)
    return request


def test_a_request_that_was_sent_back_holds_the_money_of_nobody_else(citizen, bill):
    """Its asker may have died, or never answer."""
    request = sent_back(asked(citizen, bill))
    assert refused(citizen, bill) == ["refund.asked_already"], "who has to correct it corrects it"
    refund = refunds.propose_of_bill(bill.number, 40_000, RefundReason.DIED, "Why", actor=cashier(), **BY)
    assert refund.request is None
    assert refused(citizen, bill, number=request.number) == ["refund.under_way"]


def test_whoever_paid_asks_while_the_insured_has_not_corrected_theirs(citizen):
    insured = UserFactory()
    bill = paid_year(insured.person, payer=citizen.person)
    request = sent_back(asked(insured, bill))
    asked(citizen, bill, RefundReason.DIED)
    assert refused(insured, bill, number=request.number) == ["refund.asked_already"]


def test_what_the_bank_refused_is_given_back_by_transfer_for_the_same_request(citizen, bill, bank):
    request = asked(citizen, bill)
    bank.answer = Answer.REFUSED
    refund = sign(decided(request))
    refunds.send(refund.pk, **BY)
    note = Bill.objects.get(assessment__corrects=bill.assessment_id)
    for one in (bill, note):
        assert refused(citizen, one, RefundReason.OVER_COLLECTED) == ["refund.office_repeats"]
    again = refunds.propose_of_bill(note.number, 40_000, RefundReason.SYSTEM_ERROR, "Again", actor=cashier(), **BY)
    assert (again.channel, again.request) == ("transfer", request)
    refunds.reject(again.number, "账户不对", actor=UserFactory(supervisor=True), at=NOW)
    assert request.parts.get().state == "effective", "the office still owes what was approved"
    assert asking(bill, on=TODAY, asker_id=citizen.person_id).refund == refund


def test_what_a_credit_note_owes_a_person_is_asked_back(citizen, bank):
    area_with_rules()
    bill = issued(citizen.person)[0]
    told(said(ordered([bill])))
    note = corrected(bill, {"pension_own": -5_000})
    assert refused(citizen, note) == ["refund.wrong_reason"]
    refund = decided(asked(citizen, note, RefundReason.OVER_COLLECTED))
    refunds.send(sign(refund).pk, **BY)
    note.refresh_from_db()
    assert (note.paid_fen, note.state) == (-5_000, "paid")
    assert differences() == []


def test_what_was_asked_back_pays_no_bill_until_it_is_answered(citizen, bank):
    """The page says: if you ask for nothing, the money pays your next bill by itself."""
    area = area_with_rules()
    bill = issued(citizen.person, parts={"pension_own": 10_000})[0]
    told(said(ordered([bill])))
    note, following = corrected(bill, {"pension_own": -5_000}), issued(citizen.person, "2026-09")[0]
    request = asked(citizen, note, RefundReason.OVER_COLLECTED)
    offsetting.offset_area(area.pk, at=NOW, on=TODAY)
    assert credit_left([note.pk]) == {note.pk: {110: 5_000}}
    bank.answer = Answer.REFUSED
    refunds.send(sign(decided(request)).pk, **BY)
    offsetting.offset_area(area.pk, at=NOW, on=TODAY)
    assert credit_left([note.pk]) == {note.pk: {110: 5_000}}, "the office owes it and makes a bank transfer"
    again = refunds.propose_of_bill(note.number, 2_000, RefundReason.SYSTEM_ERROR, "Again", actor=cashier(), **BY)
    refunds.confirm_transfer(sign(again).number, "2026091000123", actor=cashier(), **BY)
    offsetting.offset_area(area.pk, at=NOW, on=TODAY)
    following.refresh_from_db()
    assert following.paid_fen == 3_000
    assert differences() == []


def test_money_that_was_used_meanwhile_stops_the_request(citizen, bill):
    request = asked(citizen, bill)
    Declaration.objects.filter(pk=request.pk).update(details={**request.details, "amount_fen": 39_999})
    with pytest.raises(RulesBroken) as caught:
        decided(request)
    assert codes_of(caught) == ["refund.amount_changed"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(4))
def test_a_person_asks_while_staff_propose(citizen, bill, round_):
    clerk = cashier()
    outcomes = at_once(
        lambda: asked(citizen, bill),
        lambda: refunds.propose_of_bill(bill.number, 40_000, RefundReason.EMIGRATED, "Why", actor=clerk, **BY),
    )
    assert refusals(outcomes) in (["refund.under_way"], ["refund.asked_for"])
    assert Declaration.objects.filter(parts__state="submitted").count() + Refund.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(4))
def test_insured_and_payer_ask_at_once(citizen, round_):
    insured = UserFactory()
    bill = paid_year(insured.person, payer=citizen.person)
    outcomes = at_once(lambda: asked(citizen, bill), lambda: asked(insured, bill))
    assert refusals(outcomes) == ["refund.asked_already"]
    assert Declaration.objects.count() == 1
