"""The front page: what people come for, what is new, and whether anybody answers the telephone."""

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts import clock
from portal.selectors.guides import guides_by_audience
from portal.selectors.news import latest_news
from portal.selectors.opening import hotline_opening

NEWS_SHOWN = 5


@require_safe
def home(request):
    now, language = clock.now(), get_language()
    context = {
        "news": latest_news(NEWS_SHOWN, on=now.date(), language=language),
        "guides": guides_by_audience(language=language),
        "opening": hotline_opening(now),
        "now": now,
    }
    return render(request, "portal/home.html", context)
