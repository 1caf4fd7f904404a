"""The form in which a unit declares one person: anew, somebody picked from the roster, or a declaration corrected."""

from django.http import Http404
from django.utils.functional import cached_property

from accounts import clock
from insurance import access
from insurance.rules.kinds import DeclarationKind
from insurance.selectors.unit_declarations import lines_of
from insurance.selectors.unit_window import unit_window
from insurance.views.employer.findings import FindingsView
from insurance.views.employer.pages import number_asked_for


class OnePersonView(FindingsView):
    """``?person=`` names somebody who is or was in the unit, ``?declaration=`` a draft or one that was sent back."""

    kind: DeclarationKind

    @cached_property
    def window(self):
        return unit_window(self.request.user.unit, on=clock.today())

    @cached_property
    def corrected(self):
        """The declaration that is corrected; None for a new one."""
        number = number_asked_for(self.request, "declaration")
        if not number:
            return None
        declaration = access.unit_declaration(self.request.user, number)
        if declaration.kind != self.kind or len(lines_of(declaration)) != 1:
            raise Http404
        return declaration

    @cached_property
    def line(self):
        return lines_of(self.corrected)[0] if self.corrected else None

    @cached_property
    def person(self):
        """The person who is known before anything is typed; None when they are named in the form."""
        if self.line is not None:
            return self.line.person
        public_id = number_asked_for(self.request, "person")
        return access.staff_member(self.request.user, public_id) if public_id else None

    def address_of(self, result):
        return f"/employer/declarations/{result.number}/check/"
