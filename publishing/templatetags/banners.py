from django import template
from django.template.loader import render_to_string

register = template.Library()
OF_THE_PAGE = "preview superseded edition_in_force back_office_url zone_name translations".split()


@register.simple_tag(takes_context=True)
def banners(context, edition):
    """What stands above the text of an edition that is not simply the one in force, in the one language of the site."""
    told = {name: context.get(name) for name in OF_THE_PAGE} | {"is_reviewed": context.get("review_form")}
    is_plain = not (edition.is_withdrawn or edition.lang)
    if is_plain and not any(told[name] for name in ("is_reviewed", "preview", "superseded", "translations")):
        return ""
    told |= {"edition": edition, "said": context["request"].GET.get("said")}
    return render_to_string("publishing/banners.html", told)
