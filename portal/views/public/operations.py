"""Addresses for machines: is the process up, can it serve, where are weaknesses reported."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import clock
from portal.selectors.readiness import obstacle

PLAIN = "text/plain; charset=utf-8"
NOT_READY = 503
CONTACT_HOLDS = timedelta(days=180)


@require_safe
@never_cache
def healthz(request):
    """Answer as long as the process runs; asks nothing of anything else."""
    return HttpResponse("ok\n", content_type=PLAIN)


@require_safe
@never_cache
def readyz(request):
    """Answer ``ready``, or 503 with what is missing: ``database`` or ``migrations``."""
    missing = obstacle()
    if missing:
        return HttpResponse(f"{missing}\n", content_type=PLAIN, status=NOT_READY)
    return HttpResponse("ready\n", content_type=PLAIN)


@require_safe
def security_txt(request):
    """Say where to report a weakness (RFC 9116)."""
    expires = (clock.now() + CONTACT_HOLDS).replace(microsecond=0)
    lines = [
        f"Contact: {settings.HALL_OFFICE['security_contact']}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: zh, en",
        f"Canonical: {request.build_absolute_uri()}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)
