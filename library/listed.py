"""The addresses of public lists, in every app's `urls.py`."""

from django.urls import path

from . import feeds


def listed(route, page, of):
    """Of one list: its page and its feeds. They stand before any `<slug>/`."""
    name = of.name.rpartition(":")[2]
    return [
        path(route, page, name=name),
        path(f"{route}feed/", feeds.atom, {"of": of}, name=f"{name}_feed"),
        path(f"{route}feed.json", feeds.json_feed, {"of": of}, name=f"{name}_feed_json"),
    ]
