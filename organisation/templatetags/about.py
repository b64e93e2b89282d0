from django import template

from organisation.models.place import public_tree

register = template.Library()


@register.inclusion_tag("organisation/menu.html", takes_context=True)
def about_menu(context):
    """The section's menu at the moment that the page shows, with the page itself marked."""
    request = context["request"]
    return {"nodes": context.get("nodes") or public_tree(request.moment), "path": request.path}
