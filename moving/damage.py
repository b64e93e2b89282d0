"""Letters that were lost on the way from one encoding to another: reported, never mended by a guess."""

import re

# What UTF-8 looks like where it was read as Windows-1252, by the first byte of what it was.
REST = re.escape(bytes(range(0x80, 0xC0)).decode("cp1252", "ignore"))
AS_WINDOWS = re.compile(f"â€|Â\\s|[ÂÃÄÅÈ][{REST}\u0080-\u009f]")
# ’ of one encoding read as another, in a word: SELECīs; no language of the region has ī or ķ. And what was lost.
STRAY = re.compile(r"\w+[īķ]\w{0,3}\b|\w+\?(?:s|t|re|ll)\b|[\ufffd\u0080-\u009f]")
AROUND = 20  # letters of an excerpt on each side
MOST = 5


def damages(text):
    """Excerpts in which letters look damaged, a few at the most."""
    found = sorted([*AS_WINDOWS.finditer(text), *STRAY.finditer(text)], key=lambda one: one.start())
    excerpts = [text[max(one.start() - AROUND, 0) : one.end() + AROUND].strip() for one in found]
    return list(dict.fromkeys(" ".join(one.split()) for one in excerpts))[:MOST]
