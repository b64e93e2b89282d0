from .. import clock
from ..links import ExternalLink
from .piece import quoted
from .registry import rule


@rule(stops=False)
def dead_outward_link(piece):
    for link in ExternalLink.objects.of(piece.outward_links).filter(is_dead=True):
        day = clock.in_words(link.checked_at) if link.checked_at else "an earlier day"
        yield (
            f"The link to {quoted(link.url)} is dead: {link.outcome.rstrip('.')} (checked {day}). "
            "Find the page’s new address, or take the link out.",
            link.url,
            "the linked page",
        )
