"""The page that shows by example how the API is used: its examples are answers of the moment."""

import json
from copy import copy
from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from publishing.crumbs import Crumb
from publishing.site import absolute

from .facts import FACTS
from .kinds import name_of
from .lists import MOST, PER_PAGE, Asked, page, values_of
from .served import served

LONGEST_TEXT = 120  # characters of one text in an example
LONGEST_LIST = 2  # entries of a list in it
VALUES_SHOWN = 4


@dataclass(frozen=True)
class Taken:
    """One filter, with its values and what they mean; not all of them where they come from the content."""

    name: str
    label: str
    values: list
    is_whole: bool


@dataclass(frozen=True)
class Chapter:
    key: str
    label: str
    address: str
    example: str
    says: str = ""
    filters: tuple = ()
    table: str = ""


def documentation(request):
    lists = [_list(one, request) for one in served()]
    facts = [_facts(name, request) for name in FACTS]
    root = reverse("api:api-root")
    context = {"lists": lists, "facts": facts, "per_page": PER_PAGE, "most": MOST, "longest": LONGEST_TEXT}
    context["a_minute"] = settings.DATA_A_MINUTE
    context |= {"table": absolute(lists[0].table), "crumbs": (Crumb(gettext("Public data")),)}
    context |= {"root": absolute(root), "openapi": reverse("api:openapi-json"), "root_path": root}
    return render(request, "api/documentation.html", context)


def _list(public_list, request):
    name = name_of(public_list)
    address = reverse(f"api:{name}")
    answer = page(public_list, _without_parameters(request), Asked(limit=1))
    filters = tuple(_taken(choice, public_list, request) for choice in public_list.choices(request))
    example = shown(answer) if answer["items"] else ""
    return Chapter(name, public_list.label, address, example, filters=filters, table=public_list.table_url)


def _without_parameters(request):
    """What the page itself was asked for is nothing to its examples."""
    plain = copy(request)
    plain.GET = QueryDict()
    return plain


def _taken(choice, public_list, request):
    """A filter, and such of its values as the list has at the moment."""
    if values := values_of(choice.filter):
        return Taken(choice.name, choice.label, values, is_whole=True)
    choice.count(public_list.rows(request), request)
    found = [(option.value, option.label) for option in choice.options]
    return Taken(choice.name, choice.label, found[:VALUES_SHOWN], len(found) <= VALUES_SHOWN)


def _facts(name, request):
    label, _shape, function, sentence = FACTS[name]
    items = function(request)
    address = reverse(f"api:{name}")
    return Chapter(name, label, address, shown({"items": items[:1]}) if items else "", sentence)


def shown(answer):
    return json.dumps(shortened(answer), ensure_ascii=False, indent=2)


def shortened(value):
    if isinstance(value, dict):
        return {name: shortened(one) for name, one in value.items()}
    if isinstance(value, list):
        return [shortened(one) for one in value[:LONGEST_LIST]]
    is_text = isinstance(value, str) and not value.startswith("http")
    return f"{value[:LONGEST_TEXT]}…" if is_text and len(value) > LONGEST_TEXT else value
