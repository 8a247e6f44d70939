"""All settings. Everything that differs between machines comes from the environment through ``env``."""

from pathlib import Path

import dj_database_url
import django
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from webapp import env
from webapp.api.served import state_of
from webapp.painting.brokers import broker_settings

BASE_DIR = Path(__file__).resolve().parent.parent
FRONTEND = BASE_DIR / "frontend"
DATA_DIR = Path(env.text("SHIAGE_DATA_DIR", str(BASE_DIR / ".shiage")))

DEBUG = env.flag("DEBUG", False)
SECRET_KEY = env.text("SECRET_KEY", "insecure-development-key" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is not set: give a long random text (`make demo` makes its own)")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", "")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "rules.apps.AutodiscoverRulesConfig",
    "rest_framework",
    "drf_spectacular",
    "channels",
    "django_dramatiq",
    "webapp.accounts",
    "webapp.events",
    "webapp.productions",
    "webapp.painting",
    "webapp.review",
    "webapp.exchange",
    "webapp.demo",
    "webapp.launch",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "webapp.urls"
ASGI_APPLICATION = "webapp.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [FRONTEND],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASE_URL = env.text("DATABASE_URL", "")
if not DATABASE_URL:
    raise ImproperlyConfigured("DATABASE_URL is not set, e.g. postgresql://user@127.0.0.1/shiage (`make demo` sets it)")
# Under ASGI every request has a thread of its own, so connections kept by a thread are never met again: the web process
# takes them from a pool instead (``asgi.py`` asks for it).
DATABASE_POOL = env.number("DATABASE_POOL", 0)
DATABASES = {
    "default": dj_database_url.parse(DATABASE_URL, conn_max_age=0 if DATABASE_POOL else 60, conn_health_checks=True)
}
if DATABASE_POOL:
    pool = {"min_size": 1, "max_size": DATABASE_POOL, "timeout": 20}
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = pool
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Small pictures by their tags, some 20 kB each: whoever opens a shot asks for one of every drawing.
    "pictures": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pictures",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
EVENTS_RECHECK = env.number(
    "EVENTS_RECHECK", 5
)  # s after which a websocket asks again whether its reader is still a member
DRAMATIQ_BROKER = broker_settings(env.text("DRAMATIQ_BROKER_URL", DATABASE_URL))

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "sesame.backends.ModelBackend",  # the one-time link that `make demo` prints
]
SESAME_ONE_TIME = True
SESAME_MAX_AGE = 24 * 3600  # s
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["webapp.api.doors.CookieSession"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "webapp.api.doors.OneAnswer",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "webapp.api.errors.exception_handler",
    "DEFAULT_THROTTLE_RATES": {"sign-in": "20/min"},
    # Proxies in front of us whose X-Forwarded-For may be believed; 0 = none.
    "NUM_PROXIES": env.number("NUM_PROXIES", 0),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Shiage",
    "DESCRIPTION": "Productions, sheets, shots and the colouring of their drawings.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "webapp.api.schema.add_error_answers",
    ],
    "ENUM_NAME_OVERRIDES": {
        "RoleEnum": "webapp.accounts.models.Role",
        "RunStatusEnum": "webapp.painting.models.RunStatus",
        "GapModeEnum": "webapp.productions.models.GapMode",
        "CategoryEnum": "webapp.productions.models.Category",
    },
}

# The modules are served as they lie in frontend/: no build, no collectstatic. They import each other by their places,
# so they lie in a folder that is named after all of them and of Django's own: browsers keep what they have for ever.
# DEBUG names no state and lets them ask each time: whoever changes a module only reloads.
STATIC_URL = "/static/" if DEBUG else f"/static/{state_of(FRONTEND, django.__version__)}/"
STATICFILES_DIRS = [FRONTEND]
STATICFILES_FINDERS = [
    "webapp.api.static.FrontendFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0  # s
WHITENOISE_IMMUTABLE_FILE_TEST = "^$" if DEBUG else "^"
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "webapp.productions.storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# A drawing is at most 64 MB and 8192 x 8192; a request carries at most 2 GB of them. Larger files go to disk.
DATA_UPLOAD_MAX_NUMBER_FILES = 2000
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 2**20
UPLOAD_FILE_MAX_BYTES = 64 * 2**20
UPLOAD_UNPACKED_MAX_BYTES = 2 * 2**30

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/demo", "/admin"],
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "blob:", "data:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "webapp.api.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.flag("HTTPS", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("HTTPS", False) else None

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
# A person's choice lies in the cookie ``django_language``, which the browser's switch sets; without one the browser's
# own wish counts.
LANGUAGES = [("en", "English"), ("ja", "日本語")]
LOCALE_PATHS = [BASE_DIR / "webapp" / "locale"]

# A worker shows that it lives every HEARTBEAT seconds; a run silent for RUN_STALE_AFTER is given to another worker.
RUN_HEARTBEAT = env.number("RUN_HEARTBEAT", 2)
RUN_STALE_AFTER = env.number("RUN_STALE_AFTER", 8)
RUN_MAX_ATTEMPTS = 3

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
