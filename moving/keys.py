"""What counts of an address on a former site: the rest of it changed there, or was cut off on the way.

Until 2018 letter and number counted (/p646/07+October+2016), on the site after that the words (/the-19th-session/).
"""

import re

LONGEST, DEEPEST = 200, 8  # characters, parts between slashes
NUMBERED = re.compile(r"/+([mp])0*([1-9]\d{0,8})(?![\w-])", re.IGNORECASE | re.ASCII)
STRAY = re.compile(r"[+\s]+|%20|%2b", re.IGNORECASE)  # at the end of a part: what mails and forms leave there
NOT_KEPT = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def keys_of(path):
    """By which a path may be known, the longest first: ["p646"], or ["projects/siras", "projects"]."""
    if NOT_KEPT.search(path):
        return []
    if found := NUMBERED.match(path):
        return [f"{found[1].lower()}{found[2]}"]
    parts = [part for one in path.split("/") if (part := STRAY.sub(" ", one).strip().lower())][:DEEPEST]
    keys = ["/".join(parts[:number]) for number in range(len(parts), 0, -1)]
    return [key for key in keys if len(key) <= LONGEST]
