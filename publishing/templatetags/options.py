"""The filters of a list, and their choices: a page may have a hundred, slow to write by Django's own tags."""

from html import escape

from django import template
from django.template.loader import render_to_string

from publishing.filters import address
from publishing.keeping import copy_of
from publishing.templatetags.components import written

register = template.Library()


@register.simple_tag(takes_context=True)
def filters_of_list(context):
    """Written once by each process for each address of the list and each state of the site."""
    request, told = context["request"], {"filters": context["filters"]}
    key = ("filters", address(request))
    return copy_of(request, key, lambda: render_to_string("components/filters.html", told))


def _link(option):
    """A list item, with its count where it has one."""
    chosen = ' aria-current="true"' if option.is_chosen else ""
    count = "" if option.count is None else f" <span>{int(option.count)}</span>"
    return f'<li><a href="{escape(option.url)}"{chosen}>{escape(option.label)}{count}</a></li>'


register.tag("links", written(lambda options: "\n".join(map(_link, options))))
