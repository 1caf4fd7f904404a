"""Pages about the site itself: statements, the site map, what the hall promises."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.selectors.guides import guide_lines
from portal.selectors.pages import pages_by_group
from portal.selectors.promises import promises
from portal.selectors.statements import statement_page


@require_safe
def statement(request, slug):
    page = statement_page(slug, language=get_language())
    if page is None:
        raise Http404
    return render(request, "portal/statement.html", {"page": page})


@require_safe
def sitemap(request):
    language = get_language()
    context = {"groups": pages_by_group(language=language), "guides": guide_lines(language=language)}
    return render(request, "portal/sitemap.html", context)


@require_safe
def coverage(request):
    rows = promises(language=get_language())
    context = {"promises": rows, "live": sum(row.is_live for row in rows)}
    return render(request, "portal/coverage.html", context)
