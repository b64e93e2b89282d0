"""What stops or warns before a notice is published."""

from publishing.checks import rule
from publishing.checks.piece import quoted

from .models import Notice


@rule(stops=True)
def reference_missing(piece):
    if isinstance(piece.edition, Notice) and not piece.edition.reference_key:
        yield "It has no reference: give the one by which people are to quote it."


@rule(stops=True)
def reference_taken(piece):
    """Of those that are in force; a draft with the same reference is the later one's matter."""
    if isinstance(piece.edition, Notice):
        other = piece.edition.namesakes().filter(status="approved").first()
        if other:
            whose = f"Another {other._meta.verbose_name}, {quoted(other.title)},"
            yield f"{whose} has the reference {quoted(other.reference)}: give this one its own."
