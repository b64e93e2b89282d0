"""The lists of the API, each with its items, drawn by django-ninja."""

from typing import Annotated, Literal

from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode
from ninja import Path, Query
from pydantic import BaseModel, Field, create_model

from publishing.filters import through
from publishing.moment import shown_at
from publishing.site import absolute

from .answers import NOTHING, REFUSED, UNCHANGED
from .beside import with_what_is_told
from .cursors import LARGEST, LONGEST, behind, cursor_behind, in_order
from .kinds import kind_of, name_of
from .shapes import Address, Shape

PER_PAGE, MOST = 20, 100


class Asked(BaseModel):
    limit: int = Field(PER_PAGE, ge=1, le=MOST, description="How many at most.")
    cursor: str = Field("", max_length=LONGEST, description="From “next” of the answer before.")


def add(api, public_list):
    """The address of the list, and that of one of its items."""
    _add_list(api, public_list)
    _add_item(api, public_list)


def _add_list(api, public_list):
    name, label = name_of(public_list), public_list.label
    asked, shape = query_of(public_list), list_shape(public_list)
    words = {"summary": f"{label}: a list", "tags": [label], "url_name": name, "operation_id": f"list-{name}"}

    @api.get(f"/{name}", response=shape, openapi_extra={"responses": UNCHANGED | REFUSED}, **words)
    def rows(request, asked: Query[asked]):
        """The newest first. Filters are those of the page; without one, everything that is public."""
        return page(public_list, request, asked)


def _add_item(api, public_list):
    name, label = name_of(public_list), public_list.label
    shape, extra = kind_of(public_list).shape, {"responses": UNCHANGED | NOTHING | REFUSED}
    words = {"summary": f"{label}: one item", "tags": [label], "operation_id": f"read-{name}"}
    words |= {"url_name": f"{name}-item", "openapi_extra": extra}

    @api.get(f"/{name}/{{id}}", response=shape, **words)
    def item(request, id: Annotated[int, Path(ge=1, le=LARGEST, description="The item’s number.")]):
        """What is public of it at the moment."""
        return one_item(public_list, request, id)


def query_of(public_list):
    """A filter of a closed list of values takes these alone; any other value finds nothing where there is none."""
    fields = {
        one.name: (_type_of(one), Field(None, description=words_of(one))) for one in public_list.filters
    }
    return create_model(f"{public_list.kind.__name__}Query", __base__=Asked, **fields)


def values_of(one):
    """(value, words) of a filter whose values do not come from the content."""
    if parts := getattr(one, "parts", None):
        return [(value, words) for value, (words, _rows) in parts.items()]
    return list(one.names.items())


def _type_of(one):
    values = tuple(value for value, _words in values_of(one))
    return Literal[values] if values else Annotated[str, Field(max_length=LONGEST)]


def words_of(one):
    values = ", ".join(f"{value} ({words})" for value, words in values_of(one))
    return f"{one.label}: {values}." if values else f"{one.label}."


def list_shape(public_list):
    described = {
        "items": (list[kind_of(public_list).shape], Field(description="The newest first.")),
        "next": (Address | None, Field(description="Where the list goes on; null at its end.")),
        "filters": (dict[str, str], Field(description="Those that were followed.")),
    }
    return create_model(f"{public_list.kind.__name__}List", __base__=Shape, **described)


def chosen(public_list, request):
    """The filters that the address names. Unlike the page, a list shows all of its parts where it names none."""
    return [one for one in public_list.choices(request) if request.GET.get(one.name)]


def editions_of(public_list, rows):
    """The editions that `rows` are, each once and whole: a page may leave texts out."""
    return public_list.kind.objects.filter(pk__in=rows.order_by().values("pk"))


def page(public_list, request, asked):
    at, choices = shown_at(request), chosen(public_list, request)
    found = places(through(public_list.rows(request), choices), asked)
    editions = public_list.kind.objects.filter(pk__in=found[: asked.limit])
    shown, is_last = list(with_what_is_told(in_order(editions), at)), len(found) <= asked.limit
    return {
        "items": kind_of(public_list).told(shown, at),
        "next": None if is_last else _next(public_list, choices, asked.limit, shown[-1]),
        "filters": {one.name: one.chosen for one in choices},
    }


def places(rows, asked):
    """The ids of the editions that one page shows, and of one more, if there is any.

    They are found first: what is told beside each would otherwise be read for the whole list.
    """
    rows = in_order(behind(rows, asked.cursor) if asked.cursor else rows)
    return [*rows.values_list("pk", flat=True)[: asked.limit + 1]]


def _next(public_list, choices, limit, last):
    """The whole address, with all that was followed and nothing else."""
    query = {one.name: one.chosen for one in choices} | {"limit": limit, "cursor": cursor_behind(last)}
    return absolute(f"{reverse(f'api:{name_of(public_list)}')}?{urlencode(query)}")


def one_item(public_list, request, number):
    at = shown_at(request)
    editions = editions_of(public_list, public_list.rows(request).filter(item=number))
    found = kind_of(public_list).told(list(with_what_is_told(editions, at)), at)
    if not found:
        raise Http404
    return found[0]
