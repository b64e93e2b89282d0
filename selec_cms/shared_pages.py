"""Pages that the processes of several machines keep together, in Redis; where there is none, this is not imported."""

import json
from hashlib import sha256
from pathlib import Path
from time import monotonic

from django.apps import apps
from django.conf import settings
from redis import Redis, RedisError

from .kept_pages import Page

ON_PAGES = ["SITE_URL", "OCID_PREFIX", "OCDS_LICENSE", "DEBUG"]  # settings that differ from site to site
PAUSE = 5  # seconds for which a Redis that failed is left alone
CLAIM = 5_000  # milliseconds for which one process may be at work on a page before another is


class Shared:
    """The same for the processes of several machines. It fails open: without Redis there is nothing in it."""

    def __init__(self, address):
        self.redis = Redis.from_url(address, socket_timeout=0.25, socket_connect_timeout=0.25)  # s
        self.silent_until = 0
        self.build = build()

    def get(self, key):
        found = self._ask(lambda: self.redis.get(self._name(key)))
        return _read(found) if found else None

    def put(self, key, page, seconds):
        self._ask(lambda: self.redis.set(self._name(key), _written(page), ex=max(int(seconds), 1)))

    def claim(self, key):
        """Whether it is for this process to render it: so it is where nobody can tell."""
        told = self._ask(lambda: [self.redis.set(f"{self._name(key)}:claim", 1, nx=True, px=CLAIM)])
        return not told or bool(told[0])

    def release(self, key):
        """What was not kept is rendered by the next one at once: it waits for nobody."""
        self._ask(lambda: self.redis.delete(f"{self._name(key)}:claim"))

    def _name(self, key):
        return f"selec:page:{sha256(repr((self.build, key)).encode()).hexdigest()}"

    def _ask(self, command):
        if monotonic() < self.silent_until:
            return None
        try:
            return command()
        except RedisError:
            self.silent_until = monotonic() + PAUSE
            return None


def build():
    """What pages are made by, as a name: the code, the templates, the names of static files, and the environment.

    Two versions of the site that run side by side during an upgrade share no page.
    """
    own = [Path(one.path) for one in apps.get_app_configs() if Path(one.path).parent == settings.BASE_DIR]
    files = [path for folder in own for path in folder.rglob("*.py")]
    files += (settings.BASE_DIR / "templates").rglob("*.html")
    files += [
        settings.BASE_DIR / "requirements" / "base.txt",
        Path(settings.STATIC_ROOT) / "staticfiles.json",
    ]
    told = sha256(repr([getattr(settings, name) for name in ON_PAGES]).encode())
    for path in sorted(path for path in files if path.exists()):
        told.update(path.read_bytes())
    return told.hexdigest()


def _written(page):
    """A line of JSON, then the bodies."""
    names = [*page.forms]
    told = {
        "status": page.status,
        "headers": page.headers,
        "tag": page.tag,
        "forms": [[name, len(page.forms[name])] for name in names],
    }
    return json.dumps(told).encode() + b"\n" + b"".join(page.forms[name] for name in names)


def _read(found):
    head, _newline, rest = found.partition(b"\n")
    told, forms = json.loads(head), {}
    for name, length in told["forms"]:
        forms[name], rest = rest[:length], rest[length:]
    return Page(told["status"], tuple(map(tuple, told["headers"])), told["tag"], forms)
