"""Production: every secret comes from the environment, and without it nothing starts (docs/operations.md)."""

import os

from django.core.exceptions import ImproperlyConfigured

from portal.settings import env
from portal.settings.base import *
from portal.settings.base import LOGGING

if os.environ.get("HALL_TODAY"):
    raise ImproperlyConfigured("HALL_TODAY sets the business day of demo and tests; production refuses it. Unset it.")

DEBUG = False
HALL_TODAY = None
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS")
HALL_FIELD_KEYS = env.key_ring("HALL_FIELD_KEYS")
HALL_INDEX_KEY = env.key("HALL_INDEX_KEY")
SMS_GATEWAY = env.text("SMS_GATEWAY")
if SMS_GATEWAY == "accounts.gateways.sms.SignedHttpSms":
    SMS_HTTP = {name: env.text(f"SMS_HTTP_{name.upper()}") for name in ("url", "key_id", "secret")}
HALL_TRUSTED_PROXIES = env.names("HALL_TRUSTED_PROXIES", "127.0.0.1,::1")

DATABASES = {"default": env.database("DATABASE_URL") | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}

# TLS ends at nginx, which sets this header and removes one that a visitor sends.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True

# The prefix makes browsers refuse these cookies from another host, for a whole domain or without TLS.
SESSION_COOKIE_NAME = "__Host-sessionid"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_COOKIE_SECURE = True

LOGGING = LOGGING | {"handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}}}
