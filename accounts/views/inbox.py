"""The inbox of a person or of a unit."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponseRedirect
from django.views.generic import TemplateView

from accounts import access, clock
from accounts.rules.own_path import own_path
from accounts.selectors.notices import inbox_page
from accounts.services import inbox
from accounts.views.sign_in import SignedIn
from accounts.wording_notices import notice_text, notice_title

ADDRESS = "/accounts/inbox/"
PAGE_SIZE = 20


@dataclass(frozen=True)
class WordedNotice:
    """A notice in the reader's language."""

    pk: int
    title: str
    text: str
    at: datetime
    link: str
    is_new: bool


def worded(notice) -> WordedNotice:
    return WordedNotice(
        pk=notice.pk,
        title=notice_title(notice.code, notice.facts),
        text=notice_text(notice.code, notice.facts),
        at=notice.at,
        link=notice.link,
        is_new=notice.read_at is None,
    )


class InboxView(SignedIn, TemplateView):
    """Lists what the hall has told its reader; a POST marks it read and opens what a notice is about."""

    template_name = "accounts/inbox.html"

    def get_context_data(self, **kwargs):
        typed = self.request.GET.get("before", "")
        before = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else None
        page = inbox_page(self.request.user, before=before, size=PAGE_SIZE)
        return super().get_context_data(
            notices=[worded(notice) for notice in page.notices],
            total=page.total,
            older_url=f"{ADDRESS}?before={page.older_than}" if page.older_than else "",
            newest_url=ADDRESS if before else "",
            **kwargs,
        )

    def post(self, request):
        """``read`` is a notice's key or ``all``."""
        read = request.POST.get("read", "")
        if read == "all":
            inbox.mark_all_read(request.user, at=clock.now())
            return HttpResponseRedirect(ADDRESS)
        notice = access.own_notice(request.user, read)
        inbox.mark_read(notice, at=clock.now())
        return HttpResponseRedirect(own_path(notice.link) or ADDRESS)
