"""The test suite: fixed keys, a cheap password hash, a server of its own that may lose data in a power cut."""

import os

from portal.embedded_postgres.server import database_settings
from portal.settings import env
from portal.settings.base import *
from portal.settings.base import STORAGES, VAR

SECRET_KEY = "a key that protects nothing: tests only"  # nosec B105
HALL_FIELD_KEYS = {1: bytes(range(32)), 2: bytes(range(32, 64))}
HALL_INDEX_KEY = bytes(range(64, 96))
HALL_TODAY = None

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

DATABASES = {
    "default": env.database("DATABASE_URL")
    if os.environ.get("DATABASE_URL")
    else database_settings(VAR / "postgres-test", durable=False)
}

PASSWORD_HASHERS = ["tests.hashers.CheapArgon2PasswordHasher"]
SMS_GATEWAY = "accounts.gateways.sms.ConsoleSms"

# tests/conftest.py puts a temporary folder here.
MEDIA_ROOT = VAR / "test-media"

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
