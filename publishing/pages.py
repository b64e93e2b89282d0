"""Lists in pages, whatever is asked for."""

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.http import Http404
from django.utils.translation import ngettext

from .filters import address
from .keeping import copy_of
from .prepared import Statement

PER_PAGE = 20
NEAR = 10  # pages that the database reaches by counting rows
NEWEST_FIRST = ("-first_public_at", "-id")


class NoSuchPage(Http404):
    """The text is a sentence for whoever asked."""


class ListPage(Page):
    """`to_page` is the address of another page, but for its number."""

    def __init__(self, rows, number, paginator, first_url):
        super().__init__(rows, number, paginator)
        self.first_url = first_url
        self.to_page = f"{first_url}&page=" if first_url.startswith("?") else "?page="


def page_of(queryset, request, per_page=PER_PAGE, key=None):
    """The page that `?page=` names, the first one without it; a 404 with a sentence for any other.

    `key` names these rows, where processes may keep how many there are, and where the pages begin that lie deep in a
    list by date: the rows before them are not read again.
    """
    paginator = Paginator(queryset, per_page)
    if key:
        paginator.count = copy_of(request, (key, "total"), queryset.order_by().count)
    number = _number_asked(request, paginator)
    rows = paginator.page(number).object_list
    if key and number > NEAR and queryset.query.order_by == NEWEST_FIRST:
        firsts = copy_of(request, (key, per_page), lambda: first_of_pages(queryset, per_page))
        if number <= len(firsts):
            rows = queryset.filter(behind(*firsts[number - 1]))[:per_page]
    if key and paginator.count:
        statement = copy_of(request, (key, per_page, number, rows.db), lambda: Statement(rows))
        rows = statement.rows()
    return ListPage(rows, number, paginator, address(request))


def _number_asked(request, paginator):
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
    try:
        return paginator.validate_number(number)
    except EmptyPage as error:
        sentence = ngettext(
            "There is no page “%(asked)s” in this list; it has one page.",
            "There is no page “%(asked)s” in this list; it has %(pages)s pages.",
            paginator.num_pages,
        )
        raise NoSuchPage(sentence % {"asked": asked[:30], "pages": paginator.num_pages}) from error


def first_of_pages(queryset, per_page):
    """(first_public_at, id) of the first row of each page."""
    place = Window(RowNumber(), order_by=[F("first_public_at").desc(), F("id").desc()])
    rows = queryset.order_by().annotate(place=place).annotate(rest=F("place") % per_page)
    firsts = rows.filter(rest=1 % per_page).order_by("place")
    return list(firsts.values_list("first_public_at", "id"))


def behind(first_public_at, number):
    """That row of a list by date, and those that follow it; an index is sought by the first condition."""
    return Q(first_public_at__lte=first_public_at) & (
        Q(first_public_at__lt=first_public_at) | Q(id__lte=number)
    )


def before(first_public_at, number):
    """That row, and those that come before it in the list: the later ones."""
    return Q(first_public_at__gte=first_public_at) & (
        Q(first_public_at__gt=first_public_at) | Q(id__gte=number)
    )
