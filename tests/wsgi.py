"""Asks a WSGI application as a server does."""

from typing import NamedTuple
from wsgiref.util import setup_testing_defaults


class Answer(NamedTuple):
    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode()

    @property
    def cache(self):
        """What it says of the page cache: "hit"."""
        return self.headers["Cache-Status"].partition("; ")[2]


def ask(application, address, method="GET", **headers):
    """Headers by their names in small letters: `if_none_match`."""
    path, _mark, query = address.partition("?")
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "testserver"}
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    setup_testing_defaults(environ)
    told = []
    body = application(environ, lambda status, headers, exc_info=None: told.extend([status, headers]))
    try:
        content = b"".join(body)
    finally:
        if hasattr(body, "close"):
            body.close()
    return Answer(int(told[0][:3]), dict(told[1]), content)
