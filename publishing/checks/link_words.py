import re

from django.utils.translation import gettext

from .piece import quoted
from .registry import rule

EMPTY_WORDS = {
    *"here|click|click here|click on this link|just here|see here|see more|more|read more|read on".split("|"),
    *"more info|more information|learn more|find out more|find out here|details|more details|this".split("|"),
    *"this link|link|the link|this page|page|this website|website|continue|continue reading|go|download".split(
        "|"
    ),
    *"download here|press here|follow this link|at this link|on this link|available here|find here".split(
        "|"
    ),
}
BARE_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


@rule(stops=False)
def empty_link_words(piece):
    for text, link in piece.links:
        words = " ".join(link.words.split())
        if sentence := _sentence(link, words):
            yield sentence % {"words": quoted(words), "where": text.label, "href": quoted(link.href)}


def _sentence(link, words):
    plain = re.sub(r"[\W_]+", " ", words).strip().lower()
    if plain in EMPTY_WORDS:
        return gettext(
            "The link %(words)s in “%(where)s”, which leads to %(href)s, tells nobody what it leads to: "
            "name the page or document."
        )
    if BARE_ADDRESS.fullmatch(words):
        return gettext(
            "The link %(words)s in “%(where)s”, which leads to %(href)s, is a bare address: "
            "put the page’s name in its place."
        )
    if not plain and not link.has_image and not link.href.startswith("#") and link.href:
        return gettext(
            "A link in “%(where)s”, which leads to %(href)s, has no words: nobody can see or hear it. "
            "Give it words, or take it out."
        )
    return ""
