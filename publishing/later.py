"""Addresses whose code is imported when somebody first asks for one of them.

Most processes never need it: they start without it, and none of their memory goes there. tests/test_start.py has the
libraries that this is about.
"""

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern
from django.utils.module_loading import import_string


def later(name):
    """The view of that dotted name."""

    def view(request, *args, **kwargs):
        return import_string(name)(request, *args, **kwargs)

    return view


class Later(URLResolver):
    """The addresses of a URLconf that has a namespace of its own, below `route`."""

    def __init__(self, route, urlconf, app_name, namespace):
        super().__init__(RoutePattern(route), urlconf, app_name=app_name, namespace=namespace)

    def _populate(self):
        """Whoever looks for a name within the namespace reads `url_patterns`, which imports them."""
