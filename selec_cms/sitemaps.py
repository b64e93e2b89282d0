"""What search engines are asked to know: an index of sitemaps, one or more for each section of the site, and one
for news."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.core.paginator import EmptyPage, Paginator
from django.db.models import DateTimeField, OuterRef, Subquery, Value
from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe

from library.models import Document, Version
from news.models import PressRelease
from organisation.models import CrimeArea, MemberState, Partner
from publishing import clock
from publishing.boundaries import NEWS_FOR
from publishing.keeping import copy_of
from publishing.linked_data import LANGUAGE, NAME
from publishing.models import kinds
from publishing.moment import shown_at
from publishing.site import absolute

from .machines import answer

MOST = 50_000  # addresses in one sitemap, by the protocol
MOST_NEWS = 1000  # by the rules of Google News
XML = "application/xml"
PAGES = [
    *["home", "news:index", "news:press_releases", "news:events", "news:operations"],
    *[
        "organisation:about",
        "organisation:member_states",
        "organisation:partners",
        "organisation:crime_areas",
    ],
    *["organisation:figures", "organisation:faq", "library:publications", "notices:careers"],
    *["notices:internships", "notices:procurement", "outreach:contacts"],
    *["feeds", "api"],
]
NOT_KNOWN = Value(None, output_field=DateTimeField())


@dataclass(frozen=True)
class Section:
    """`rows(at)` gives pairs, in an order that stays: an address, or what `name` makes one of; when it was updated."""

    rows: Callable
    name: str = ""

    def pages(self, at):
        return Paginator(self.rows(at), MOST, allow_empty_first_page=False)

    def entries(self, page):
        for key, updated_at in page:
            yield absolute(reverse(self.name, args=[key]) if self.name else key), updated_at


def sections():
    """Each kind that editions are of is one."""
    return {
        "pages": Section(lambda at: [(reverse(name), None) for name in PAGES]),
        **{kind._meta.model_name: Section(partial(editions, kind)) for kind in kinds()},
        "states": Section(
            lambda at: slugs(MemberState.objects.announced(clock.today(at))), "organisation:member_state"
        ),
        "partners": Section(
            lambda at: slugs(Partner.objects.admitted(clock.today(at))), "organisation:partner"
        ),
        "areas": Section(lambda at: slugs(CrimeArea.objects), "organisation:crime_area"),
        "files": Section(files, "library:document"),
    }


def editions(kind, at):
    rows = kind.objects.indexed(at).with_updated(at).order_by("item")
    return rows.values_list("item__address", "updated_at")


def slugs(rows):
    return rows.order_by("pk").values_list("slug", NOT_KNOWN)


def files(at):
    """The pages of those of which a version is in force."""
    versions = Version.objects.in_force(at).filter(document=OuterRef("pk")).values("effective_at")
    public = Document.objects.public(at).annotate(updated_at=Subquery(versions[:1]))
    return public.exclude(updated_at=None).order_by("pk").values_list("pk", "updated_at")


@require_safe
def index(request):
    """Sections without a single address are not in it."""
    numbered = [
        [name, number] for name, section in sections().items() for number in _numbers(request, name, section)
    ]
    urls = [absolute(reverse("sitemap", args=one)) for one in numbered]
    return answer("machines/sitemaps.xml", {"urls": urls}, XML)


def _numbers(request, name, section):
    """Of a section's pages; counting them reads all that is public."""
    return copy_of(request, ("sitemap", name), lambda: section.pages(request.moment).page_range)


@require_safe
def sitemap(request, section, number):
    if section not in (known := sections()):
        raise Http404
    try:
        page = known[section].pages(request.moment).page(number)
    except EmptyPage as error:
        raise Http404 from error
    return answer("machines/sitemap.xml", {"entries": known[section].entries(page)}, XML)


@require_safe
def news_sitemap(request):
    """What became public for the first time in the last 48 hours; it may hold nothing."""
    since = shown_at(request) - NEWS_FOR
    fresh = PressRelease.objects.public(request.moment).filter(first_public_at__gt=since)
    pairs = [
        (absolute(one.get_absolute_url()), one) for one in fresh.newest_first().defer("body")[:MOST_NEWS]
    ]
    context = {"releases": pairs, "name": NAME, "language": LANGUAGE}
    return answer("machines/news_sitemap.xml", context, XML)
