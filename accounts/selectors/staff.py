"""Accounts of the bureau's staff."""

from django.db.models import QuerySet

from accounts.models.users import User
from accounts.rules.roles import UserKind


def staff_accounts() -> QuerySet[User]:
    """Return every account of the staff, those that were shut included."""
    return User.objects.filter(kind=UserKind.STAFF)


def staff_member(pk: int) -> User | None:
    return staff_accounts().filter(pk=pk).first()
