"""Addresses of the former sites, and what they became."""

from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy as _

from audit.models import record
from publishing.models import Item

from .keys import keys_of
from .targets import target_of, why_taken


class OldAddressQuerySet(models.QuerySet):
    def of(self, path):
        """The row that a path asked for is led by, of the longest part of it that is known; None without one."""
        keys = keys_of(path)
        found = {row.key: row for row in self.filter(key__in=keys).select_related("item")} if keys else {}
        return next((found[key] for key in keys if key in found), None)

    def for_person(self, person):
        """For staff: without those that lead to items limited to people of whom `person` is none."""
        return self.exclude(item__in=Item.objects.closed_to(person))


class OldAddress(models.Model):
    """`key` is what counts of the address (moving/keys.py). It leads to an item, wherever that is by now, or to a
    fixed `path` of the site, never to another one; so one hop is enough, and what is not public is led to by none.
    """

    key = models.CharField(_("old address"), max_length=200, unique=True)
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    path = models.CharField(max_length=300, blank=True, editable=False)
    title = models.CharField(_("what stood there"), max_length=300, blank=True)

    objects = OldAddressQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        verbose_name, verbose_name_plural = _("old address"), _("old addresses")
        default_permissions = ("view", "add", "change", "delete")
        constraints = [
            models.CheckConstraint(
                condition=Q(item=None) ^ Q(path=""),
                name="oldaddress_leads_to_one_page",
                violation_error_message=_("It leads to one page: an item, or a fixed address of the site."),
            ),
            models.CheckConstraint(
                condition=Q(path="") | (Q(path__startswith="/") & ~Q(path__startswith="//")),
                name="oldaddress_stays_here",
                violation_error_message=_("It leads to a page of this site."),
            ),
        ]

    def __str__(self):
        return f"/{self.key}/"

    @property
    def leads_to(self):
        return (self.item.address or "") if self.item_id else self.path

    @property
    def in_the_way(self):
        """What to say to whoever wants the address for something else."""
        return gettext("%(old)s leads to %(page)s already.") % {"old": self, "page": self.leads_to}

    def stand_at(self, address):
        """Take the address, a path or a whole one; ValidationError with a sentence where it cannot lead anywhere."""
        path = path_of(address)
        keys = keys_of(path)
        if not keys:
            raise ValidationError(
                gettext("Give an address of a former site, such as /p646/07+October+2016 or /some-words/.")
            )
        if why := why_taken(keys[0]):
            raise ValidationError(why)
        self.key = keys[0]

    def lead_to(self, address, person=None):
        """Take what it leads to; ValidationError with a sentence where that is no page of this site, or leads on."""
        key = next(iter(keys_of(path_of(address))), "")
        if key and key == self.key:
            raise ValidationError(gettext("It would lead to itself, in a circle."))
        if old := OldAddress.objects.filter(key=key).select_related("item").first():
            raise ValidationError(
                gettext("%(old)s is an old address itself, which leads to %(page)s: give that one.")
                % {"old": old, "page": old.leads_to}
            )
        self.item, self.path = target_of(address, person)

    @classmethod
    def begin(cls, address, leads_to, by, title=""):
        """Lead an address there from now on; ValidationError with a sentence where that cannot be."""
        old = cls(title=title[:300])
        old.stand_at(address)
        if known := cls.objects.filter(key=old.key).select_related("item").first():
            raise ValidationError(known.in_the_way)
        old.lead_to(leads_to, by)
        old.save()
        old.log("added", by)
        return old

    def log(self, act, by, reason=""):
        record(
            act,
            by,
            subject=f"{self._meta.label_lower} {self.pk}: {self}",
            reason=reason or f"leads to {self.leads_to}",
        )

    def in_force(self, at=None):
        """The edition that answers for its item at `at`, if it leads to one, and anything of it was ever public."""
        return apps.get_model(self.item.kind).objects.in_force(at).filter(item=self.item).first()


class Imported(models.Model):
    """The mark of an item that was taken over from a former site: `key` ("wordpress 123") names it there for good,
    and `source` is the file that it came in. No key is ever taken over twice.
    """

    item = models.OneToOneField(Item, models.PROTECT, related_name="imported")
    key = models.CharField(max_length=100, unique=True)
    source = models.CharField(max_length=100)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.key} of {self.source}"


def path_of(address):
    """The path of an address that may be a whole one."""
    address = address.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.path if parts.scheme in ("http", "https") else f"/{address.partition('?')[0].lstrip('/')}"
