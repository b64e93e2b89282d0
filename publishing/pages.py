"""Lists in pages, whatever is asked for."""

from django.core.paginator import EmptyPage, Paginator
from django.http import Http404

PER_PAGE = 20


class NoSuchPage(Http404):
    """The text is a sentence for whoever asked."""


def page_of(queryset, request, per_page=PER_PAGE):
    """The page that `?page=` names, the first one without it; a 404 with a sentence for any other."""
    paginator = Paginator(queryset, per_page)
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
    try:
        return paginator.page(number)
    except EmptyPage as error:
        pages = "one page" if paginator.num_pages == 1 else f"{paginator.num_pages} pages"
        raise NoSuchPage(f"There is no page “{asked[:30]}” in this list; it has {pages}.") from error
