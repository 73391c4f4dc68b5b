"""Settings, read from the environment only; `example.env` explains each variable.

Without `DATABASE_URL` this is a local site (demo, development, tests): embedded PostgreSQL, a secret key made on the
spot, local addresses only. With it, this is production: what is missing or unsafe stops the start and names itself.
"""

import os
from email.utils import parseaddr
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import env
from config.local import local_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("BRONWIJZER_DATA_DIR", str(BASE_DIR / ".data")))
EMBEDDED_POSTGRES_DIR = DATA_DIR / "postgres"
DATABASE_URL = env.text("DATABASE_URL")
LOCAL = not DATABASE_URL
DEBUG = env.flag("DEBUG")
if DEBUG and not LOCAL:
    raise ImproperlyConfigured(
        "DEBUG must be off where DATABASE_URL is set: error pages would show private data."
    )

SECRET_KEY = local_secret_key(DATA_DIR) if LOCAL else env.required("SECRET_KEY")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
    raise ImproperlyConfigured(
        "SECRET_KEY must be at least 50 random characters; example.env tells how to make one."
    )
_LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", _LOCAL_HOSTS if LOCAL else ())
CSRF_TRUSTED_ORIGINS = env.listing("CSRF_TRUSTED_ORIGINS")
_NAMED_HOST = next((host for host in ALLOWED_HOSTS if not host.startswith(".")), "")
_SITE_URL = "http://127.0.0.1:8000" if LOCAL else f"https://{_NAMED_HOST}" if _NAMED_HOST else ""
SITE_URL = env.url("SITE_URL", ("https", "http"), _SITE_URL, bare=True) or env.required("SITE_URL")

INSTALLED_APPS = [
    "taggit",  # before articles, whose admin replaces taggit's own list of tags
    "references",
    "articles",
    "comments",
    "config",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "ckeditor",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "reversion",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.headers.permissions_policy",
    "config.middleware.cookies.for_staff_only",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            # No auth, messages or debug processor: a public page must not even be able to ask who is looking. The admin
            # asks for these two by its own check (admin.E402, E404), so they are here; both are lazy.
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Each thread of gunicorn keeps its own connection; a broken one is noticed before it costs a reader an error page.
_CONNECTION = {
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
    "DISABLE_SERVER_SIDE_CURSORS": env.flag("PGBOUNCER"),
}
if LOCAL:
    from config.embedded_postgres import settings_dict

    DATABASES = {
        "default": {
            **settings_dict(EMBEDDED_POSTGRES_DIR),
            "ENGINE": "config.database",
            **_CONNECTION,
            # Two test runs in one checkout must not share a database; each names its own after its process.
            "TEST": {"NAME": f"test_bronwijzer_{os.getpid()}"},
        },
    }
else:
    DATABASES = {"default": {**env.database("DATABASE_URL"), **_CONNECTION}}

REDIS_URL = env.url("REDIS_URL", ("redis", "rediss"))
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
CSRF_FAILURE_VIEW = "config.views.csrf_failure"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch"))]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "config.static_files."
        + ("CompressedStorage" if env.flag("COMPRESS_STATIC", default=not LOCAL) else "LocalStorage")
    },
}
WHITENOISE_MAX_AGE = 86_400
WHITENOISE_USE_FINDERS = False
MEDIA_ROOT = DATA_DIR / "media"

if mail_settings := env.mail("EMAIL_URL", local=LOCAL):
    globals().update(mail_settings)
elif LOCAL:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")
else:
    raise ImproperlyConfigured(
        "Set EMAIL_URL (smtp+tls://user:password@host:587); example.env lists every variable."
    )
DEFAULT_FROM_EMAIL = (
    env.text("DEFAULT_FROM_EMAIL", "bronwijzer@localhost") if LOCAL else env.required("DEFAULT_FROM_EMAIL")
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10

# Outside services for looking up works; only workers ask them, and no other host is ever reached (config.kit.http).
LOOKUP = {
    "pubmed": env.text("PUBMED_URL", "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"),
    "converter": env.text("PMC_CONVERTER_URL", "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles/"),
    "europepmc": env.text("EUROPEPMC_URL", "https://www.ebi.ac.uk/europepmc/webservices/rest"),
    "crossref": env.text("CROSSREF_URL", "https://api.crossref.org"),
    "ncbi_key": env.text("NCBI_API_KEY"),
    "contact": env.text("LOOKUP_CONTACT", parseaddr(DEFAULT_FROM_EMAIL)[1]),
}

# The operator's copy of the Retraction Watch database, and for how many works a night citation counts are asked for.
RETRACTION_WATCH_CSV = env.text("RETRACTION_WATCH_CSV")
COUNTS_PER_NIGHT = env.number("COUNTS_PER_NIGHT", 500, minimum=0, maximum=100_000)

HTTPS = env.flag("HTTPS", default=not LOCAL)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 31_536_000, minimum=0) if HTTPS else 0
# Off unless asked for: it binds every other site below this name to HTTPS, and browsers' preload lists forget slowly.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS and env.flag("HSTS_SUBDOMAINS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if env.flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Whose X-Forwarded-For is believed; without it every reader behind a proxy would share one limit on posting.
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")
if env.flag("BEHIND_PROXY") and not TRUSTED_PROXIES:
    raise ImproperlyConfigured(
        "Set TRUSTED_PROXIES to the networks of the proxy, because of BEHIND_PROXY: without it all readers together may "
        "send in no more than one network may; example.env lists every variable."
    )
# Days after its publication that an article takes reactions; 0 for always. A moderator may choose otherwise for one.
REACTIONS_CLOSE_AFTER_DAYS = env.number("REACTIONS_CLOSE_AFTER_DAYS", 0, minimum=0, maximum=36_500)
# Whom the privacy page names for questions and requests.
PRIVACY_CONTACT = env.text("PRIVACY_CONTACT", parseaddr(DEFAULT_FROM_EMAIL)[1])
# How many days what readers sent in is kept; docs/privacy.md says from which moment each term counts.
RETENTION_DAYS = {
    "unconfirmed": env.number("RETENTION_UNCONFIRMED_DAYS", 7, minimum=1, maximum=90),
    "refused": env.number("RETENTION_REFUSED_DAYS", 90, minimum=1, maximum=730),
    "removed": env.number("RETENTION_REMOVED_DAYS", 90, minimum=1, maximum=730),
    "networks": env.number("RETENTION_NETWORKS_DAYS", 30, minimum=1, maximum=90),
    "edits": env.number("RETENTION_EDITS_DAYS", 90, minimum=1, maximum=730),
    "links": env.number("RETENTION_LINKS_DAYS", 7, minimum=1, maximum=90),
    "subscriptions": env.number("RETENTION_SUBSCRIPTIONS_DAYS", 30, minimum=1, maximum=730),
    "handled": env.number("RETENTION_HANDLED_DAYS", 183, minimum=1, maximum=730),
    "strays": env.number("RETENTION_STRAYS_DAYS", 180, minimum=1, maximum=730),
}
# Placed reactions after which the site itself places what the same confirmed address sends in; 0 trusts nobody.
REACTIONS_TRUST_AFTER = env.number("REACTIONS_TRUST_AFTER", 0, minimum=0, maximum=1_000)
# The only cookie outside /beheer/: which address this browser's reader confirmed (docs/adr/0006).
ADDRESS_COOKIE_NAME, ADDRESS_COOKIE_PATH = "bevestigd_adres", "/reacties/"
SESSION_COOKIE_AGE = 12 * 60 * 60
# Not Django's choice, a cookie first: what the desk says to a moderator would travel with every request to the site.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/beheer/"
SESSION_COOKIE_NAME = "beheer_sessie"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000  # a study with hundreds of references is one admin form

TAGGIT_CASE_INSENSITIVE = True
# django-ckeditor bundles CKEditor 4.22.1, the last open version. It is fenced in: staff only, an explicit allow-list
# without script or style, no uploads, no previews, its own relaxed policy on one page, and nh3 on every save.
# The two of security ask for HSTS_SUBDOMAINS, which is the operator's own choice.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001", "security.W005", "security.W021"]
CKEDITOR_CONFIGS = {
    "default": {
        "extraPlugins": "divarea",
        "removePlugins": "wysiwygarea,filebrowser,filetools,uploadimage,uploadwidget,scayt,wsc,exportpdf,flash,iframe,"
        "iframedialog,forms,smiley,about,adobeair,bbcode,codesnippet,codesnippetgeshi,colordialog,devtools,docprops,"
        "embed,embedbase,embedsemantic,autoembed,font,colorbutton,justify,language,mathjax,newpage,pagebreak,"
        "placeholder,preview,print,save,templates,uicolor,elementspath,bidi,copyformatting,div",
        "toolbar": [
            ["Format", "Bold", "Italic", "Subscript", "Superscript", "RemoveFormat"],
            ["NumberedList", "BulletedList", "Blockquote"],
            ["Link", "Unlink", "Anchor"],
            ["Table", "SpecialChar"],
            ["Undo", "Redo", "Find", "ShowBlocks", "Maximize", "Source"],
        ],
        "allowedContent": {
            "p blockquote h2 h3 h4 ul ol li strong em sub sup table thead tbody tr caption br hr abbr cite": True,
            "a": {"attributes": "!href,title"},
            "th td": {"attributes": "colspan,rowspan,scope"},
        },
        "disallowedContent": "script; *[on*]; *{*}",
        "format_tags": "p;h2;h3;h4",
        "entities": False,
        "entities_latin": False,
        "entities_greek": False,
        "disableNativeSpellChecker": False,
        "linkShowAdvancedTab": False,
        "linkShowTargetTab": False,
        "width": "100%",
        "versionCheck": False,
        "language": "nl",
    },
}

_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "config.logs.Discreet", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.choice("LOG_LEVEL", _LEVELS, "WARNING")},
}
