from django import template
from django.utils.html import format_html_join

from organisation.pages import tree_shown

register = template.Library()


@register.filter
def as_terms(rows):
    """Of states, partners or crime areas that a text is about: each with a link to its page, in a list of terms."""
    named = ((one.get_absolute_url(), getattr(one, "short_name_then", "") or one.name) for one in rows)
    return format_html_join("", '<dd><a href="{}">{}</a></dd>', named)


@register.inclusion_tag("organisation/menu.html", takes_context=True)
def about_menu(context):
    """The section's menu at the moment that the page shows, with the page itself marked."""
    request = context["request"]
    return {"nodes": context.get("nodes") or tree_shown(request), "path": request.path}
