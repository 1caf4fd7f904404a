"""Where to ask: questions and answers, offices, the hotline."""

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts import clock
from portal.selectors.offices import offices_by_kind
from portal.selectors.opening import hotline_opening
from portal.selectors.questions import questions_by_topic


@require_safe
def faq(request):
    return render(request, "portal/faq.html", {"topics": questions_by_topic(language=get_language())})


@require_safe
def offices(request):
    return render(request, "portal/offices.html", {"groups": offices_by_kind(language=get_language())})


@require_safe
def hotline(request):
    now = clock.now()
    return render(request, "portal/hotline.html", {"opening": hotline_opening(now), "now": now})
