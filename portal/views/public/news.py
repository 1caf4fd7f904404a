"""Notices."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts import clock
from portal.selectors import news

PAGE_SIZE = 15


@require_safe
def news_list(request):
    after = request.GET.get("after", "")
    page = news.news_list(PAGE_SIZE, after=after, on=clock.today(), language=get_language())
    return render(request, "portal/news_list.html", {"page": page, "is_first": not after})


@require_safe
def news_detail(request, number):
    item = news.news_page(number, on=clock.today(), language=get_language())
    if item is None:
        raise Http404
    return render(request, "portal/news_detail.html", {"item": item})
