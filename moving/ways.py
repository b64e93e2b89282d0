"""Where what is taken over will stand, and the old addresses that lead there: worked out for a batch at once."""

from django.core.exceptions import ValidationError

from publishing.models import FormerAddress, Item
from publishing.slugs import is_led_to, numbered, slug_of

from .models import OldAddress


class Ways:
    """Remembers what it has given away, so that a dry run tells the same addresses as the run that writes."""

    def __init__(self):
        self.given, self.keys = set(), set()

    def find(self, judged):
        """Fill in where each stands, and the key of its old address, or why it has none."""
        for one in judged:
            one.slug, one.address = self._first(one.edition)
            one.key, one.why_not_led = self._key(one.post)
        taken = {
            *Item.objects.filter(address__in=[one.address for one in judged]).values_list(
                "address", flat=True
            )
        }
        former = FormerAddress.objects.filter(address__in=[one.address for one in judged])
        taken |= {*former.values_list("address", flat=True)}
        for one in judged:
            if one.address in taken:
                one.slug, one.address = self._first(
                    one.edition, lambda it: not Item.objects.found_at([it]).exists()
                )
        known = OldAddress.objects.filter(key__in=[one.key for one in judged if one.key]).select_related(
            "item"
        )
        leads = {row.key: row.in_the_way for row in known}
        for one in judged:
            if one.key in leads:
                one.key, one.why_not_led = "", leads[one.key]

    def _first(self, edition, is_free=lambda address: True):
        """As Item.settle does: the slug of the title, then the same with -2, -3, …; empty where all are taken."""
        for slug in numbered(slug_of(edition.title, edition._meta.model_name)):
            address = edition.address(slug)
            if address not in self.given and is_led_to(address, slug) and is_free(address):
                self.given.add(address)
                return slug, address
        return "", ""

    def _key(self, post):
        old = OldAddress()
        try:
            old.stand_at(post.address)
        except ValidationError as error:
            return "", " ".join(error.messages)
        if old.key in self.keys:
            return "", f"{old} is another one's in this file."
        self.keys.add(old.key)
        return old.key, ""
