"""The part of a page's head that machines read: its one address, how it looks when it is passed on, what it is."""

from dataclasses import dataclass
from html import escape

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.template.defaultfilters import stringfilter
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.http import urlencode

from publishing.keeping import copy_of
from publishing.languages import OWN, of_the_interface
from publishing.linked_data import NAME, SHORT_NAME, breadcrumbs, instant
from publishing.rich_text import in_xml
from publishing.site import absolute
from publishing.templatetags.components import written
from selec_cms import cards

register = template.Library()
register.filter("in_xml", stringfilter(in_xml))
ENCODE = DjangoJSONEncoder().encode
OWN_PARAMETERS = {"page": "page", "sheet": "month"}  # by what is in the context of a page that knows them


@dataclass(frozen=True)
class Picture:
    url: str
    width: int
    height: int
    alt: str


@register.simple_block_tag(takes_context=True)
def for_machines(context, content):
    """What stands between its ends is the page's description. Of lists it is kept: they are few."""
    if context.get("filters"):
        return copy_of(
            context["request"], (own_address(context), content), lambda: _written(content, context)
        )
    return _written(content, context)


def _written(description, context):
    return render_to_string(
        "components/for_machines.html", {"description": description, **told(context, description)}
    )


def told(context, description):
    """Nothing of pages that are no place of their own: they have no crumbs, or say that `shared` is None.

    `description` is HTML. Search engines are asked to keep out where a list is asked for what is none of its values.
    """
    edition, crumbs = context.get("shared"), context.get("crumbs")
    if crumbs is None or ("shared" in context and not edition):
        return {}
    if not all(one.is_known for one in choices_of(context)):
        return {"is_kept_out": True}
    address = edition.get_absolute_url() if edition else own_address(context)
    picture, described = picture_of(edition), context.get("described") or []
    described = described if isinstance(described, list) else [described]
    if edition and described:
        described = [{**described[0], "image": [picture.url]}]
    graph = [one for one in [*described, breadcrumbs(crumbs)] if one]
    others = list(context.get("translations", [])) if edition else []
    return {
        "url": absolute(address),
        "passed_on": _passed_on(edition, absolute(address), description, crumbs, picture),
        "graph": {"@context": "https://schema.org", "@graph": graph} if graph else None,
        "translations": [
            (one.language, absolute(one.get_absolute_url())) for one in [edition, *others] if others
        ],
    }


def _passed_on(edition, url, description, crumbs, picture):
    told = {
        "og:site_name": SHORT_NAME,
        "og:type": "article" if edition else "website",
        "og:url": url,
        "og:title": edition.title if edition else (crumbs[-1].label if crumbs else NAME),
        "og:description": description,
        "og:locale": OWN[edition.language if edition else of_the_interface()][1],
        "og:image": picture.url,
        "og:image:width": picture.width,
        "og:image:height": picture.height,
        "og:image:alt": picture.alt,
    }
    if edition:
        told["article:published_time"] = instant(edition.first_public_at)
        told["article:modified_time"] = instant(edition.updated_at)
    return told


def properties(passed_on):
    """In the words of Open Graph."""
    lines = [f'<meta property="{name}" content="{_escaped(text)}">' for name, text in passed_on.items()]
    return "\n".join(lines)


def _escaped(text):
    """The description is HTML already."""
    return escape(text) if type(text) is str else conditional_escape(text)


def script(graph):
    """Under the name that search engines look for; no text in it can end it."""
    text = ENCODE(graph).replace("<", "\\u003C").replace(">", "\\u003E").replace("&", "\\u0026")
    return f'<script type="application/ld+json">{text}</script>'


register.tag("open_graph", written(properties))
register.tag("linked_data", written(script))


def choices_of(context):
    return [one for one in [*context.get("filters", []), context.get("parts")] if one]


def own_address(context):
    """The path, with the parameters that the page itself knows, always in the same order."""
    request = context["request"]
    names = {name for known, name in OWN_PARAMETERS.items() if known in context}
    names |= {one.name for one in choices_of(context)}
    asked = [(name, value) for name in sorted(names) if (value := request.GET.get(name))]
    asked = [pair for pair in asked if pair != ("page", "1")]
    return f"{request.path}?{urlencode(asked)}" if asked else request.path


def picture_of(edition):
    """The edition's own picture where it has one that is large enough; else a card that is drawn."""
    image = edition and edition.picture
    if image and (shared := image.shared):
        path, width, height = shared
        return Picture(absolute(path), width, height, image.text)
    return Picture(absolute(cards.address(edition)), *cards.SIZE, edition.title if edition else NAME)
