"""Files of declarations, sent to whom they belong and to the staff who decide."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views import View

from accounts import clock
from accounts.rules.roles import Permission
from insurance import access
from insurance.services import attachments

SANDBOX = "default-src 'none'; sandbox"
"""Whatever a browser makes of the file, it runs nothing and loads nothing."""


def file_response(name: str, content_type: str, content: bytes) -> HttpResponse:
    """Return a stored file as a download that no browser takes for a page of ours."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


class AttachmentView(View):
    """One file: for the citizen or the unit whose declaration it belongs to, and for staff who may see declarations."""

    http_method_names = ["get", "head"]

    def get(self, request, pk: int):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        attachment = self.attachment(pk)
        return file_response(attachment.name, attachment.content_type, self.content(attachment))

    def attachment(self, pk: int):
        user = self.request.user
        if not user.is_staff:
            return access.own_attachment(user, pk)
        if not user.may(Permission.VIEW_DECLARATIONS):
            raise Http404
        return access.attachment_on_the_desk(user, pk)

    def content(self, attachment) -> bytes:
        if self.request.user.is_staff:
            return attachments.read_by_staff(attachment, actor=self.request.user, at=clock.now())
        return attachments.content_of(attachment)
