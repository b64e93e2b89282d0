"""What machines read in a page's head, read by extruct as search engines and social networks do."""

import re
from dataclasses import dataclass
from datetime import datetime

import extruct
from django.test import Client
from lxml import html

from publishing.site import absolute


@dataclass
class Head:
    status: int
    canonical: list
    graph: list
    shared: dict
    robots: list

    @property
    def types(self):
        return [one["@type"] for one in self.graph]

    def one(self, kind):
        (found,) = [one for one in self.graph if one["@type"] == kind]
        return found


def head(path, client=None):
    response = (client or Client()).get(path)
    page = response.content.decode()
    found = extruct.extract(page, base_url=absolute(path), syntaxes=["json-ld", "opengraph"], uniform=False)
    contexts = {one["@context"] for one in found["json-ld"]}
    assert contexts <= {"https://schema.org"}
    pairs = [pair for block in found["opengraph"] for pair in block["properties"]]
    assert len({name for name, _value in pairs}) == len(pairs), "no property stands twice"
    tree = html.fromstring(page)
    return Head(
        response.status_code,
        tree.xpath("//link[@rel='canonical']/@href"),
        [one for block in found["json-ld"] for one in block["@graph"]],
        dict(pairs),
        tree.xpath("//meta[@name='robots']/@content"),
    )


def is_date(text):
    """ISO 8601: a date, or an instant with its offset from UTC."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return bool(datetime.strptime(text, "%Y-%m-%d"))
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}", text)) and bool(
        datetime.fromisoformat(text)
    )
