"""The floor of `make bench`: one view of the bytes in FLOOR_BYTES, with the middleware of a new Django project."""

import os
from pathlib import Path

from django.conf import settings

MIDDLEWARE = """
django.middleware.security.SecurityMiddleware django.contrib.sessions.middleware.SessionMiddleware
django.middleware.common.CommonMiddleware django.middleware.csrf.CsrfViewMiddleware
django.contrib.auth.middleware.AuthenticationMiddleware django.contrib.messages.middleware.MessageMiddleware
django.middleware.clickjacking.XFrameOptionsMiddleware
""".split()
settings.configure(
    SECRET_KEY="measure",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="tests.bench_floor",
    MIDDLEWARE=MIDDLEWARE,
    INSTALLED_APPS=[f"django.contrib.{name}" for name in ("auth", "contenttypes", "sessions", "messages")],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
)

import django  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402

BYTES = Path(os.environ.get("FLOOR_BYTES", os.devnull)).read_bytes()
urlpatterns = [path("", lambda request: HttpResponse(BYTES))]
django.setup()
application = get_wsgi_application()
