"""Addresses of the gallery, which only its own server knows."""

from types import SimpleNamespace

from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import path
from django.utils import translation

from accounts.middleware import Preferences
from tests.portal.gallery.samples import contents

VISITORS = {"citizen": "王小云", "operator": "云州市青禾机电设备有限公司"}


def prepare(request):
    """Put on the request what the middleware of the hall would."""
    asked = request.GET
    language = "en" if asked.get("lang") == "en" else "zh-hans"
    request.prefs = Preferences(language, asked.get("elder") == "on", asked.get("contrast") == "on")
    kind = {"citizen": "citizen", "employer": "operator"}.get(asked.get("layout", "public"))
    request.user = AnonymousUser()
    if kind:
        request.user = SimpleNamespace(is_authenticated=True, kind=kind, display_name=VISITORS[kind])
    return language


def gallery(request):
    language = prepare(request)
    layout = request.GET.get("layout", "public")
    with translation.override(language):
        context = contents(language, refused=request.GET.get("refused") == "on")
        return render(request, "gallery.html", context | {"layout": f"layouts/{layout}.html", "inbox_unread": 3})


def error_page(request, code):
    with translation.override(prepare(request)):
        if code in ("400", "500"):
            return HttpResponse(get_template(f"{code}.html").render(), status=200)
        return render(request, f"{code}.html")


urlpatterns = [path("gallery/", gallery), path("<str:code>", error_page)]
