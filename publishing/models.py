"""An item has an address; its editions say what it said, and when."""

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy as _

from .checked import Checked
from .deadlined import DeadlinedEdition, DeadlineQuerySet
from .editions import Edition
from .gate import EditionQuerySet
from .lifecycle import ChangeKind, Overtaken, Refused, Standing, Status
from .links import ExternalLink
from .readings import Reading, Shingle
from .review_links import ReviewLink
from .site_version import SiteVersion
from .slugs import is_led_to, numbered
from .work import Heartbeat
from .writing import Writing

__all__ = [
    "ChangeKind",
    "Checked",
    "DeadlineQuerySet",
    "DeadlinedEdition",
    "Edition",
    "EditionQuerySet",
    "ExternalLink",
    "FormerAddress",
    "Heartbeat",
    "Item",
    "Overtaken",
    "Reading",
    "Refused",
    "ReviewLink",
    "Shingle",
    "SiteVersion",
    "Standing",
    "Status",
    "Writing",
    "kinds",
    "way_on",
]


class ItemQuerySet(models.QuerySet):
    def closed_to(self, person):
        """Items limited to named people of whom `person` is none."""
        return self.filter(named_people__isnull=False).exclude(pk__in=self.model.objects.naming(person))

    def naming(self, person):
        return self.filter(named_people=person.pk)

    def found_at(self, addresses):
        """Items at one of these addresses, and those that were there once and are led to from it."""
        return self.filter(Q(address__in=addresses) | Q(former_addresses__address__in=addresses)).distinct()


class Item(models.Model):
    """The identity of what is published: its kind ("news.pressrelease") and its address.

    The address is given at the first approval, and fixed from the first public instant on.
    Where there are `named_people`, the back office shows the item to them alone.
    """

    kind = models.CharField(max_length=40)
    slug = models.SlugField(max_length=120, blank=True)
    address = models.CharField(max_length=300, unique=True, null=True)  # noqa: DJ001  many have none
    named_people = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("item"), _("items")
        default_permissions = ()
        permissions = [("travel_in_time", "Can see the site at another moment")]

    def __str__(self):
        return self.address or f"{self.kind} {self.pk}"

    @property
    def editions(self):
        return getattr(self, f"{apps.get_model(self.kind)._meta.model_name}_editions")

    def settle(self, slug, address_of):
        """Take the first free address: `address_of(slug)`, then the same with -2, -3, …"""
        for candidate in numbered(slug):
            if self._take(candidate, address_of(candidate)):
                return
        raise Refused(gettext("A thousand items of that day have this title: choose another headline."))

    def move_to(self, slug, address):
        """Take another address, and leave the present one as a former address that leads here."""
        if address == self.address:
            raise Refused(gettext("That is its address already."))
        former = self.address
        if not self._take(slug, address):
            raise Refused(
                gettext("%(address)s is, or was, the address of another item, or is one of the site itself.")
                % {"address": address}
            )
        FormerAddress.objects.filter(address=address).delete()
        FormerAddress.objects.create(address=former, item=self)

    def _take(self, slug, address):
        """Whether this address was free, and is now this item's; none is that the site itself has, such as a feed's.

        Former ones are looked at behind the update, which waits for an item that is just leaving the address.
        """
        if not is_led_to(address, slug):
            return False
        try:
            with transaction.atomic():
                Item.objects.filter(pk=self.pk).update(slug=slug, address=address)
                if FormerAddress.objects.filter(address=address).exclude(item=self).exists():
                    raise IntegrityError
        except IntegrityError:
            return False
        self.refresh_from_db()
        return True


class FormerAddress(models.Model):
    """Where an item was to be found before its slug was changed: it leads to the item for good."""

    address = models.CharField(max_length=300, unique=True)
    item = models.ForeignKey(Item, models.PROTECT, related_name="former_addresses")

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.address


def kinds():
    """Every kind of edition."""
    return [model for model in apps.get_models() if issubclass(model, Edition)]


def way_on(edition, at):
    """Where a removed page sends its visitors, past what was removed since; empty where they would go in a circle."""
    path, passed = edition.redirect_to, {edition.item_id}
    while item := Item.objects.found_at([path]).first():
        in_force = item.editions.in_force(at).first()
        if item.pk in passed:
            return ""
        if in_force is None or not in_force.redirect_to:
            break
        path, passed = in_force.redirect_to, {*passed, item.pk}
    return path
