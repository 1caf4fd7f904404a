"""Commands of operations: what they print and what they leave behind."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts import fields
from accounts.models import AuditEntry, AuditSeal, LoginAttempt, OneTimeCode, Person, Session, SubmissionKey
from accounts.services import audit, outbox, sessions
from tests.factories import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db

AT = timezone.now()


def said(capsys, name, *args, **options) -> str:
    call_command(name, *args, **options)
    return capsys.readouterr().out.strip()


@pytest.fixture
def history():
    """Five acts, sealed."""
    actor = UserFactory(clerk=True)
    acts = [audit.record(actor, "declaration.accepted", actor, at=AT, step=step) for step in range(5)]
    audit.seal_all()
    return acts


def tamper(statement, *values):
    """Change history as only the owner of the database could."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def broken(capsys) -> str:
    with pytest.raises(SystemExit) as ended:
        call_command("verify_audit")
    assert ended.value.code == 1
    return capsys.readouterr().out.strip()


def test_an_untouched_history_is_ok(capsys, history):
    assert said(capsys, "verify_audit") == "ok 5 entries"


def test_no_history_is_ok_too(capsys):
    assert said(capsys, "verify_audit") == "ok 0 entries"


def test_an_altered_entry_is_found(capsys, history):
    tamper("UPDATE accounts_auditentry SET action = 'declaration.rejected' WHERE id = %s", history[2].pk)
    assert broken(capsys) == f"broken at entry {history[2].pk}: altered"


@pytest.mark.parametrize("tables", [["auditentry"], ["auditseal", "auditentry"]])
def test_a_missing_entry_is_found(capsys, history, tables):
    for table in tables:
        key = "entry_id" if table == "auditseal" else "id"
        tamper(f"DELETE FROM accounts_{table} WHERE {key} = %s", history[2].pk)
    assert broken(capsys) == f"broken at entry {history[2].pk}: missing"
    tamper("DELETE FROM accounts_auditseal WHERE entry_id = %s", history[2].pk)  # the end of a test checks foreign keys


def test_entries_that_changed_places_are_found(capsys, history):
    for here, there in [(2, 20), (3, 2), (20, 3)]:
        tamper("UPDATE accounts_auditseal SET position = %s WHERE position = %s", there, here)
    assert broken(capsys) == f"broken at entry {history[2].pk}: swapped"


def test_an_entry_not_sealed_yet_is_checked_too(capsys, history):
    late = audit.record(None, "account.activated", UserFactory(clerk=True), at=AT)
    tamper("UPDATE accounts_auditentry SET facts = '{\"x\": 1}' WHERE id = %s", late.pk)
    assert broken(capsys) == f"broken at entry {late.pk}: altered"


def test_sealing_links_what_is_new(capsys, history):
    audit.record(None, "account.activated", UserFactory(clerk=True), at=AT)
    assert said(capsys, "seal_audit") == "sealed 1 entries"
    assert AuditSeal.objects.count() == AuditEntry.objects.count() == 6


def test_rotating_keys_rewrites_what_older_keys_wrote(capsys, monkeypatch):
    monkeypatch.setattr(fields, "newest_key_id", lambda: 1)
    PersonFactory.create_batch(3)
    number = Person.objects.first().identity_number
    monkeypatch.undo()
    PersonFactory()
    printed = said(capsys, "rotate_keys")
    assert "accounts_person.identity_number: 3 values rewritten" in printed
    assert "accounts_person.phone: 3 values rewritten" in printed
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT get_byte(identity_number, 0), get_byte(phone, 0) FROM accounts_person")
        assert cursor.fetchall() == [(2, 2)]
    assert Person.objects.first().identity_number == number
    assert "accounts_person.phone: 0 values rewritten" in said(capsys, "rotate_keys")


# The two roles of the database


@pytest.fixture
def web_role(capsys):
    """Serve as the web role until the end of the test, whose rollback takes the role with it."""
    said(capsys, "grant_roles", role="test_web")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE test_web")
        yield cursor
        cursor.execute("RESET ROLE")


def allowed(cursor, statement) -> bool:
    try:
        with transaction.atomic():
            cursor.execute(statement)
    except DatabaseError as error:
        if "permission denied" in str(error) or "must be owner" in str(error):
            return False
        raise
    return True


def test_the_web_role_serves(web_role):
    assert allowed(web_role, "UPDATE accounts_person SET name = name")
    assert allowed(web_role, "DELETE FROM accounts_session")
    assert allowed(web_role, "SELECT nextval('insurance_declaration_number')")
    assert allowed(web_role, "SELECT count(*) FROM django_migrations")
    assert audit.record(None, "account.activated", PersonFactory(), at=AT)
    assert audit.seal_all() == 1
    assert outbox.is_released() is False


APPEND_ONLY = ["accounts_auditentry", "accounts_auditseal", "accounts_accessentry", "insurance_declarationevent"]


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_web_role_cannot_rewrite_history(web_role, table, statement):
    key = "position" if table == "accounts_auditseal" else "id"
    assert not allowed(web_role, statement.format(table).replace("id = id", f"{key} = {key}"))


@pytest.mark.parametrize("table", ["insurance_basebound", "insurance_benefitrule", "insurance_unitinjuryrate"])
def test_the_web_role_may_close_policy_but_not_rewrite_it(web_role, table):
    assert allowed(web_role, f"UPDATE {table} SET in_force = in_force")
    assert allowed(web_role, f"SELECT FROM {table} FOR UPDATE")
    for statement in ("UPDATE {} SET document_id = document_id", "DELETE FROM {}", "TRUNCATE {}"):
        assert not allowed(web_role, statement.format(table)), statement


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE accounts_person CASCADE",
        "DROP TABLE accounts_notice",
        "CREATE TABLE more (id int)",
        "ALTER TABLE accounts_auditentry DISABLE TRIGGER ALL",
        "DELETE FROM django_migrations",
    ],
)
def test_the_web_role_owns_nothing(web_role, statement):
    assert not allowed(web_role, statement)


def test_granting_again_changes_nothing(capsys):
    first = said(capsys, "grant_roles", role="test_web")
    assert first == said(capsys, "grant_roles", role="test_web")
    assert set(APPEND_ONLY) <= set(first.split(": ")[1].split(", "))


def test_a_role_that_may_not_make_roles_is_told(web_role):
    with pytest.raises(CommandError, match="as the owner"):
        call_command("grant_roles", role="another_web")


# Sending and purging


def test_sending_prints_how_many(capsys):
    assert said(capsys, "send_outbox") == "sent 0, waiting 0, failed 0"
    assert said(capsys, "send_outbox", pause=True) == "paused"


def test_purging_takes_what_is_old_and_leaves_the_rest():
    old, new = AT - timezone.timedelta(days=31), AT - timezone.timedelta(days=29)
    person = PersonFactory()
    for at in (old, new):
        LoginAttempt.objects.create(
            door="citizen", subject_index="0" * 32, at=at, succeeded=False, address="203.0.113.5"
        )
        SubmissionKey.objects.create(key=f"{int(at.timestamp()):032x}", at=at)
        OneTimeCode.objects.create(
            person=person, purpose="reset", channel="sms", issued_at=at, used_at=at, expires_at=AT, digest="0"
        )
        Session.objects.create(session_key=f"key-{at.timestamp()}", expire_date=at)
    Session.objects.create(session_key="running", expire_date=AT + timezone.timedelta(hours=1))
    assert sessions.purge(at=AT) == {"sessions": 2, "attempts": 1, "codes": 1, "keys": 1}
    assert list(Session.objects.values_list("session_key", flat=True)) == ["running"]
