"""What stands in somebody's inbox."""

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
