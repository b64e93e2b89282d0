"""What a line of the log may hold: nothing about who asked, whatever other code says in it."""

import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

from pythonjsonlogger.json import JsonEncoder, JsonFormatter

REQUESTS = "selec.requests"
REQUEST_ID = ContextVar("request_id", default="")
SECRETS = [
    (re.compile(r"[^\s@<>\"'()=,;:/?&]+(?:@|%40)[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"/(review|alerts)/[^\s\"'?]+"), r"/\1/[key]"),
    (re.compile(r"\?[^\s\"']*=[^\s\"']*"), "?[query]"),
]


def without_secrets(text):
    for pattern, instead in SECRETS:
        text = pattern.sub(instead, text)
    return text


class Identified(logging.Filter):
    """Each line of a request bears its id; nginx gives the same one to the line of its own."""

    def filter(self, record):
        record.request_id = REQUEST_ID.get()
        return True


class JsonLines(JsonFormatter):
    """Names what is told: what other code hangs on a record (`request`, `server_time`) is left out."""

    OURS = {
        "at",
        "levelname",
        "name",
        "request_id",
        "status",
        "milliseconds",
    }  # nobody else has a word in these
    TOLD = {"method", "path", "message", "exc_info", "stack_info", *OURS}

    def __init__(self):
        self.encode = JsonEncoder().encode  # one for all lines
        form = "%(levelname)s %(name)s %(message)s"
        super().__init__(form, timestamp="at", json_serializer=lambda told, **_how: self.encode(told))

    def format(self, record):
        """A request's line, which is written for each page, without the ways of others to say something."""
        if record.name != REQUESTS or not hasattr(record, "milliseconds"):
            return super().format(record)
        at = datetime.fromtimestamp(record.created, UTC)
        told = {"levelname": record.levelname, "name": record.name, "message": record.getMessage()}
        told |= {"method": without_secrets(record.method), "path": record.path, "status": record.status}
        told |= {"milliseconds": record.milliseconds, "request_id": record.request_id, "at": at.isoformat()}
        return self.encode(told)

    def process_log_record(self, log_record):
        return {
            key: value if key in self.OURS or not isinstance(value, str) else without_secrets(value)
            for key, value in log_record.items()
            if key in self.TOLD and value not in ("", None)
        }
