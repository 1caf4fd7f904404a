"""Who may hand out codes, and what is kept of them."""

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from accounts.models import AccessEntry, AuditEntry, Notice, OneTimeCode
from accounts.rules.errors import RuleBroken
from accounts.services import codes
from tests.factories import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db

AT = timezone.now()


@pytest.fixture
def clerk():
    return UserFactory(clerk=True)


def test_a_code_from_the_counter_is_seen_by_its_person(clerk):
    person = PersonFactory()
    codes.issue_counter_code(person, actor=clerk, at=AT)
    assert AccessEntry.objects.get(person=person).actor == clerk
    assert Notice.objects.get(person=person).code == "activation_code_issued"
    entry = AuditEntry.objects.get(action="code.issued")
    assert (entry.actor, entry.subject_number) == (clerk, person.public_id)


def test_the_code_itself_is_kept_nowhere(clerk):
    code = codes.issue_counter_code(PersonFactory(), actor=clerk, at=AT).replace("-", "")
    with connection.cursor() as cursor:
        for table in ("accounts_onetimecode", "accounts_auditentry", "accounts_notice"):
            cursor.execute(f"SELECT string_agg({table}::text, ' ') FROM {table}")
            assert code not in cursor.fetchone()[0]


def test_who_has_an_account_gets_a_code_to_reset_it(clerk):
    codes.issue_counter_code(UserFactory().person, actor=clerk, at=AT)
    codes.issue_counter_code(PersonFactory(), actor=clerk, at=AT)
    assert list(OneTimeCode.objects.order_by("pk").values_list("purpose", flat=True)) == ["reset", "activate"]


@pytest.mark.parametrize("role", ["auditor", "security"])
def test_other_staff_cannot_issue(role):
    with pytest.raises(RuleBroken, match=r"account\.not_allowed"):
        codes.issue_counter_code(PersonFactory(), actor=UserFactory(**{role: True}), at=AT)


def test_nobody_issues_a_code_to_themselves():
    person = PersonFactory()
    with pytest.raises(RuleBroken, match=r"account\.own"):
        codes.issue_counter_code(person, actor=UserFactory(clerk=True, person=person), at=AT)


def test_the_dead_get_none(clerk):
    with pytest.raises(RuleBroken, match=r"account\.dead"):
        codes.issue_counter_code(PersonFactory(life_status="2"), actor=clerk, at=AT)


def test_a_removed_operator_gets_none(clerk):
    with pytest.raises(RuleBroken, match=r"account\.not_allowed"):
        codes.issue_operator_code(UserFactory(operator=True, is_active=False), actor=clerk, at=AT)


def test_a_new_code_ends_the_one_before(clerk):
    person = PersonFactory()
    old = codes.issue_counter_code(person, actor=clerk, at=AT)
    new = codes.issue_counter_code(person, actor=clerk, at=AT)
    with pytest.raises(RuleBroken, match=r"code\.wrong"):
        codes.check_person_code(person.pk, old, at=AT)
    assert codes.check_person_code(person.pk, new, at=AT)


def test_a_code_is_its_owners_only(clerk):
    code = codes.issue_counter_code(PersonFactory(), actor=clerk, at=AT)
    with pytest.raises(RuleBroken, match=r"code\.wrong"):
        codes.check_person_code(PersonFactory().pk, code, at=AT)


@pytest.mark.parametrize("person", [None, 0])
def test_nobodys_code_never_matches(person):
    with pytest.raises(RuleBroken, match=r"code\.wrong"):
        codes.check_sms_code(person, "123456", "activate", at=AT)


def test_the_database_holds_one_outstanding_code():
    person = PersonFactory()
    kept = {"person": person, "purpose": "reset", "channel": "sms", "digest": "0" * 32}
    times = {"issued_at": AT, "expires_at": AT + timezone.timedelta(minutes=10)}
    OneTimeCode.objects.create(**kept, **times)
    with pytest.raises(IntegrityError, match="one_outstanding_code_per_person"):
        OneTimeCode.objects.create(**kept, **times)
