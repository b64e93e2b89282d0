"""The lists that are served: those of the site, and the pages that people find in menus instead."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organisation.models import Page
from publishing.filters import Filter
from publishing.lists import LISTS, PublicList


class InMenus(PublicList):
    """What people find in menus: programs alone have it as a list. It has neither feeds nor a table."""

    table_url = ""

    def __post_init__(self):
        """It is none of the site's lists."""

    @property
    def url(self):
        return reverse("organisation:about")


PAGES = InMenus(
    "organisation:pages",
    _("Pages, questions and answers"),
    Page,
    lambda request: Page.objects.public(request.moment),
    [
        Filter("kind", _("Kind"), "kind", names=dict(Page.Kind.choices)),
        Filter("topic", _("Topic"), "topic", names=dict(Page.Topic.choices)),
    ],
)


def served():
    return [*LISTS.values(), PAGES]
