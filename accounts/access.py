"""The only door to what belongs to an account."""

from django.http import Http404

from accounts.models.notices import Notice
from accounts.models.users import User
from accounts.rules.roles import UserKind
from accounts.selectors.notices import notices_of


def own_notice(user: User, key: str) -> Notice:
    """Return a notice of the person's or the unit's inbox."""
    notice = notices_of(user).filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
    if notice is None:
        raise Http404
    return notice


def unit_operator(user: User, number: str) -> User:
    """Return an operator of the operator's own unit, by the number of the account (A and 8 digits)."""
    digits = number.removeprefix("A")
    known = number.startswith("A") and digits.isdecimal() and len(digits) < 19
    operators = User.objects.filter(kind=UserKind.OPERATOR, unit=user.unit_id or 0).select_related("unit", "person")
    operator = operators.filter(pk=int(digits)).first() if known else None
    if operator is None:
        raise Http404
    return operator
