"""The only door to what belongs to an account."""

from django.http import Http404

from accounts.models.notices import Notice
from accounts.models.users import User
from accounts.selectors.notices import notices_of


def own_notice(user: User, key: str) -> Notice:
    """Return a notice of the person's or the unit's inbox."""
    notice = notices_of(user).filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
    if notice is None:
        raise Http404
    return notice
