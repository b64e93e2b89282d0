"""Every string of the public interface goes through gettext: in a language that puts marks round each, none is bare."""

import functools
import gc
import re
from gettext import NullTranslations
from html import unescape

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.test import Client, override_settings
from django.utils import translation
from django.utils.translation import trans_real
from django.utils.translation.trans_real import CONTEXT_SEPARATOR
from lxml import html as markup

from publishing import clock
from publishing.forms import ZONES
from publishing.rich_text import RichTextField
from search.models import Entry
from tests.crawl import PUBLIC, telling_pages

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
OURS = ["publishing", "library", "organisation", "news", "notices", "search", "outreach"]
TOLD = ["title", "aria-label", "placeholder", "alt", "label"]
IN_THE_HEAD = ["description", "og:title", "og:description", "og:image:alt"]
NOT_READ = ["script", "style", "pre", "code", "textarea", "template"]
SEPARATORS = ["::|·", r"https?://\S+|[“”]", "[():;–]", "[,/]", " "]  # the strongest first
WORD = re.compile(r"[^\W\d_]{2,}")
# What no language calls otherwise.
NAMES = {
    *"SELEC Atom CSV ISBN SHA-256 OCDS GET ETag KB MB EUR RON PDF DOCX XLSX ODT ZIP EET EEST CET zzqq".split(),
    *(clock.city(zone) for zone in ZONES),
    "JSON Feed",
}


class Marked(NullTranslations):
    """A language in which each sentence is the English one between marks."""

    plural, domain = staticmethod(lambda number: number != 1), "django"

    def gettext(self, message):
        return f"⟦{message.rpartition(CONTEXT_SEPARATOR)[2]}⟧"

    def ngettext(self, one, many, number):
        return self.gettext(one if number == 1 else many)

    def language(self):
        return settings.LANGUAGE_CODE

    to_language = language


@pytest.fixture
def demo():
    with override_settings(DEBUG=True, DEMO_PASSWORD="a long password"):
        call_command("demo")


@pytest.fixture
def marks(demo):
    own = trans_real.translation(settings.LANGUAGE_CODE)
    speak(Marked())
    yield
    speak(own)


def speak(language):
    """From now on, without what was put into words before: what is active stays so, whatever the table says later."""
    trans_real._translations[settings.LANGUAGE_CODE] = trans_real._default = language
    translation.activate(settings.LANGUAGE_CODE)
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
            told = [element.get(name, "") for name in TOLD]
            is_told = {element.get("name"), element.get("property")} & {*IN_THE_HEAD}
            told += [element.get("content")] if is_told else []
            found += [part for text in told for part in outside(text, 0)[0]]
    for text, is_fragment in texts_of(root):
        rest, depth = outside(text, depth)
        found += [part for part in rest if not (is_fragment and plain(part) in known.all)]
    return [plain(part) for part in found if not known.has(plain(part))]


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
        for model in [one for one in apps.get_models() if one._meta.app_label in OURS]:
            fields = [field for field in model._meta.concrete_fields if is_written(field)]
            for row in fields and model.objects.values_list(*(field.attname for field in fields)):
                for field, value in zip(fields, row, strict=True):
                    self.pieces |= pieces(field, str(value))
        dates = {words.partition(" ")[2] for words in Entry.objects.values_list("date_words", flat=True)}
        self.pieces |= dates  # in the words of the language in which the index was made
        self.all = "\n".join(self.pieces)

    def has(self, text, separators=SEPARATORS):
        """Whether it is content, a part of it that is long enough to be no chance, or several put together."""
        if not WORD.search(text) or text in self.pieces:
            return True
        if len(text.split()) > 4 and text.strip("… ") in self.all:
            return True
        first, *others = separators or [""]
        return bool(first) and all(self.has(part.strip(), others) for part in re.split(first, text))


def is_written(field):
    return isinstance(field, (models.CharField, models.TextField)) and not field.choices


def pieces(field, value):
    if isinstance(field, RichTextField):
        return {plain(text) for text in re.split(r"<[^>]*>", value)}
    return {plain(value), *map(plain, value.splitlines())}


def test_every_word_of_a_public_page_can_be_translated(marks):
    known = Known()
    pages = dict(telling_pages(Client(), PUBLIC))
    assert len(pages) > 80
    found = {}
    for address, page in pages.items():
        for words in bare(page, known):
            found.setdefault(words, address)
    assert found == {}
