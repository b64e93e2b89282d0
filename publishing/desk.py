"""What happens next: the lines of the back office's first page, for one person.

An app's `desk.py` registers its sections: `@section(order=40)` on a function of the person that gives a
Section, or None where it is not theirs. Each line leads to the act. A section costs the same number of
queries however much there is, and shows MOST lines at the most.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.urls import reverse
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext

from . import clock
from .gate import may_view
from .models import kinds
from .rich_text import RichTextField

MOST = 20
SECTIONS = []


@dataclass(frozen=True)
class Button:
    """An act that is done from the desk itself: `fields` are sent to `url`."""

    label: str
    url: str
    fields: dict


@dataclass(frozen=True)
class Line:
    """`at` is an instant that is shown beside the text; urgent is what cannot wait until tomorrow."""

    text: str
    url: str
    detail: str = ""
    at: datetime | None = None
    is_urgent: bool = False
    button: Button | None = None
    lang: str = ""

    @property
    def day(self):
        return clock.today(self.at)


@dataclass(frozen=True)
class Section:
    """`empty` is the sentence for when there is no line; `page` the address of all that the lines are part of.

    By day, lines stand under the date of their `at`.
    """

    title: str
    lines: list = field(default_factory=list)
    empty: str = ""
    is_by_day: bool = False
    page: str = ""

    @property
    def shown(self):
        """What cannot wait comes first, but in a calendar."""
        ordered = self.lines if self.is_by_day else sorted(self.lines, key=lambda line: not line.is_urgent)
        return ordered[:MOST]

    @property
    def has_more(self):
        return len(self.lines) > MOST


def section(order):
    def register(function):
        SECTIONS.append((order, function))
        return function

    return register


def sections_for(person):
    """Every section that is this person's, in order."""
    autodiscover_modules("desk", "desk_editions", "desk_deadlines", "desk_watch")
    ordered = sorted(SECTIONS, key=lambda registered: registered[0])
    return [made for _order, function in ordered if (made := function(person))]


def may(person, act, model):
    return person.has_perm(f"{model._meta.app_label}.{act}_{model._meta.model_name}")


def editions_for(person, act="view"):
    """The queryset of each kind that this person may view (or `act` on, too), without its long texts."""
    for kind in kinds():
        if may_view(person, kind) and (act == "view" or may(person, act, kind)):
            editions = kind.objects.for_person(person)
            fields = kind._meta.concrete_fields
            long = [each.name for each in fields if isinstance(each, RichTextField)]
            yield editions.select_related("edited_by", "submitted_by", "approved_by").defer(*long)


def url_of(edition, move=""):
    if move:
        address = reverse(admin_urlname(edition._meta, "move"), args=[edition.pk, move])
        return f"{address}?version={edition.version}"
    return reverse(admin_urlname(edition._meta, "change"), args=[edition.pk])


def line_on(edition, url, detail="", at=None, is_urgent=False):
    """A line that bears an edition's headline, in the language of that."""
    return Line(edition.title, url, detail, at, is_urgent, lang=edition.lang)


def gathered(querysets):
    """The first rows of each kind: one query a kind, one row more than is shown."""
    return [edition for editions in querysets for edition in editions[: MOST + 1]]


def ago(instant, now):
    return gettext("%(time)s ago") % {"time": clock.span(now - instant)} if instant else ""


def joined(*parts):
    return " · ".join(str(part) for part in parts if part)
