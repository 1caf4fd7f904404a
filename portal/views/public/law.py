"""The legal basis of guides and rules."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.selectors.law import law_lines, law_page


@require_safe
def law_list(request):
    return render(request, "portal/law_list.html", {"laws": law_lines(language=get_language())})


@require_safe
def law_detail(request, slug):
    law = law_page(slug, language=get_language())
    if law is None:
        raise Http404
    return render(request, "portal/law_detail.html", {"law": law})
