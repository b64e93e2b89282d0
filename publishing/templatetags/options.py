"""The filters of a list, and their choices: a page may have a hundred, slow to write by Django's own tags."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html

from publishing.filters import address
from publishing.keeping import copy_of

register = template.Library()


@register.simple_tag(takes_context=True)
def filters_of_list(context):
    """Written once by each process for each address of the list and each state of the site."""
    request, told = context["request"], {"filters": context["filters"]}
    key = ("filters", address(request))
    return copy_of(request, key, lambda: render_to_string("components/filters.html", told))


@register.filter
def as_links(options):
    """A list item for each, with its count where it has one."""
    items = "\n".join(f'<li><a href="{{}}"{_chosen(one)}>{{}}{_count(one)}</a></li>' for one in options)
    return format_html(items, *(text for one in options for text in (one.url, one.label))) if items else ""


def _chosen(option):
    return ' aria-current="true"' if option.is_chosen else ""


def _count(option):
    return "" if option.count is None else f" <span>{int(option.count)}</span>"
