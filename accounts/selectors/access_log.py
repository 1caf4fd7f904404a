"""Who looked at a person's record."""

from django.db.models import QuerySet

from accounts.models.access_log import AccessEntry
from accounts.selectors.key_pages import NewestFirst, newest_first

OWN_PAGE_SIZE = 20


def looks_at(person_id: int) -> QuerySet[AccessEntry]:
    """Return the looks at a person's record, each with who looked and with question and answer."""
    return AccessEntry.objects.filter(person=person_id).select_related("actor", "question")


def looks_page(person_id: int, *, after: str, before: str) -> NewestFirst:
    """Return a page of the looks at a person's record, the newest first."""
    return newest_first(looks_at(person_id), size=OWN_PAGE_SIZE, after=after, before=before)
