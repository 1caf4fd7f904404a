"""What is the same everywhere. A module of its own adds what development, tests and production decide."""

import os
from datetime import timedelta
from pathlib import Path

from portal.settings import env

BASE_DIR = Path(__file__).resolve().parents[2]

# Everything written at run time: embedded databases, collected static files, attachments, keys of the demo.
VAR = Path(env.text("HALL_VAR", str(BASE_DIR / "var"))).resolve()

# The office ---------------------------------------------------------------------------------------------------------

HALL_OFFICE = {
    "name_zh": env.text("OFFICE_NAME_ZH", "云州市人力资源和社会保障局"),
    "name_en": env.text("OFFICE_NAME_EN", "Yunzhou Human Resources and Social Security Office"),
    "city_zh": env.text("OFFICE_CITY_ZH", "云州市"),
    "city_en": env.text("OFFICE_CITY_EN", "Yunzhou"),
    # GB/T 2260 code of the area; the demo's belongs to no real place, so no demo ID number can be anybody's.
    "area_code": env.text("OFFICE_AREA_CODE", "379901"),
    "address_zh": env.text("OFFICE_ADDRESS_ZH", "云州市政务大道 1 号"),
    "address_en": env.text("OFFICE_ADDRESS_EN", "1 Zhengwu Avenue, Yunzhou"),
    "hotline": env.text("OFFICE_HOTLINE", "12333"),
    # Working hours of hotline and counters on working days, as pairs of opening and closing time.
    "hours": env.spans("OFFICE_HOURS", "08:30-11:30,13:00-17:00"),
    "site_code": env.text("OFFICE_SITE_CODE", "3799010001"),
    "icp_record": env.text("OFFICE_ICP_RECORD", "云ICP备00000000号"),
    "police_record": env.text("OFFICE_POLICE_RECORD", "云公网安备 37990100000001号"),
    "security_contact": env.text("OFFICE_SECURITY_CONTACT", "mailto:security@hall.example"),
}

# Accounts to which contributions are transferred, of each agency its own: funds are kept apart (Social Insurance Law,
# articles 64 and 66). The demo's belong to nobody.
HALL_FUND_ACCOUNTS = {
    "hrss": {
        "holder": env.text("FUND_HRSS_HOLDER", "云州市社会保险基金收入户"),
        "bank": env.text("FUND_HRSS_BANK", "云州银行营业部"),
        "number": env.text("FUND_HRSS_ACCOUNT", "0000 0000 0000 0110"),
    },
    "medical": {
        "holder": env.text("FUND_MEDICAL_HOLDER", "云州市医疗保障基金收入户"),
        "bank": env.text("FUND_MEDICAL_BANK", "云州银行营业部"),
        "number": env.text("FUND_MEDICAL_ACCOUNT", "0000 0000 0000 0310"),
    },
}

# Whether this is the demo city: pages then say that everybody in it is fictitious.
HALL_DEMO = False

# A session ends after this long without a request, and after its whole life in any case.
HALL_SESSION_IDLE = {
    "citizen": timedelta(minutes=30),
    "operator": timedelta(minutes=30),
    "staff": timedelta(minutes=15),
}
HALL_SESSION_LIFE = timedelta(hours=12)

# Attachments of a declaration, in bytes: one file.
HALL_ATTACHMENT_BYTES = env.whole_number("HALL_ATTACHMENT_BYTES", 10 * 1024 * 1024)

# An uploaded table of increases, reductions or wages: its bytes, and the rows it may hold.
HALL_WORKBOOK_BYTES = env.whole_number("HALL_WORKBOOK_BYTES", 10 * 1024 * 1024)
HALL_BATCH_ROWS = env.whole_number("HALL_BATCH_ROWS", 5000)

SMS_GATEWAY = env.text("SMS_GATEWAY", "accounts.gateways.sms.ConsoleSms")
# Where SignedHttpSms sends: url, key_id, secret.
SMS_HTTP = {}

# Through which channels people pay; each is offered where it is set up. The demo's bank is the development's alone.
HALL_BANK = {}
HALL_ALIPAY = {}
if os.environ.get("ALIPAY_APP_ID"):
    HALL_ALIPAY = {
        "app_id": env.text("ALIPAY_APP_ID"),
        "seller_id": env.text("ALIPAY_SELLER_ID"),
        "key_file": env.text("ALIPAY_KEY_FILE"),
        "public_key_file": env.text("ALIPAY_PUBLIC_KEY_FILE"),
        "sandbox": env.flag("ALIPAY_SANDBOX", default=False),
    }

# Password hashes that one process computes at the same time, and how many wait their turn; the next is asked to come
# back. Together fewer than a process has threads, so that a crowd at the doors leaves one for everybody else.
HALL_HASHES_AT_ONCE = env.whole_number("HALL_HASHES_AT_ONCE", 2)
HALL_HASHES_WAITING = env.whole_number("HALL_HASHES_WAITING", 1)

# Addresses of our own proxies, whose X-Forwarded-For is believed.
HALL_TRUSTED_PROXIES = env.names("HALL_TRUSTED_PROXIES", "")

# Django -------------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "portal",
    "insurance",
    "accounts",
    "portal.admin_config.HallAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.middleware.SessionUserMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.PreferencesMiddleware",
    "portal.middleware.RefusalPages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

# Django chooses the cached template loader when DEBUG is off.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.hall",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who signs in -------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.HallBackend"]
PASSWORD_HASHERS = ["accounts.hashers.HallArgon2PasswordHasher"]
# The rules for passwords are accounts/rules/passwords.py, which know whose password it is.
AUTH_PASSWORD_VALIDATORS = []
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/me/"
LOGOUT_REDIRECT_URL = "/"
OTP_TOTP_ISSUER = HALL_OFFICE["name_en"]

SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = int(HALL_SESSION_LIFE.total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# Limits and headers -------------------------------------------------------------------------------------------------

# The body of a request without its files, in bytes; what a form may hold. Files go to disk beyond the second limit.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}
PERMISSIONS_POLICY = {
    feature: []
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "publickey-credentials-get",
        "screen-wake-lock",
        "usb",
        "xr-spatial-tracking",
    )
}

# Language and time --------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Files --------------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Attachments; no address leads there: a view checks who asks and sends the file.
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = int(timedelta(hours=1).total_seconds())
# A page of another site has no business with our files.
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Jobs ---------------------------------------------------------------------------------------------------------------

# A worker gives a sign of life every ten seconds; portal/tasks.py takes up the jobs of one that gives none. When it is
# stopped, running jobs get eight seconds to finish. Jobs that succeeded leave nothing behind but their effect.
PROCRASTINATE_WORKER_DEFAULTS = {
    "concurrency": 2,
    "delete_jobs": "successful",
    "shutdown_graceful_timeout": 8,
    "update_heartbeat_interval": 10,
    "stalled_worker_timeout": 60,
}

# Logs ---------------------------------------------------------------------------------------------------------------

# Every handler formats through portal.logs, which masks personal numbers in the finished line, tracebacks included.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "portal.logs.LineFormatter"},
        "json": {"()": "portal.logs.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "accounts": {"level": "INFO"},
        "insurance": {"level": "INFO"},
        "portal": {"level": "INFO"},
    },
}
