"""What the HTML of a former site leads to and shows: images, files, other pages of that site."""

import re
from html import escape
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from publishing.rich_text import IMAGE

from .keys import keys_of
from .media import path_of
from .models import OldAddress

HOSTS = {"", "selec.org", "www.selec.org"}
FILES = set(
    "pdf doc docx xls xlsx odt ods ppt pptx zip rar rtf txt csv jpg jpeg png gif webp tif mp3 mp4 avi".split()
)
SHORTCODE = re.compile(r"\[/?(\w[\w-]*)(?:\s[^\]]*)?\]")


class _References(HTMLParser):
    def __init__(self):
        super().__init__()
        self.images, self.links = [], []

    def handle_starttag(self, tag, attributes):
        given = {name: (value or "").strip() for name, value in attributes}
        if tag == "img" and given.get("src"):
            self.images.append(given["src"])
        elif tag == "a" and given.get("href"):
            self.links.append(given["href"])


class References:
    """`images`, `files` and `pages`: addresses as they are written, each once, in their order."""

    def __init__(self, html, hosts=HOSTS):
        parser = _References()
        try:
            parser.feed(html)
            parser.close()
        except AssertionError:  # what Python's own parser makes of a marked section that it does not know
            pass
        inward = [link for link in dict.fromkeys(parser.links) if is_inward(link, hosts)]
        self.images = [one for one in dict.fromkeys(parser.images) if not IMAGE.fullmatch(one)]
        self.files = [link for link in inward if _suffix(link) in FILES]
        self.pages = [link for link in inward if _suffix(link) not in FILES and path_of(link).strip("/")]


def is_inward(link, hosts=HOSTS):
    try:
        parts = urlsplit(link)
        return (
            parts.scheme in ("", "http", "https")
            and (parts.hostname or "") in hosts
            and not link.startswith("#")
        )
    except ValueError:
        return False


def _suffix(link):
    return PurePosixPath(path_of(link)).suffix[1:].lower()


def is_known(page, keys):
    """Whether an inward link leads on: to what is taken over as well, or to an old address that has its row."""
    path = path_of(page)
    return any(key in keys for key in keys_of(path)) or OldAddress.objects.of(path) is not None


def shortcodes(html):
    """WordPress's own instructions that stand in the text, and will be read there as they are."""
    return list(dict.fromkeys(f"[{found[1]}]" for found in SHORTCODE.finditer(html) if found[1].isascii()))[
        :5
    ]


def readdressed(html, addresses):
    """With each of these addresses of images and files, where it is one of an element's, as the library has it."""
    for old, new in addresses.items():
        for written in dict.fromkeys([old, escape(old)]):
            pattern = rf"""(\b(?:src|href)\s*=\s*)(["'])\s*{re.escape(written)}\s*\2"""
            html = re.sub(pattern, lambda found, new=new: f'{found[1]}"{new}"', html, flags=re.IGNORECASE)
    return html
