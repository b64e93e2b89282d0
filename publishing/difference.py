"""A readable difference between two editions: field by field, word by word."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from html import unescape

from django.db import models
from django.utils.dateformat import format as formatted
from django.utils.translation import gettext

from . import clock
from .editions import Edition
from .figures import figures
from .lifecycle import ACTS
from .models import Item
from .parts import Parts, parts_of
from .rich_text import RichTextField, text_of

NOT_THE_TEXT = {*ACTS, "item", "first_public_at", "review_on"}
MOST_PAIRS = 1_000_000  # of words or paragraphs: comparing more would keep a reader waiting
SPACE = re.compile(r"[ \t\r\n\f\v]+")  # not the one within a sum, 150 000, which is one word
BLOCK_END = re.compile(r"</(?:p|h\d|li|tr|blockquote|pre|caption|dt|dd)>|<br\s*/?>|<hr\s*/?>", re.IGNORECASE)


@dataclass(frozen=True)
class Run:
    """Words that stayed ("same"), came ("added") or went ("gone")."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One field that differs; `blocks` are its paragraphs, each a list of runs."""

    label: str
    blocks: list
    name: str = ""


def difference(old, new):
    """What differs between two editions of one item, as a list of Change in the order of the form."""
    changes = []
    for field in [*text_fields(new), *new._meta.many_to_many, *parts_of(new)]:
        before, after = _paragraphs(old, field), _paragraphs(new, field)
        if before != after:
            label = str(field.verbose_name)
            blocks = (
                blocks_between(before, after) if _is_read_word_by_word(field) else [replaced(before, after)]
            )
            changes.append(Change(label[0].upper() + label[1:], blocks, field.name))
    return changes


def text_fields(edition):
    """What people type. A link to another item is shown through that item's own gate, and nowhere else."""
    beside = NOT_THE_TEXT | edition.own_acts
    own = [field for field in edition._meta.concrete_fields if field.name not in beside]
    return [field for field in own if field.editable and not leads_to_an_item(field)]


def leads_to_an_item(field):
    return isinstance(field, models.ForeignKey) and issubclass(field.related_model, (Edition, Item))


def holds_words(field):
    """Words of its own: no choice, no date, no number."""
    return isinstance(field, models.CharField | models.TextField) and not field.choices


def _is_read_word_by_word(field):
    """A sum, a date or a choice is another one as a whole."""
    return holds_words(field) or field.many_to_many or isinstance(field, Parts)


def replaced(before, after):
    """The runs of what went and what came in its place."""
    return [Run("gone", text) for text in before] + [Run("added", text) for text in after]


def relations_of_text(edition):
    """The names of its fields that hold other rows, for fetching them together."""
    rows = [field for field in text_fields(edition) if isinstance(field, models.ForeignKey)]
    return [field.name for field in [*rows, *edition._meta.many_to_many, *parts_of(edition)]]


def _paragraphs(edition, field):
    if isinstance(field, models.ManyToManyField):
        return sorted(str(row) for row in getattr(edition, field.name).all())
    if isinstance(field, Parts):
        return [str(row) for row in getattr(edition, field.name).all()]
    if isinstance(field, RichTextField):
        return paragraphs_of_html(getattr(edition, field.name))
    if isinstance(field, models.ForeignKey):
        return [str(row)] if (row := getattr(edition, field.name)) else []
    return [part for part in words_of(edition, field).splitlines() if part.strip()]


def words_of(edition, field):
    """A field's value as it is read: a choice by its label, an hour in its zone."""
    if display := getattr(edition, f"get_{field.name}_display", None):
        return str(display())
    value = getattr(edition, field.attname)
    if field.name in edition.hours and value:
        return clock.in_words(value, getattr(edition, edition.hours[field.name]))
    if isinstance(value, date):
        return formatted(value, "j F Y")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, Decimal):
        return figures(value)
    return "" if value is None else str(value)


def paragraphs_of_html(html):
    """The words of cleaned HTML, block by block, then where its links lead."""
    parts = [text_of(part) for part in BLOCK_END.split(html)]
    links = map(unescape, re.findall(r'href="([^"]+)"', html))
    images = re.findall(r'src="/images/(\d+)/', html or "")
    texts = [part for part in parts if part] + [gettext("Link: %(url)s") % {"url": link} for link in links]
    return texts + [gettext("Image %(number)s of the library") % {"number": pk} for pk in images]


def blocks_between(before, after):
    """Paragraph by paragraph; within those that were changed, word by word."""
    if len(before) * len(after) > MOST_PAIRS:
        return [[Run("gone", text)] for text in before] + [[Run("added", text)] for text in after]
    blocks = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            blocks += [[Run("same", text)] for text in before[i:j]]
            continue
        paired = min(j - i, m - k)
        blocks += [_words(old, new) for old, new in zip(before[i : i + paired], after[k:], strict=False)]
        blocks += [[Run("gone", text)] for text in before[i + paired : j]]
        blocks += [[Run("added", text)] for text in after[k + paired : m]]
    return blocks


def _words(before, after):
    old, new = SPACE.split(before), SPACE.split(after)
    if len(old) * len(new) > MOST_PAIRS:
        return [Run("gone", before), Run("added", after)]
    runs = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            runs.append(Run("same", " ".join(old[i:j])))
            continue
        if i < j:
            runs.append(Run("gone", " ".join(old[i:j])))
        if k < m:
            runs.append(Run("added", " ".join(new[k:m])))
    return runs
