"""The small files that machines ask for by an agreed name."""

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from organisation.models import Contact
from publishing import clock
from publishing.linked_data import LANGUAGE, NAME, SHORT_NAME
from publishing.moment import shown_at
from publishing.site import absolute

TEXT = "text/plain; charset=utf-8"


def answer(template, context, content_type):
    """Without the frame that stands round pages, and what that asks of the database."""
    return HttpResponse(render_to_string(template, context), content_type)


@require_safe
def robots(request):
    """Previews are shown to staff alone, and review links to whoever was sent one: neither is to be looked for."""
    closed = [reverse("admin:index"), reverse("review", args=["-"]).removesuffix("-/"), "/*?*edition="]
    sitemaps = [absolute(reverse(name)) for name in ("sitemaps", "news_sitemap")]
    return answer("machines/robots.txt", {"closed": closed, "sitemaps": sitemaps}, TEXT)


@require_safe
def security(request):
    """RFC 9116, as long as somebody stands by the contact: 404 without one, or past the day until which it holds."""
    contact = Contact.objects.for_security(clock.today(shown_at(request))).first()
    if contact is None or not contact.addresses:
        raise Http404
    lines = {"contact": contact, "canonical": absolute(reverse("security")), "language": LANGUAGE}
    return answer("machines/security.txt", lines, TEXT)


@require_safe
def opensearch(request):
    """OpenSearch 1.1: with it a browser searches the site from its address bar."""
    context = {"short_name": SHORT_NAME, "name": NAME, "language": LANGUAGE}
    context |= {"search": absolute("/search/"), "icon": absolute(static("favicon.svg"))}
    return answer("machines/opensearch.xml", context, "application/opensearchdescription+xml")
