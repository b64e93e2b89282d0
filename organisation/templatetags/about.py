from html import escape

from django import template

from organisation.pages import tree_shown
from publishing.templatetags.components import written

register = template.Library()


def _term(row):
    """A state, partner or crime area that a text is about, with a link to its page."""
    words = getattr(row, "short_name_then", "") or row.name
    return f'<dd><a href="{escape(row.get_absolute_url())}">{escape(words)}</a></dd>'


register.tag("terms", written(lambda rows: "".join(map(_term, rows))))


@register.inclusion_tag("organisation/menu.html", takes_context=True)
def about_menu(context):
    """The section's menu at the moment that the page shows, with the page itself marked."""
    request = context["request"]
    return {"nodes": context.get("nodes") or tree_shown(request), "path": request.path}
