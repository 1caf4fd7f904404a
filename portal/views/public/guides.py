"""Service guides."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.selectors.guides import guide_page, guides_by_audience


@require_safe
def guide_list(request):
    return render(request, "portal/guide_list.html", {"groups": guides_by_audience(language=get_language())})


@require_safe
def guide_detail(request, slug):
    guide = guide_page(slug, language=get_language())
    if guide is None:
        raise Http404
    return render(request, "portal/guide_detail.html", {"guide": guide})
