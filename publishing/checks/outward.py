from django.utils.translation import gettext

from .. import clock
from ..links import ExternalLink
from .piece import quoted
from .registry import rule


@rule(stops=False)
def dead_outward_link(piece):
    for link in ExternalLink.objects.of(piece.outward_links).filter(is_dead=True):
        day = clock.in_words(link.checked_at) if link.checked_at else gettext("an earlier day")
        yield (
            gettext(
                "The link to %(url)s is dead: %(outcome)s (checked %(day)s). Find the page’s new "
                "address, or take the link out."
            )
            % {"url": quoted(link.url), "outcome": link.outcome.rstrip("."), "day": day},
            link.url,
            gettext("the linked page"),
        )
