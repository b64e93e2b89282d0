"""The choices of a filter: a page may have a hundred, which Django's own tags would be slow to write."""

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()
CHOSEN = format_html(' aria-current="{}"', "true")


@register.filter
def as_links(options):
    """A list item for each, with its count where it has one."""
    return format_html_join(
        "\n",
        '<li><a href="{}"{}>{}{}</a></li>',
        ((one.url, _chosen(one), one.label, _count(one)) for one in options),
    )


def _chosen(option):
    return CHOSEN if option.is_chosen else ""


def _count(option):
    return "" if option.count is None else format_html(" <span>{}</span>", option.count)
