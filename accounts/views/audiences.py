"""Pages of one audience: who is not signed in is led to the door and comes back, others are told which door."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied

from accounts.rules.roles import UserKind


class AudienceRequired:
    """A page for accounts of one kind; ``audience`` and ``door`` say which, and where they sign in."""

    audience: UserKind
    door: str

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(self.address_to_come_back_to(), self.door)
        if request.user.kind != self.audience:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def address_to_come_back_to(self) -> str:
        """Return this page's address, or nothing for an address that only takes what is sent to it."""
        return self.request.get_full_path() if "get" in self.http_method_names else ""


class CitizenRequired(AudienceRequired):
    """A page of the person who is signed in, about themselves."""

    audience = UserKind.CITIZEN
    door = "/accounts/login/"


class OperatorRequired(AudienceRequired):
    """A page of the unit for which the operator is signed in."""

    audience = UserKind.OPERATOR
    door = "/accounts/login/employer/"
