"""Which door a page lies behind: strangers are led to it, whoever came in by another one is told so (403)."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied

CITIZEN_DOOR = "/accounts/login/"
EMPLOYER_DOOR = "/accounts/login/employer/"


class DoorRequired:
    """A view behind a door; ``belongs`` says whom the pages behind it are for."""

    door: str

    def belongs(self, user) -> bool:
        raise NotImplementedError

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), self.door)
        if not self.belongs(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class CitizenRequired(DoorRequired):
    """Pages under /me/: for a person about themselves."""

    door = CITIZEN_DOOR

    def belongs(self, user) -> bool:
        return user.is_citizen


class OperatorRequired(DoorRequired):
    """Pages under /employer/: for the operators of a unit."""

    door = EMPLOYER_DOOR

    def belongs(self, user) -> bool:
        return user.is_operator
