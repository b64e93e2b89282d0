"""The filters of a list, and their choices: a page may have a hundred, slow to write by Django's own tags."""

from html import escape

from django import template
from django.template.loader import render_to_string

from publishing.filters import address
from publishing.keeping import copy_of

register = template.Library()


@register.simple_tag(takes_context=True)
def filters_of_list(context):
    """Written once by each process for each address of the list and each state of the site."""
    request, told = context["request"], {"filters": context["filters"]}
    key = ("filters", address(request))
    return copy_of(request, key, lambda: render_to_string("components/filters.html", told))


@register.tag
def links(parser, token):
    _name, options = token.split_contents()
    return Links(parser.compile_filter(options))


class Links(template.Node):
    """A list item for each option, with its count where it has one. What a node gives is HTML: texts are escaped."""

    def __init__(self, options):
        self.options = options

    def render(self, context):
        return "\n".join(map(_link, self.options.resolve(context)))


def _link(option):
    chosen = ' aria-current="true"' if option.is_chosen else ""
    count = "" if option.count is None else f" <span>{int(option.count)}</span>"
    return f'<li><a href="{escape(option.url)}"{chosen}>{escape(option.label)}{count}</a></li>'
