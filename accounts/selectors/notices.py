"""What stands in somebody's inbox."""

from dataclasses import dataclass

from accounts.models.notices import Notice
from accounts.models.users import User


def notices_of(user: User):
    """Return the notices of a citizen's or a unit's inbox, the newest first; staff have none."""
    if user.is_citizen:
        return Notice.objects.filter(person_id=user.person_id).order_by("-id")
    if user.is_operator:
        return Notice.objects.filter(unit_id=user.unit_id).order_by("-id")
    return Notice.objects.none()


def unread_count(user: User) -> int:
    """Return how many notices of the inbox were not read yet, in one statement."""
    return notices_of(user).filter(read_at=None).count()


@dataclass(frozen=True)
class InboxPage:
    """Some notices of an inbox, the newest first; the next page begins after ``older_than``, None at the end."""

    notices: list[Notice]
    total: int
    older_than: int | None


def inbox_page(user: User, *, before: int | None, size: int) -> InboxPage:
    """Return one page of an inbox, beginning with the newest notice older than the key ``before``."""
    everything = notices_of(user)
    rows = everything.filter(pk__lt=before) if before else everything
    found = list(rows[: size + 1])
    shown = found[:size]
    return InboxPage(shown, total=everything.count(), older_than=shown[-1].pk if len(found) > size else None)
