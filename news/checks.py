"""What warns before a release is published."""

from publishing.checks import rule
from publishing.clock import in_words

from .models import PressRelease


@rule(stops=False)
def pin_past(piece):
    edition = piece.edition
    is_pinned = isinstance(edition, PressRelease) and edition.is_pinned and edition.pinned_until
    if is_pinned and edition.pinned_until <= piece.public_at:
        hour = in_words(edition.pinned_until, edition.pinned_zone)
        yield f"It is pinned until {hour}, which is past when it becomes public: no page will show it."
