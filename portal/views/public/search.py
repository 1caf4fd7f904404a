"""Search over everything public."""

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts import clock
from portal.rules.search_terms import LONGEST_QUERY, holds_personal_number
from portal.selectors.search import search as find

REFUSED = 422


@require_safe
def search(request):
    """Show what was found. A personal number is refused and not repeated on the page."""
    text = request.GET.get("q", "").replace("\0", "").strip()
    if holds_personal_number(text):
        # The header's switches come back to the address they stand on; not to this one.
        request.META["QUERY_STRING"] = ""
        return render(request, "portal/search.html", {"refused": True}, status=REFUSED)
    text = text[:LONGEST_QUERY]
    results = find(text, on=clock.today(), language=get_language())
    return render(request, "portal/search.html", {"text": text, "results": results})
