"""A citizen changes the phone to which codes go: the password again, then the code that was sent to the new phone.

Whoever sits down at an open browser, or has come in by a reset, must not be able to take over the account for good.
"""

from datetime import datetime

from django.db import transaction

from accounts.models.logins import LoginAttempt
from accounts.models.users import User
from accounts.rules.codes import SMS, refuse_too_many
from accounts.rules.errors import RuleBroken
from accounts.selectors import attempts
from accounts.services import audit, codes, logins
from accounts.services.logins import Door


def refuse_cooling_off(user: User, *, at: datetime) -> None:
    """Raise RuleBroken("phone.cooling_off", until=…) within 72 hours after the password was set anew."""
    if user.cooling_off_until and at < user.cooling_off_until:
        raise RuleBroken("phone.cooling_off", "phone", until=user.cooling_off_until)


def ask(user: User, phone: str, password: str, *, address: str | None, at: datetime) -> None:
    """Send a code to the new phone of who knows the password. Call it outside a transaction: attempts are counted.

    Raises RuleBroken: phone.cooling_off, login.wait, password.old_wrong, code.too_many_today.
    """
    refuse_cooling_off(user, at=at)
    index = logins.subject_index(Door.PASSWORD, user.number)
    attempt = logins.begin_attempt(Door.PASSWORD, index, address=address, at=at)
    if not logins.matches(attempt, password, user):
        raise RuleBroken("password.old_wrong", "password")
    logins.succeed(attempt.pk)
    send(user, phone, address=address, at=at)


@transaction.atomic
def send(user: User, phone: str, *, address: str | None, at: datetime) -> None:
    """Make a code that is good for this phone alone and queue its message; five a day reach one phone."""
    index = logins.subject_index(Door.PHONE, phone)
    logins.lock_subject(index)
    refuse_too_many(SMS, issued_in_24_hours=attempts.attempts_today(index, at=at))
    LoginAttempt.objects.create(door=Door.PHONE, subject_index=index, address=address, at=at, succeeded=True)
    codes.send_confirmation(user.person, phone, at=at)
    audit.record(user, "code.sent_to_new_phone", user.person, at=at)


def check(user: User, phone: str, typed: str, *, at: datetime) -> int:
    """Return the key of the code that was sent to this phone, for ``prove``. Call it outside a transaction: what is typed
    wrong is counted.

    Raises RuleBroken: phone.code_missing, code.shape, code.wrong.
    """
    if not typed.strip():
        raise RuleBroken("phone.code_missing", "sms_code")
    return codes.check_confirmation(user.person_id, phone, typed, at=at)


def prove(user: User, code: int | None, *, at: datetime) -> None:
    """Use up a code that was checked. Raises RuleBroken: phone.cooling_off, phone.code_missing, code.used."""
    refuse_cooling_off(user, at=at)
    if code is None:
        raise RuleBroken("phone.code_missing", "sms_code")
    codes.use_up(code, at=at)
