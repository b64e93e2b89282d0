import re

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
        plain = re.sub(r"[\W_]+", " ", words).strip().lower()
        where = f"in “{text.label}”, which leads to {quoted(link.href)}"
        if plain in EMPTY_WORDS:
            yield f"The link {quoted(words)} {where}, tells nobody what it leads to: name the page or document."
        elif BARE_ADDRESS.fullmatch(words):
            yield f"The link {quoted(words)} {where}, is a bare address: put the page’s name in its place."
        elif not plain and not link.has_image and not link.href.startswith("#") and link.href:
            yield f"A link {where}, has no words: nobody can see or hear it. Give it words, or take it out."
