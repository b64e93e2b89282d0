"""What stops or warns before news are published."""

from django.utils.translation import gettext

from publishing.checks import rule
from publishing.checks.piece import quoted
from publishing.clock import in_words

from .models import Operation, PressRelease


@rule(stops=False)
def pin_past(piece):
    edition = piece.edition
    is_pinned = isinstance(edition, PressRelease) and edition.is_pinned and edition.pinned_until
    if is_pinned and edition.pinned_until <= piece.public_at:
        hour = in_words(edition.pinned_until, edition.pinned_zone)
        yield gettext(
            "It is pinned until %(hour)s, which is past when it becomes public: no page will show it."
        ) % {"hour": hour}


@rule(stops=True)
def legal_check_missing(piece):
    edition = piece.edition
    if isinstance(edition, Operation) and not edition.is_legally_checked:
        yield (
            gettext(
                "The legal check is not made: somebody with that duty reads this edition for the presumption of "
                "innocence and for names of suspects, and then ticks it in the form."
            )
        )


@rule(stops=False)
def code_name_taken(piece):
    """Two items on one operation would have every number added twice."""
    edition = piece.edition
    if not isinstance(edition, Operation):
        return
    named = Operation.objects.public(piece.public_at).filter(code_name__iexact=edition.code_name.strip())
    for other in named.exclude(item=edition.item_id).select_related("item"):
        sentence = gettext(
            "Another operation, %(title)s, has this code name: if it is the same, write a new "
            "edition of that one, or its numbers are added twice."
        ) % {"title": quoted(other.title)}
        yield sentence, other.get_absolute_url(), other.title


@rule(stops=False)
def operation_not_public(piece):
    edition = piece.edition
    if not isinstance(edition, PressRelease) or not edition.operation_id:
        return
    if not Operation.objects.public(piece.public_at).filter(item=edition.operation_id).exists():
        yield gettext("Its operation is not public at that hour: the release shows no results until it is.")
