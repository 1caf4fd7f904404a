"""Marking notices as read."""

from datetime import datetime

from accounts.models.notices import Notice
from accounts.models.users import User
from accounts.selectors.notices import notices_of


def mark_read(notice: Notice, *, at: datetime) -> None:
    """Note that a notice was read; the first time counts."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)


def mark_all_read(user: User, *, at: datetime) -> int:
    """Note that everything in the inbox was read; return how many were new."""
    return notices_of(user).filter(read_at=None).update(read_at=at)
