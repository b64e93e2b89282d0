"""Lists in pages, whatever is asked for."""

from django.core.paginator import EmptyPage, Paginator
from django.http import Http404
from django.utils.translation import ngettext

PER_PAGE = 20


class NoSuchPage(Http404):
    """The text is a sentence for whoever asked."""


def page_of(queryset, request, per_page=PER_PAGE, total=None):
    """The page that `?page=` names, the first one without it; a 404 with a sentence for any other.

    `total`: how many rows there are, where that is known already.
    """
    paginator = Paginator(queryset, per_page)
    if total is not None:
        paginator.count = total
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
    try:
        return paginator.page(number)
    except EmptyPage as error:
        sentence = ngettext(
            "There is no page “%(asked)s” in this list; it has one page.",
            "There is no page “%(asked)s” in this list; it has %(pages)s pages.",
            paginator.num_pages,
        )
        raise NoSuchPage(sentence % {"asked": asked[:30], "pages": paginator.num_pages}) from error
