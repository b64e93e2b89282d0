"""Settings, read from the environment; production unless DEBUG=1.

SECRET_KEY            required; no key, no start
DEBUG                 1 on a developer's machine only
ALLOWED_HOSTS         host names, separated by commas (DEBUG: this machine's)
SITE_URL              where readers find the site, such as https://www.example.org: mails, feeds and calendars lead
                      there; the first of ALLOWED_HOSTS by https when empty (DEBUG: this machine)
CSRF_TRUSTED_ORIGINS  https origins, separated by commas, where a proxy changes the host
DATABASE_URL          postgres://user:password@host/name; SQLite in db.sqlite3 when empty
STATIC_ROOT           where `collectstatic` puts its files (staticfiles/)
MEDIA_ROOT            where images and files are kept (media/); never served as a folder
ACCEL_PREFIX          the internal nginx location of MEDIA_ROOT, such as /protected/, for X-Accel-Redirect;
                      nginx hands on no header of ours but a few there: repeat the rest (README.md)
CLIENT_ADDRESS_HEADER the header in which the proxy says who asks, such as X-Real-IP, or X-Forwarded-For, of which
                      the last address counts; it never hands on a visitor's own; without it the contact form takes
                      the proxy for its only visitor
MAIL_HOST, MAIL_PORT  the mail server, and its port (25); without it, messages wait
MAIL_USER, MAIL_PASSWORD, MAIL_SECURITY
                      for signing in there; `starttls`, `tls`, or empty
MAIL_FROM             the address from which the site writes
CONTACT_KEPT_DAYS     for how many days a message is kept after it was mailed (30)
SEARCHES_A_MINUTE, DATA_A_MINUTE
                      how often one address may search (300), and ask for data as programs do (600)
OCID_PREFIX           the prefix for identifiers of tenders, as registered with the Open Contracting Partnership
                      (ocds- and six characters); without it they bear a placeholder that is nobody's
OCDS_LICENSE          address of the licence under which the data on tenders may be used; none is told without it
DEMO_PASSWORD         the demo accounts' password; used under DEBUG only
"""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent


def listed(name):
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


DEBUG = os.environ.get("DEBUG") == "1"
SECRET_KEY = os.environ["SECRET_KEY"]
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
    "audit",
    "publishing",
    "library",
    "organisation",
    "notices",
    "news",
    "outreach",
    "search",
    "selec_cms",
]

MIDDLEWARE = [
    "selec_cms.headers.HeadersMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "selec_cms.headers.PolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "selec_cms.compression.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "publishing.moment.MomentMiddleware",
]

ROOT_URLCONF = "selec_cms.urls"
WSGI_APPLICATION = "selec_cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["publishing.templatetags.instants"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "selec_cms.frame.frame",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

SQLITE = f"sqlite:///{BASE_DIR / 'db.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(os.environ.get("DATABASE_URL") or SQLITE, conn_max_age=60)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Immediate transactions queue up writers, where deferred ones would fail half-way with "locked".
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
    }
    # A file, since tests of colleagues at work need several real connections.
    DATABASES["default"]["TEST"] = {"NAME": BASE_DIR / ".cache" / "test.sqlite3"}
    (BASE_DIR / ".cache").mkdir(exist_ok=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ["UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator"]
]

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = ["selec_cms.formats"]
TIME_ZONE = "Europe/Bucharest"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = os.environ.get("STATIC_ROOT") or BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = os.environ.get("MEDIA_ROOT") or BASE_DIR / "media"
ACCEL_PREFIX = os.environ.get("ACCEL_PREFIX", "")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "selec_cms.static.StaticFilesStorage"
    },
}

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

# CKEditor 4 is past its life; publishing/rich_text.py says what is done about that.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": [NONE],
        "report-uri": ["/policy-reports/"],
        "report-to": ["policy"],
    }
}
# What the back office has instead, since the editor, the preview and Django's own scripts ask for it. Styles within a
# page are for the forms with the editor alone (publishing/admin.py).
BACK_OFFICE_POLICY = {
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "require-trusted-types-for": None,
    "trusted-types": None,
}
# All that a page could ask of a device is off, but for passkeys, by which staff sign in.
PERMISSIONS_POLICY = {
    name: []
    for name in (
        "accelerometer ambient-light-sensor autoplay bluetooth browsing-topics camera compute-pressure "
        "cross-origin-isolated display-capture encrypted-media fullscreen gamepad geolocation gyroscope hid "
        "identity-credentials-get idle-detection keyboard-map local-fonts magnetometer microphone midi "
        "otp-credentials payment picture-in-picture screen-wake-lock serial storage-access usb web-share "
        "window-management xr-spatial-tracking"
    ).split()
} | {"publickey-credentials-create": ["self"], "publickey-credentials-get": ["self"]}
# Uploads are received beside the place where they stay, so that a rename is enough; library/orphans.py sweeps it.
FILE_UPLOAD_TEMP_DIR = Path(MEDIA_ROOT) / "uploads"
FILE_UPLOAD_TEMP_DIR.mkdir(parents=True, exist_ok=True)
FILE_UPLOAD_HANDLERS = [
    "library.upload_handlers.NameKeepingHandler",
    "library.upload_handlers.SizeHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Bytes: a text that is far too long still gets the form's own sentence, and stays in the form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = (
    20_000  # more rows than a form takes (publishing/part_forms.py) get its own sentence
)
CSRF_FAILURE_VIEW = "selec_cms.back_office.form_refused"
SECURE_REFERRER_POLICY = "same-origin"
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

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
