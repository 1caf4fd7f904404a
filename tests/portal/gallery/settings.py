"""The hall's templates without its database."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import BASE_DIR, STORAGES, TEMPLATES

SECRET_KEY = "a key that protects nothing: gallery only"
DEBUG = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
HALL_DEMO = True
HALL_TODAY = None
HALL_FIELD_KEYS = {1: bytes(32)}
HALL_INDEX_KEY = bytes(32)
DATABASES = {}
MIDDLEWARE = []
ROOT_URLCONF = "tests.portal.gallery.urls"
TEMPLATES[0]["DIRS"] = [BASE_DIR / "templates", BASE_DIR / "tests/portal/gallery/templates"]
TEMPLATES[0]["OPTIONS"]["context_processors"] = ["django.template.context_processors.request", "portal.context.hall"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
