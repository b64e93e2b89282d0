"""Settings, read from the environment; production unless DEBUG=1.

SECRET_KEY            required; no key, no start
SECRET_KEY_FALLBACKS  earlier keys, separated by commas, by which sessions, links and second factors are read still
DEBUG                 1 on a developer's machine only
ALLOWED_HOSTS         host names, separated by commas (DEBUG: this machine's)
SITE_URL              where readers find the site, such as https://www.example.org: mails, feeds and calendars lead
                      there; the first of ALLOWED_HOSTS by https when empty (DEBUG: this machine)
CSRF_TRUSTED_ORIGINS  https origins, separated by commas, where a proxy changes the host
DATABASE_URL          postgres://user:password@host/name; SQLite in db.sqlite3 when empty
REPLICA_URL           a streaming replica of that PostgreSQL, from which visitors' pages are read whenever it has all
                      that the primary has; the primary answers when empty, and whenever the replica cannot
REDIS_URL             redis://host:6379/0: what all processes count together, such as failed sign-ins, is kept there;
                      in the database when empty; pages, too, which web processes of several machines then share
CHANGES_FILE          a file, best in memory, by which all processes of a machine tell each other what they commit, so
                      that kept pages need not ask the database. Empty: with SQLite beside the database, else none.
                      Leave it empty where another machine changes the database, too
PAGE_CACHE_MB         how much of its memory each web process may fill with whole pages (24; DEBUG: 0, which keeps none)
STATIC_ROOT           where `collectstatic` puts its files (staticfiles/)
MEDIA_ROOT            where images and files are kept (media/); never served as a folder
S3_BUCKET             of an S3-compatible store, where several machines keep images and files together: MEDIA_ROOT then
                      holds what is being received alone
S3_ENDPOINT, S3_REGION  its address, such as https://s3.example.org, where it is not Amazon's, and its region
AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY
                      the credentials for it
BACKUP_ROOT           where `manage.py backup` puts its archives (backups/); best on another disk than MEDIA_ROOT
ACCEL_PREFIX          the internal nginx location of MEDIA_ROOT, such as /protected/, for X-Accel-Redirect;
                      nginx hands on no header of ours but a few there: it has to repeat the rest (deploy/nginx)
CLIENT_ADDRESS_HEADER the header in which the proxy says who asks, such as X-Real-IP, or X-Forwarded-For (its last
                      address counts); it never hands on a visitor's own. Without it all visitors are taken for one
MAIL_HOST, MAIL_PORT  the mail server, and its port (25); without it, messages wait
MAIL_USER, MAIL_PASSWORD, MAIL_SECURITY
                      for signing in there; `starttls`, `tls`, or empty
MAIL_FROM             the address from which the site writes
CONTACT_KEPT_DAYS     for how many days a message is kept after it was mailed (30)
SEARCHES_A_MINUTE, DATA_A_MINUTE
                      how often one address may search (300), and ask for data as programs do (600)
OCID_PREFIX           of tenders' identifiers, as the Open Contracting Partnership registered it: ocds- and six signs
OCDS_LICENSE          address of the licence under which the data on tenders may be used; none is told without it
OIDC_SERVER           address of an OpenID Connect provider: whoever has an account here may sign in by way of it; the
                      verified e-mail address there is that of the account. Off when empty
OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME
                      from the provider, and the button's words; <SITE_URL>/admin/account/oidc/staff/login/callback/
LOG_FORMAT            `json`, a line an object (unless DEBUG), or `plain`; neither has anything about who asked
METRICS_PORT          where the worker tells Prometheus how the site is, on 127.0.0.1 alone; nowhere when empty
PROMETHEUS_MULTIPROC_DIR  a folder in memory in which all processes of a machine add up requests for the worker
DEMO_PASSWORD         the demo accounts' password; used under DEBUG only
"""

import os
from pathlib import Path

import dj_database_url

from .log_settings import logging_as
from .policies import BACK_OFFICE_POLICY, CONTENT_SECURITY_POLICY, PERMISSIONS_POLICY  # noqa: F401  settings, too
from .sign_in_settings import *  # noqa: F403
from .sign_in_settings import OIDC_SERVER

BASE_DIR = Path(__file__).resolve().parent.parent


def listed(name):
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


DEBUG = os.environ.get("DEBUG") == "1"
SECRET_KEY, SECRET_KEY_FALLBACKS = os.environ["SECRET_KEY"], listed("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = listed("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = listed("CSRF_TRUSTED_ORIGINS")
HERE = f"http://127.0.0.1:{os.environ.get('PORT', 8000)}"
SITE_URL = os.environ.get("SITE_URL") or (HERE if DEBUG else f"https://{[*ALLOWED_HOSTS, 'localhost'][0]}")
DEMO_PASSWORD = os.environ.get("DEMO_PASSWORD", "")

INSTALLED_APPS = [
    "selec_cms.django_apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "selec_cms.django_apps.StaticFilesConfig",
    "django.forms",
    "csp",
    "ckeditor",
    "import_export",
    "audit",
    "publishing",
    "library",
    "organisation",
    "notices",
    "news",
    "outreach",
    "search",
    "django.contrib.humanize",
    "allauth",
    *(f"allauth.{part}" for part in ["account", "mfa", "usersessions"]),
    *(f"allauth.socialaccount{part}" for part in ["", ".providers.openid_connect"] if OIDC_SERVER),
    "staff",
    "moving",
    "selec_cms",
]

MIDDLEWARE = [
    "selec_cms.request_log.RequestLog",
    "selec_cms.headers.HeadersMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "selec_cms.headers.PolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "selec_cms.static.handed_out",
    "selec_cms.compression.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "staff.second_factor.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "publishing.moment.MomentMiddleware",
    *(["selec_cms.views.not_found_under_debug"] if DEBUG else []),
]
# What visitors' pages do without (selec_cms/visitors.py): sessions, whoever has signed in, static files.
OF_PEOPLE = {
    "selec_cms.static.handed_out",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "staff.second_factor.SecondFactorMiddleware",
}

ROOT_URLCONF = "selec_cms.urls"
WSGI_APPLICATION = "selec_cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                *(f"publishing.templatetags.{one}" for one in ("components", "instants", "languages")),
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "selec_cms.frame.frame",
                "staff.second_factor.told",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

SQLITE = f"sqlite:///{BASE_DIR / 'db.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(os.environ.get("DATABASE_URL") or SQLITE, conn_max_age=60)}
DATABASES["default"]["ENGINE"] = (  # Django's own, which tells what it commits
    DATABASES["default"]["ENGINE"].replace("django.db.backends", "publishing.databases")
)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a database that was restarted costs nobody an error
CHANGES_FILE = os.environ.get("CHANGES_FILE", "")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Immediate transactions queue up writers, where deferred ones would fail half-way with "locked".
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
    }
    # A file, since tests of colleagues at work need several real connections.
    DATABASES["default"]["TEST"] = {"NAME": BASE_DIR / ".cache" / "test.sqlite3"}
    if (name := DATABASES["default"]["NAME"]) != ":memory:":
        CHANGES_FILE = CHANGES_FILE or f"{os.path.realpath(name)}-changes"
    (BASE_DIR / ".cache").mkdir(exist_ok=True)
else:
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)  # seconds
if REPLICA_URL := os.environ.get("REPLICA_URL", ""):
    DATABASES["replica"] = dj_database_url.parse(REPLICA_URL, conn_max_age=60)
    # In vain for a second at most: the primary answers then. What hangs is cut, and answered by the primary, too.
    DATABASES["replica"].setdefault("OPTIONS", {}).update(
        {"connect_timeout": 1, "tcp_user_timeout": 3000, "options": "-c statement_timeout=5s"}
    )
    DATABASES["replica"]["TEST"] = {"MIRROR": "default"}
    DATABASE_ROUTERS = ["selec_cms.replica.Router"]
# Shared by all processes, or each would have its own limits. The entries are many, lest one crowd out a lock.
CACHE_TABLE = "shared_cache"
if REDIS_URL := os.environ.get("REDIS_URL", ""):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
    CACHES["default"]["OPTIONS"] = {"socket_connect_timeout": 1, "socket_timeout": 1}  # s: it fails open
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": CACHE_TABLE,
            "TIMEOUT": 24 * 3600,  # with each count the longest window begins anew (publishing/limits.py)
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    }
PAGE_CACHE_MB = int(os.environ.get("PAGE_CACHE_MB") or (0 if DEBUG else 24))
CACHES["default"]["KEY_PREFIX"] = "selec"
CACHES["quick"] = (  # what each process may count by itself, where there is no Redis (publishing/limits.py)
    CACHES["default"] if REDIS_URL else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = ["selec_cms.formats"]
TIME_ZONE = "Europe/Bucharest"
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = os.environ.get("STATIC_ROOT") or BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = os.environ.get("MEDIA_ROOT") or BASE_DIR / "media"
BACKUP_ROOT = os.environ.get("BACKUP_ROOT") or BASE_DIR / "backups"
ACCEL_PREFIX = os.environ.get("ACCEL_PREFIX", "")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "selec_cms.static.StaticFilesStorage"
    },
}
if S3_BUCKET := os.environ.get("S3_BUCKET", ""):
    STORAGES["default"] = {"BACKEND": "library.shared_store.SharedStore"}
S3_ENDPOINT, S3_REGION = os.environ.get("S3_ENDPOINT", ""), os.environ.get("S3_REGION", "")

CLIENT_ADDRESS_HEADER = os.environ.get("CLIENT_ADDRESS_HEADER", "")
EMAIL_HOST = os.environ.get("MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("MAIL_PORT") or 25)
EMAIL_HOST_USER = os.environ.get("MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("MAIL_SECURITY") == "starttls"
EMAIL_USE_SSL = os.environ.get("MAIL_SECURITY") == "tls"
EMAIL_TIMEOUT = 20  # seconds; shorter than the lease of a message
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM") or "site@localhost"
CONTACT_KEPT_DAYS = int(os.environ.get("CONTACT_KEPT_DAYS") or 30)
OCID_PREFIX = os.environ.get("OCID_PREFIX", "")
OCDS_LICENSE = os.environ.get("OCDS_LICENSE", "")

# Visits to links that lead out (publishing/link_visit.py). Loopback is for tests alone.
LINK_CHECK_TIMEOUT = 10  # seconds for each hop
LINK_CHECK_ALLOWS_LOOPBACK = False

# Old addresses come and go as CSV in the admin: all rows of a file or none; no cell is a formula to who opens it.
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_SKIP_ADMIN_CONFIRM = IMPORT_EXPORT_SKIP_ADMIN_EXPORT_UI = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = True  # the audit log has them

# CKEditor 4 is past its life; publishing/rich_text.py says what is done about that.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]

# Uploads are received beside the place where they stay, so that a rename is enough; library/orphans.py sweeps it.
FILE_UPLOAD_TEMP_DIR = Path(MEDIA_ROOT) / "uploads"
FILE_UPLOAD_TEMP_DIR.mkdir(parents=True, exist_ok=True)
FILE_UPLOAD_HANDLERS = [
    "library.upload_handlers.NameKeepingHandler",
    "library.upload_handlers.SizeHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "library.upload_handlers.NamelessFileHandler"
    if S3_BUCKET
    else "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Bytes: a text that is far too long still gets the form's own sentence, and stays in the form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # so do more rows than it takes (publishing/part_forms.py)
CSRF_FAILURE_VIEW = "selec_cms.back_office.form_refused"
SECURE_REFERRER_POLICY = "same-origin"
# Old links begin with http://: what they became is one hop away, by https (moving/redirects.py).
SECURE_REDIRECT_EXEMPT = [
    r"^[mp]\d+(?:/|$)",
    r"^health/$",
]  # balancers ask behind the proxy that speaks https
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# How often one visitor may search, and ask for data as programs do, within a minute (publishing/limits.py).
SEARCHES_A_MINUTE = int(os.environ.get("SEARCHES_A_MINUTE") or 300)
DATA_A_MINUTE = int(os.environ.get("DATA_A_MINUTE") or 600)
SESSION_COOKIE_HTTPONLY = True
if not DEBUG:
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

LOG_FORMAT = os.environ.get("LOG_FORMAT") or ("plain" if DEBUG else "json")
METRICS_PORT = int(os.environ.get("METRICS_PORT") or 0)
LOGGING = logging_as(LOG_FORMAT, "WARNING" if DEBUG else "INFO")
