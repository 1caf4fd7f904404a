"""What hospitals and pharmacies send of personal accounts: each row once, nothing overdrawn, the rest reported."""

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Role
from insurance.models import AccountMovement, PersonalAccount, Posting
from insurance.rules.account_rows import COLUMNS
from insurance.rules.postings import PostingKind
from insurance.services.account_files import load_movements
from tests.factories import NOW, TODAY, AreaFactory, PersonFactory, UserFactory


def row(person, reference="R1", amount="35.80", event="use", day="2026-09-10", **changed) -> dict[str, str]:
    said = {
        "provider_code": "P0001",
        "provider": "云州康宁大药房",
        "provider_kind": "pharmacy",
        "reference": reference,
        "event": event,
        "identity_number": person.identity_number,
        "day": day,
        "amount": amount,
    }
    assert set(said) == set(COLUMNS)
    return said | changed


@pytest.fixture
def desk(db):
    return UserFactory(staff=True, roles=[Role.EXCHANGE_OPERATOR])


@pytest.fixture
def insured(db):
    """Somebody with a hundred yuan in the account."""
    person = PersonFactory()
    PersonalAccount.objects.create(person=person, balance_fen=10_000)
    return person


def load(desk, *rows):
    return load_movements(enumerate(rows, start=2), area=AreaFactory(), actor=desk, at=NOW, on=TODAY)


def balance(person) -> int:
    return PersonalAccount.objects.get(person=person).balance_fen


def test_a_row_is_taken_once_however_often_it_is_sent(desk, insured):
    first, again = load(desk, row(insured)), load(desk, row(insured), row(insured))
    assert (first.loaded, first.spent_fen) == (1, 3_580)
    assert (again.loaded, again.unchanged, again.faults) == (0, 2, [])
    assert balance(insured) == 6_420
    assert Posting.objects.get(kind=PostingKind.ACCOUNT_USE).amount_fen == 3_580


def test_rows_count_in_the_order_of_their_days_and_nothing_is_overdrawn(desk, insured):
    found = load(
        desk,
        row(insured, "R3", "80.00", day="2026-09-10"),
        row(insured, "R1", "90.00", day="2026-09-08"),
        row(insured, "R2", "40.00", event="reversal", day="2026-09-09"),
    )
    assert [(line, fault.code) for line, fault in found.faults] == [(2, "account_row.balance")]
    assert balance(insured) == 5_000
    movements = AccountMovement.objects.order_by("pk")
    assert [one.balance_fen for one in movements] == [1_000, 5_000]
    assert movements.aggregate(sum=Sum("amount_fen"))["sum"] == balance(insured) - 10_000


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"reference": ""}, "account_row.missing"),
        ({"provider": "药" * 101}, "account_row.text"),
        ({"reference": "R 1"}, "account_row.code"),
        ({"event": "gift"}, "account_row.unknown"),
        ({"event": "credit"}, "account_row.unknown"),
        ({"provider_kind": "bank"}, "account_row.unknown"),
        ({"day": "2026-09-31"}, "account_row.day"),
        ({"day": "2026-12-31"}, "account_row.day_ahead"),
        ({"amount": "0"}, "account_row.amount"),
        ({"amount": "-5"}, "account_row.amount"),
        ({"amount": "1.005"}, "account_row.amount"),
        ({"amount": "1e3"}, "account_row.amount"),
        ({"amount": "１０"}, "account_row.amount"),
        ({"identity_number": "123"}, "id.shape"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_and_nothing_moves(desk, insured, changed, code):
    found = load(desk, row(insured, **changed))
    assert [(line, fault.code) for line, fault in found.faults] == [(2, code)]
    assert balance(insured) == 10_000


def test_who_has_no_account_is_reported_and_the_others_are_taken(desk, insured):
    found = load(desk, row(PersonFactory()), row(insured, "R2"))
    assert [(line, fault.code) for line, fault in found.faults] == [(2, "account_row.person")]
    assert found.loaded == 1


def test_only_the_exchange_desk_may(insured):
    with pytest.raises(RuleBroken, match="not_allowed"):
        load(UserFactory(clerk=True), row(insured))


def test_the_statements_do_not_grow_with_the_rows(desk, insured):
    def statements(first: int, last: int) -> int:
        with CaptureQueriesContext(connection) as seen:
            load(desk, *(row(insured, f"R{number}", "0.10") for number in range(first, last)))
        return len(seen)

    statements(0, 1)
    assert statements(1, 2) == statements(2, 200)
