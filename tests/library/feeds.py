"""Feeds as readers' programs have them."""

import json
from xml.etree import ElementTree

import feedparser
from django.test import Client

SITE = "https://www.selec.example"
ATOM = "{http://www.w3.org/2005/Atom}"
RELEASES = "/news/press-releases/"


def answer(path, **headers):
    return Client().get(path, headers=headers)


def feed(path):
    """As feedparser reads it; nothing in it may be broken."""
    response = answer(path)
    assert response.status_code == 200, path
    read = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not read.bozo, read.get("bozo_exception")
    return read


def items(path):
    return json.loads(answer(path).content)["items"]


def titles(path):
    return [entry.title for entry in feed(path).entries]


def html_of(path):
    """As it was written: feedparser would mend addresses."""
    (entry,) = ElementTree.fromstring(answer(path).content).findall(f"{ATOM}entry")  # noqa: S314  our own
    assert entry.find(f"{ATOM}content").get("type") == "html"
    return entry.find(f"{ATOM}content").text
