"""What the API has, for programs that begin to look."""

from django.urls import reverse
from pydantic import Field

from publishing.site import absolute

from .facts import FACTS
from .kinds import name_of
from .served import served
from .shapes import Address, Shape


class Entry(Shape):
    name: str
    label: str
    url: Address
    page: Address | None = Field(description="The same for people.")
    csv: Address | None = Field(description="The same as a table.")


class Index(Shape):
    lists: list[Entry]
    openapi: Address
    documentation: Address


def contents():
    lists = [_entry(name_of(one), one.label, one.url, one.table_url) for one in served()]
    facts = [_entry(name, label) for name, (label, *_rest) in FACTS.items()]
    addresses = {"openapi": _at("api:openapi-json"), "documentation": _at("api")}
    return {"lists": [*lists, *facts], **addresses}


def _entry(name, label, page="", csv=""):
    beside = {"page": absolute(page) if page else None, "csv": absolute(csv) if csv else None}
    return {"name": name, "label": str(label), "url": _at(f"api:{name}"), **beside}


def _at(name):
    return absolute(reverse(name))
