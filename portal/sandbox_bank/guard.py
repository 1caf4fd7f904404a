"""What every answer of the bank carries, and which requests it does not take: those that another site sends."""

from django.http import HttpResponseForbidden
from django.utils import translation
from django.utils.cache import add_never_cache_headers

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def guard(get_response):
    """Answer in the language the address asks for. There are no cookies, so nothing can be done in somebody's name but
    by a form of ours; questions of the hall are signed."""

    def answer(request):
        if request.method == "POST" and not request.path.startswith("/api/") and is_foreign(request):
            return HttpResponseForbidden("Forms of other sites are not taken.", content_type="text/plain")
        asked = request.POST.get("lang") or request.GET.get("lang")
        request.lang = "en" if asked == "en" else "zh-hans"
        with translation.override(request.lang):
            response = get_response(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        add_never_cache_headers(response)
        return response

    return answer


def is_foreign(request) -> bool:
    """Return whether the browser says that a page of another site sent this."""
    origin = request.headers.get("Origin")
    # A page without referrer sends "null"; the browser then still tells from where.
    if origin and origin != "null":
        return origin != f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}
