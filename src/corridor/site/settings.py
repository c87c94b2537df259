"""Settings of one node. Everything a deployment may change comes from the environment.

Every ``CORRIDOR_*`` name and ``DATABASE_URL`` is described in docs/operations.md.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from corridor.locale.languages import teach_django
from corridor.site.databases import database

PACKAGE = Path(__file__).resolve().parent.parent


def _flag(name: str) -> bool:
    return os.environ.get(name, "") in {"1", "true", "yes"}


def _number(name: str, default: int, *, least: int) -> int:
    given = os.environ.get(name, "")
    if given and (not given.isdigit() or int(given) < least):
        raise ImproperlyConfigured(f"{name} must be a number of at least {least}, not “{given}”.")
    return int(given) if given else default


def _list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


CORRIDOR_DEMO = _flag("CORRIDOR_DEMO")
CORRIDOR_NODE = os.environ.get("CORRIDOR_NODE", "demo" if CORRIDOR_DEMO else "node")
# Names the log in every checkpoint; it must never change once one was signed.
CORRIDOR_LOG_ORIGIN = os.environ.get("CORRIDOR_LOG_ORIGIN", f"{CORRIDOR_NODE}.opencorridor/log")
# As a witness this node signs other logs' checkpoints under this name; it must not change either.
CORRIDOR_WITNESS_NAME = os.environ.get(
    "CORRIDOR_WITNESS_NAME", f"{CORRIDOR_NODE}.opencorridor/witness"
)
# The file of those who witness this log; without it no other machine is ever spoken to.
CORRIDOR_WITNESSES = os.environ.get("CORRIDOR_WITNESSES", "")
CORRIDOR_DATA = Path(os.environ.get("CORRIDOR_DATA", "var")).resolve()
CORRIDOR_MASTER_KEY = os.environ.get("CORRIDOR_MASTER_KEY", "")
CORRIDOR_MASTER_KEY_FILE = CORRIDOR_DATA / "master.key"
CORRIDOR_PUBLIC_URL = os.environ.get("CORRIDOR_PUBLIC_URL", "http://127.0.0.1:8000")

DEBUG = False
TESTING = _flag("CORRIDOR_TESTING")


def _secret_key() -> str:
    given = os.environ.get("CORRIDOR_SECRET_KEY", "")
    if given:
        return given
    file = CORRIDOR_DATA / "secret.key"
    if not file.exists():
        CORRIDOR_DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(os.urandom(40).hex())
    return file.read_text().strip()


SECRET_KEY = _secret_key()

ALLOWED_HOSTS = _list("CORRIDOR_HOSTS", "127.0.0.1,localhost,[::1],testserver")
CSRF_TRUSTED_ORIGINS = _list("CORRIDOR_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "corridor.platform.access.apps.AccessConfig",
    "corridor.platform.clock.apps.ClockConfig",
    "corridor.platform.keys.apps.KeysConfig",
    "corridor.platform.journal.apps.JournalConfig",
    "corridor.platform.translog.apps.TranslogConfig",
    "corridor.platform.people.apps.PeopleConfig",
    "corridor.platform.documents.apps.DocumentsConfig",
    "corridor.platform.messages.apps.MessagesConfig",
    "corridor.platform.jobs.apps.JobsConfig",
    "corridor.platform.exchange.apps.ExchangeConfig",
    "corridor.platform.operations.apps.OperationsConfig",
    "corridor.cycle.corridors.apps.CorridorsConfig",
    "corridor.cycle.licensing.apps.LicensingConfig",
    "corridor.cycle.vacancies.apps.VacanciesConfig",
    "corridor.cycle.recruitment.apps.RecruitmentConfig",
    "corridor.cycle.contracts.apps.ContractsConfig",
    "corridor.cycle.departure.apps.DepartureConfig",
    "corridor.cycle.employment.apps.EmploymentConfig",
    "corridor.governance.inspection.apps.InspectionConfig",
    "corridor.governance.observatory.apps.ObservatoryConfig",
    "corridor.doors.web.apps.WebConfig",
]

MIDDLEWARE = [
    "corridor.doors.web.watch.Watch",
    "corridor.doors.web.overload.Turns",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "corridor.doors.web.language.ReaderLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "corridor.doors.web.capacity.Capacity",
    "corridor.doors.web.accounts.second_factor.SecondFactor",
    "corridor.doors.web.problems.ProblemPages",
]

ROOT_URLCONF = "corridor.site.urls"
WSGI_APPLICATION = "corridor.site.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Our sign-in pages stand before those that allauth brings.
        "DIRS": [PACKAGE / "doors" / "web" / "accounts" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "corridor.doors.web.capacity.reader",
            ],
        },
    }
]

DATABASES = {
    "default": database(
        os.environ.get("DATABASE_URL", f"sqlite:///{CORRIDOR_DATA / 'corridor.sqlite3'}")
    ),
    "keys": database(
        os.environ.get("CORRIDOR_KEYS_URL", f"sqlite:///{CORRIDOR_DATA / 'keys.sqlite3'}")
    ),
}
DATABASE_ROUTERS = ["corridor.platform.keys.router.KeyStoreRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["corridor.platform.people.hashers.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"

# Lock-out counts stay in memory: neither names nor addresses of machines are stored.
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "corridor.doors.web.accounts.lockout.tried_name"
AXES_LOCKOUT_CALLABLE = "corridor.doors.web.accounts.lockout.locked_out"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False

ACCOUNT_ADAPTER = "corridor.doors.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "phone", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 180
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_PHONE_VERIFICATION_ENABLED = False
ACCOUNT_PHONE_VERIFICATION_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
# django-axes counts wrong passwords; a second count would answer in other words.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_FORMS = {
    "login": "corridor.doors.web.accounts.forms.SignInForm",
    "request_login_code": "corridor.doors.web.accounts.forms.PhoneForm",
    "confirm_login_code": "corridor.doors.web.accounts.forms.CodeForm",
    "reauthenticate": "corridor.doors.web.accounts.forms.AgainForm",
}

MFA_ADAPTER = "corridor.doors.web.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = CORRIDOR_DEMO or TESTING
# Members of offices cannot work without a second factor; the demo's invented people can.
CORRIDOR_SECOND_FACTOR = not CORRIDOR_DEMO and not TESTING
CORRIDOR_GATEWAY = os.environ.get(
    "CORRIDOR_GATEWAY", "outbox" if CORRIDOR_DEMO or TESTING else "none"
)

SESSION_ENGINE = "corridor.platform.people.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "corridor.doors.web.errors.csrf"
_https = CORRIDOR_PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
        "media-src": ["'self'"],
    }
}

teach_django()  # Filipino is not among the languages Django knows
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("ar", "العربية"),
    ("ne", "नेपाली"),
    ("fil", "Filipino"),
]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = CORRIDOR_DATA / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(CORRIDOR_DATA / "files")},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if CORRIDOR_DEMO or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = CORRIDOR_DEMO or TESTING

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "ENQUEUE_ON_COMMIT": False}}

# How many requests are worked on and wait at once, and what one party may ask each second
# while others wait. Connections to a database server: twice the threads.
CORRIDOR_THREADS = _number("CORRIDOR_THREADS", 8, least=2)
CORRIDOR_QUEUE = _number("CORRIDOR_QUEUE", 64, least=8)
CORRIDOR_RATE = _number("CORRIDOR_RATE", 30, least=1)
CORRIDOR_METRICS_TOKEN = os.environ.get("CORRIDOR_METRICS_TOKEN", "")

# Every request is a line in real use; the demo's terminal and the tests see warnings only.
_quiet = "WARNING" if CORRIDOR_DEMO or TESTING else "INFO"
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "corridor.platform.operations.logs.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "corridor": {"level": os.environ.get("CORRIDOR_LOG", _quiet).upper()},
        # Django's own handlers would write addresses and messages in their own words.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # what was refused is in the request's own line
    },
}

# A node serves from one process with threads, so what that process remembers is enough.
SILENCED_SYSTEM_CHECKS = ["axes.W001"]
if not _https:
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W008", "security.W012", "security.W016"]
if not CORRIDOR_DEMO and not TESTING and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("CORRIDOR_HOSTS must name the hosts; “*” is not accepted.")
