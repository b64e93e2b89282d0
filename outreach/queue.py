"""What alerts are due: computed from what is public, never by the act of anybody who publishes."""

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Subquery

from publishing import clock
from publishing.lifecycle import ChangeKind

from .models import Announced, Delivery, Letter, Subscriber
from .models.subscriber import alert_kinds

AT_A_TIME = 20  # editions
LETTERS_AT_A_TIME = 500


def is_told(edition, before):
    """Whether people are written to about an edition; `before` is the one before it, None for the first.

    Nobody is about a minor change, unless the page comes or goes with it.
    """
    return before is None or edition.standing != before.standing or edition.change != ChangeKind.MINOR


def queue_alerts():
    """Make the deliveries of what has become public, and the letters that are due; returns how many it made."""
    now = clock.now()
    editions = unannounced(now, AT_A_TIME)
    made = sum(announce(edition) for edition in editions)
    return made if len(editions) == AT_A_TIME else made + make_letters(now)


def unannounced(at, limit):
    """Editions that had become public by `at`, of each kind the first ones first, of which nobody was told.

    Superseded ones too, so that none is lost while no worker runs: whoever hears of one reads what is in force when
    the letter is sent. What is older than all subscribers is left alone.
    """
    first = Subscriber.objects.aggregate(first=Min("confirmed_at"))["first"]
    if first is None:
        return []
    known = Announced.objects.filter(item=OuterRef("item"), number=OuterRef("number"))
    found = []
    for kind in alert_kinds():
        editions = kind.objects.ever_public(at).filter(~Exists(known), publish_at__gt=first)
        found += editions.order_by("publish_at", "number")[: limit - len(found)]
    return found


@transaction.atomic
def announce(edition):
    """Settle who hears of an edition, once: of two workers one waits, and finds it done. Returns how many."""
    _announced, is_new = Announced.objects.get_or_create(item_id=edition.item_id, number=edition.number)
    if not is_new or not is_told(edition, edition.predecessor):
        return 0
    people = Subscriber.objects.to_be_told(edition).select_for_update(no_key=True).order_by("pk")
    rows = [
        Delivery(subscriber_id=pk, item_id=edition.item_id, number=edition.number, at=edition.publish_at)
        for pk in people.values_list("pk", flat=True)
    ]
    return len(Delivery.objects.bulk_create(rows))


def make_letters(at):
    """Make letters of the deliveries that are ready, one for each subscriber; returns how many."""
    made = 0
    while number := _make_letters(at):
        made += number
    return made


@transaction.atomic
def _make_letters(at):
    """Whoever is locked has a letter made by another worker at this moment, or had one until then: asked again."""
    ready = Delivery.objects.ready(at)
    people = Subscriber.objects.select_for_update(no_key=True, skip_locked=True).order_by("pk")
    people = people.filter(pk__in=ready.values("subscriber")).values_list("pk", flat=True)
    mine = ready.filter(subscriber__in=list(people[:LETTERS_AT_A_TIME]))
    ids = sorted(set(mine.values_list("subscriber", flat=True)))
    fields = {"purpose": Letter.Purpose.ALERTS, "made_at": at, "next_try_at": at}
    Letter.objects.bulk_create([Letter(subscriber_id=pk, **fields) for pk in ids])
    newest = Letter.objects.filter(subscriber=OuterRef("subscriber"), purpose=Letter.Purpose.ALERTS)
    newest = Subquery(newest.order_by("-pk").values("pk")[:1])
    mine.update(letter=newest)
    return len(ids)
