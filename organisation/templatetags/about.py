from django import template

from organisation.pages import tree_shown

register = template.Library()


@register.inclusion_tag("organisation/menu.html", takes_context=True)
def about_menu(context):
    """The section's menu at the moment that the page shows, with the page itself marked."""
    request = context["request"]
    return {"nodes": context.get("nodes") or tree_shown(request), "path": request.path}
