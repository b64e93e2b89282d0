"""The filters of a list, and their choices: a page may have a hundred, slow to write by Django's own tags."""

from html import escape

from django import template
from django.template.loader import render_to_string
from django.utils.translation import gettext

from publishing.filters import address
from publishing.keeping import copy_of
from publishing.templatetags.components import written

register = template.Library()
CURRENT = ' aria-current="true"'
GROUP = """
    <details class="group"{is_open}>
      <summary>{label}</summary>
      <ul role="list">
        <li><a href="{all_url}"{is_all}>{all}</a></li>
        {links}
      </ul>
    </details>
"""


@register.simple_tag(takes_context=True)
def filters_of_list(context):
    """Written once by each process for each address of the list and each state of the site."""
    request, told = context["request"], {"filters": context["filters"]}
    key = ("filters", address(request))
    return copy_of(request, key, lambda: render_to_string("components/filters.html", told))


def _groups(filters):
    """Of each filter that has any its choices, those of the first in sight."""
    return "".join([_group(one, one is filters[0]) for one in filters if one.options or one.is_active])


def _group(one, is_first):
    return GROUP.format(
        is_open=" open" if one.is_active or is_first else "",
        label=escape(one.label),
        all_url=escape(one.all_url),
        is_all="" if one.is_active else CURRENT,
        all=escape(gettext("All")),
        links="\n".join(map(_link, one.options)),
    )


def _link(option):
    """A list item, with its count where it has one."""
    _value, label, count, url, is_chosen = option
    count = "" if count is None else f" <span>{int(count)}</span>"
    return f'<li><a href="{escape(url)}"{CURRENT if is_chosen else ""}>{escape(label)}{count}</a></li>'


register.tag("groups", written(_groups))
