"""A language in which each sentence stands between marks, and what of a page stands outside of them."""

import functools
import gc
import re
from gettext import NullTranslations
from html import unescape

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import trans_real
from django.utils.translation.trans_real import CONTEXT_SEPARATOR
from lxml import html as markup

from publishing import clock
from publishing.forms import ZONES
from publishing.keeping import COPIES
from publishing.rich_text import RichTextField
from search.models import Entry

WITH_WORDS = (
    "audit auth library moving news notices organisation outreach publishing search selec_cms".split()
)
TOLD = ["title", "aria-label", "placeholder", "alt", "label"]
TO_SCRIPTS = ["calendar", "date", "hour", "which", "not-reached", "broken", "signed-out", "sign-in", "words"]
IN_THE_HEAD = ["description", "og:title", "og:description", "og:image:alt"]
NOT_READ = ["script", "style", "pre", "code", "textarea", "template"]
SEPARATORS = [
    r"::|[·|\u203a]",
    r"https?://\S+|[A-Z2-7]{32}|[“”]",
    "[():;–]",
    "[,/]",
    " ",
]  # the strongest first
WORD = re.compile(r"[^\W\d_]{2,}")
# What no language calls otherwise.
NAMES = {
    *"SELEC Atom CSV ISBN SHA-256 OCDS GET ETag KB MB EUR RON PDF PNG DOCX XLSX ODT ZIP EET EEST CET zzqq".split(),
    *(clock.city(zone) for zone in ZONES),
    "JSON Feed",
    *(
        "True",
        "False",
        "Search",
        "Name",
        "authenticator",
    ),  # Django's and allauth's own, which they do not translate
}


class Marked(NullTranslations):
    """Each sentence is the English one between marks."""

    plural, domain = staticmethod(lambda number: number != 1), "django"

    def gettext(self, message):
        return f"⟦{message.rpartition(CONTEXT_SEPARATOR)[2]}⟧"

    def ngettext(self, one, many, number):
        return self.gettext(one if number == 1 else many)

    def language(self):
        return settings.LANGUAGE_CODE

    to_language = language


def speak(language):
    """From now on, without what was put into words before: what is active stays so, whatever the table says later."""
    trans_real._translations[settings.LANGUAGE_CODE] = trans_real._default = language
    translation.activate(settings.LANGUAGE_CODE)
    COPIES.clear()
    for one in gc.get_objects():
        if type(one) is functools._lru_cache_wrapper:  # asked by type(), which wakes no lazy object
            one.cache_clear()


def plain(text):
    return " ".join(unescape(text).split())


def outside(text, depth):
    """The parts of it that stand between no marks, and how many marks are open at its end."""
    parts, part = [], ""
    for letter in text:
        depth += (letter == "⟦") - (letter == "⟧")
        if depth or letter == "⟧":
            parts, part = [*parts, part], ""
        else:
            part += letter
    return [*parts, part], depth


def bare(page, known):
    """What stands in a page outside the marks, and is no content."""
    root, depth, found = markup.fromstring(page), 0, []
    for element in root.iter():
        if isinstance(element.tag, str):
            found += [part for text in told_by(element) for part in outside(text, 0)[0]]
    for text, is_fragment in texts_of(root):
        rest, depth = outside(text, depth)
        found += [part for part in rest if not (is_fragment and plain(part) in known.all)]
    return [plain(part) for part in found if not known.has(plain(part))]


def told_by(element):
    """What its attributes say to people, by themselves or by way of a script."""
    yield from (element.get(name, "") for name in [*TOLD, *(f"data-{name}" for name in TO_SCRIPTS)])
    if {element.get("name"), element.get("property")} & {*IN_THE_HEAD}:
        yield element.get("content", "")
    if element.get("type") in ("submit", "button"):
        yield element.get("value", "") if element.tag == "input" else ""


def texts_of(element, is_fragment=False):
    """(text, whether it may be a fragment of content) in the order of the page."""
    if not isinstance(element.tag, str) or element.tag in NOT_READ:
        yield element.tail or "", is_fragment
        return
    inside = is_fragment or "change" in element.get("class", "").split() or element.find("mark") is not None
    yield element.text or "", inside
    for child in element:
        yield from texts_of(child, inside)
    yield element.tail or "", is_fragment


class Known:
    """What people wrote: each value of the database, its lines, and the runs of text between the tags of rich text."""

    def __init__(self):
        self.pieces = set(NAMES)
        for model in [one for one in apps.get_models() if one._meta.app_label in WITH_WORDS]:
            fields = [field for field in model._meta.concrete_fields if is_written(field)]
            for row in fields and model.objects.values_list(*(field.attname for field in fields)):
                for field, value in zip(fields, row, strict=True):
                    self.pieces |= pieces(field, str(value))
        dates = {words.partition(" ")[2] for words in Entry.objects.values_list("date_words", flat=True)}
        self.pieces |= dates  # in the words of the language in which the index was made
        self.all = "\n".join(self.pieces)
        parted = [piece for piece in self.pieces if ", " in piece]  # as a list of such would be
        self.parted = sorted(parted, key=len, reverse=True)  # one may stand within another

    def has(self, text, separators=SEPARATORS):
        """Whether it is content, a part of it that is long enough to be no chance, or several put together."""
        if not WORD.search(text) or text in self.pieces:
            return True
        if len(text.split()) > 4 and text.strip("…: ") in self.all:
            return True
        for piece in self.parted if separators is SEPARATORS else []:
            text = text.replace(piece, "")
        first, *others = separators or [""]
        return bool(first) and all(self.has(part.strip(), others) for part in re.split(first, text))


def is_written(field):
    return isinstance(field, (models.CharField, models.TextField)) and not field.choices


def pieces(field, value):
    if isinstance(field, RichTextField):
        return {plain(text) for text in re.split(r"<[^>]*>", value)}
    return {plain(value), *map(plain, value.splitlines())}
