"""An item has an address; its editions say what it said, and when."""

from django.apps import apps
from django.db import IntegrityError, models, transaction

from .editions import Edition
from .gate import EditionQuerySet
from .lifecycle import ChangeKind, Overtaken, Refused, Standing, Status

__all__ = ["ChangeKind", "Edition", "EditionQuerySet", "Item", "Overtaken", "Refused", "Standing", "Status"]


class Item(models.Model):
    """The identity of what is published: its kind ("news.pressrelease") and its address.

    The address is given at the first approval, and fixed from the first public instant on.
    """

    kind = models.CharField(max_length=40)
    slug = models.SlugField(max_length=120, blank=True)
    address = models.CharField(max_length=300, unique=True, null=True)  # noqa: DJ001  many have none

    class Meta:
        default_permissions = ()
        permissions = [("travel_in_time", "Can see the site at another moment")]

    def __str__(self):
        return self.address or f"{self.kind} {self.pk}"

    @property
    def editions(self):
        return getattr(self, f"{apps.get_model(self.kind)._meta.model_name}_editions")

    def settle(self, slug, address_of):
        """Take the first free address: `address_of(slug)`, then the same with -2, -3, …"""
        for number in range(1, 1000):
            candidate = slug if number == 1 else f"{slug}-{number}"
            try:
                with transaction.atomic():
                    Item.objects.filter(pk=self.pk).update(slug=candidate, address=address_of(candidate))
            except IntegrityError:
                continue
            return self.refresh_from_db()
        raise Refused("A thousand items of that day have this title: choose another headline.")
