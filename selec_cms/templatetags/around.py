"""What is the same on several pages: written once by each process for each state of the site.

Pages of errors in the back office have no context of public pages (selec_cms/frame.py), and so no menu.
"""

from django import template
from django.template.loader import render_to_string
from django.utils.translation import get_language

from publishing.keeping import copy_of
from selec_cms.frame import are_current

register = template.Library()


@register.simple_tag(takes_context=True)
def masthead(context):
    """Without the field for a search where the page is the search."""
    told = {name: context.get(name) for name in ("menu", "members", "moment")}
    told["is_search"] = bool(context.get("answer"))
    current = "menu" in context and are_current(context["request"].path)
    return _once(context, "components/masthead.html", told, told["is_search"], current)


@register.simple_tag(takes_context=True)
def footer(context):
    told = {"social_accounts": context.get("social_accounts"), "pages": context.get("footer_pages")}
    return _once(context, "components/footer.html", told, "footer_pages" in context)


@register.simple_tag(takes_context=True)
def member_map(context):
    return _once(context, "organisation/map.html", {"map": context["map"]})


def _once(context, name, told, *key):
    key = (name, get_language(), *key)
    return copy_of(context["request"], key, lambda: render_to_string(name, told))
