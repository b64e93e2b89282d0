"""Names of uploads, judged as they were sent: library/upload_handlers.py keeps a mark in an unfit one's place."""

import re

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

LONGEST = 120
MARK = "\x1f"  # no cleaned name has a control character
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
SENTENCES = {
    "path": _("The file's name holds a path: give a name without / or \\."),
    "controls": _("The file's name holds control characters: rename it and send it again."),
    "bidi": _("The file's name holds signs that turn the direction of writing: rename it and send it again."),
    "long": format_lazy(
        _("The file's name is too long: {longest} characters are the most."), longest=LONGEST
    ),
    "empty": _("The file has no name: give it one and send it again."),
}


def fit_name(name):
    """The name; ValidationError with one sentence where it may not be kept."""
    if unfit := name[1:] if name[:1] == MARK and name[1:] in SENTENCES else reason(name):
        raise ValidationError(SENTENCES[unfit], code=f"name_{unfit}")
    return name


def reason(name):
    """Why the name is not fit, a key of SENTENCES; empty when it is."""
    tests = {
        "controls": CONTROLS.search(name),
        "bidi": BIDI.search(name),
        "path": "/" in name or "\\" in name or name in (".", ".."),
        "long": len(name) > LONGEST,
        "empty": not name.strip(" ."),
    }
    return next((key for key, is_so in tests.items() if is_so), "")
