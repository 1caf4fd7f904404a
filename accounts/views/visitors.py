"""What a request tells about who sends it."""

import re
import secrets

from django.conf import settings

from accounts.rules.addresses import client_of

DEVICE_COOKIE = "hall_device"
DEVICE_SECONDS = 365 * 24 * 60 * 60
DEVICE = re.compile(r"[0-9a-f]{32}")


def address_of(request) -> str | None:
    """Return the address of the visitor, seen past our own proxies."""
    return client_of(
        request.META.get("REMOTE_ADDR", ""),
        request.META.get("HTTP_X_FORWARDED_FOR", ""),
        proxies=settings.HALL_TRUSTED_PROXIES,
    )


def agent_of(request) -> str:
    """Return what the browser says it is."""
    return request.META.get("HTTP_USER_AGENT", "")


def device_of(request) -> str:
    """Return the name this browser has had since somebody first signed in with it, or a new one."""
    named = request.COOKIES.get(DEVICE_COOKIE, "")
    return named if DEVICE.fullmatch(named) else secrets.token_hex(16)


def name_device(response, device: str) -> None:
    """Have the browser keep its name, for the doors only. It opens nothing; it only keeps strangers' failures apart."""
    response.set_cookie(
        DEVICE_COOKIE,
        device,
        max_age=DEVICE_SECONDS,
        path="/accounts/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
