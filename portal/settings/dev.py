"""A developer's machine and the demo city: everything has a default, nothing has to be set up.

``HALL_DEBUG=1`` shows Django's error pages and serves static files as they are, for ``manage.py runserver``.
"""

import os

from portal.embedded_postgres.server import database_settings
from portal.settings import env
from portal.settings.base import *
from portal.settings.base import STORAGES, VAR
from portal.settings.kept_keys import kept_keys

DEBUG = env.flag("HALL_DEBUG", default=False)
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
HALL_DEMO = True
HALL_TODAY = env.day("HALL_TODAY")

# The demo's bank, as make run starts it beside the hall.
if os.environ.get("HALL_BANK_URL"):
    HALL_BANK = {
        "url": env.text("HALL_BANK_URL"),
        "merchant": env.text("HALL_BANK_MERCHANT"),
        "key_file": env.text("HALL_BANK_KEY_FILE"),
        "public_key_file": env.text("HALL_BANK_PUBLIC_KEY_FILE"),
    }

kept = kept_keys(VAR / "keys.json")
SECRET_KEY = kept.secret_key
HALL_FIELD_KEYS = kept.field_keys
HALL_INDEX_KEY = kept.index_key

DATABASES = {
    "default": env.database("DATABASE_URL")
    if os.environ.get("DATABASE_URL")
    else database_settings(VAR / "postgres", durable=True)
}
# Web server and worker of `make run` connect as a role that cannot rewrite history (manage.py grant_roles).
if serving_role := os.environ.get("HALL_SERVE_AS"):
    DATABASES["default"]["USER"] = serving_role
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}

if DEBUG:
    STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True
