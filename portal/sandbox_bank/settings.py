"""Settings of the bank's own process. ``manage.py sandbox_bank`` sets the environment it needs."""

from pathlib import Path

from portal.settings import env

BASE_DIR = Path(__file__).resolve().parents[2]
VAR = Path(env.text("HALL_VAR", str(BASE_DIR / "var"))).resolve()

DEBUG = False
# Protects nothing: the bank has no sessions, and everything that counts is signed with keys of its own.
SECRET_KEY = "the demo bank keeps no secret under this key"  # nosec B105
ALLOWED_HOSTS = env.names("BANK_HOSTS", "localhost,127.0.0.1")

# Where orders and movements are kept (sqlite), and the keys that ``make_keys`` made.
BANK_FOLDER = Path(env.text("BANK_FOLDER", str(VAR / "bank")))
# For whom the bank collects money.
BANK_MERCHANT = env.text("BANK_MERCHANT", "yunzhou-hall")

ROOT_URLCONF = "portal.sandbox_bank.urls"
INSTALLED_APPS = []
DATABASES = {}
MIDDLEWARE = ["portal.sandbox_bank.guard.guard", "django.middleware.common.CommonMiddleware"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"builtins": ["django.templatetags.i18n"]},
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
