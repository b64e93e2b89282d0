"""PDF files that act by themselves are refused.

They are opened in a process of their own with a limit of memory and of time: a few kilobytes can unpack
to gigabytes, and the library that reads them sets no limit.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

SECONDS = 20
INSPECTOR = Path(__file__).with_name("pdf_inspector.py")
BROKEN = _("The PDF is damaged, not complete or too complex to be checked: export it once more.")
ENCRYPTED = _("The PDF is encrypted or asks for a password: give one that everybody can open.")
SENTENCES = {
    "encrypted": ENCRYPTED,
    "broken": BROKEN,
    "action": _("The PDF does something by itself when it is opened or read: export it without actions."),
    "script": _("The PDF holds JavaScript: export it without scripts."),
    "launch": _("The PDF can start a program: export it without actions."),
    "sends": _("The PDF sends what is typed in it to an address: export it without such forms."),
    "files": _("The PDF has other files inside it: give them separately."),
    "xfa": _("The PDF holds an XFA form, which can carry scripts: print it to a new PDF."),
    "media": _("The PDF holds video, sound or 3D, which can carry scripts: export it without them."),
}


def refuse_harmful_pdf(file):
    with tempfile.TemporaryFile() as copy:
        file.seek(0)
        for chunk in iter(lambda: file.read(64 * 1024), b""):
            copy.write(chunk)
        copy.seek(0)
        found = _inspected(copy)
    if found != "fit":
        raise ValidationError(SENTENCES.get(found, BROKEN))


def _inspected(copy):
    try:
        done = subprocess.run(  # noqa: S603  our own program, on the open file
            [sys.executable, "-I", str(INSPECTOR)],
            stdin=copy,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "broken"
    return done.stdout.decode().strip() if done.returncode == 0 else "broken"
