from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishing.site import path_of

from ..known_date import KnownDateField
from .member_state import MemberState
from .published import Published


class TaskForceQuerySet(models.QuerySet):
    def established(self, on):
        """Those that exist on the day `on`; one whose date is not known has always existed."""
        return self.filter(Q(established_on__isnull=True) | Q(established_on__lte=on))

    def with_coordinator(self, on):
        """Each with its coordinating state under the name of the day `on`."""
        return self.prefetch_related(models.Prefetch("coordinator", MemberState.objects.named(on)))


class TaskForce(models.Model):
    name = models.CharField(_("name"), max_length=150, unique=True)
    former_name = models.CharField(_("former name"), max_length=150, blank=True)
    coordinator = models.ForeignKey(
        MemberState,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="task_forces",
        verbose_name=_("coordinating state"),
    )
    established = KnownDateField(_("established"))
    sub_groups = models.TextField(_("sub-groups"), max_length=1000, blank=True, help_text=_("One a line."))

    objects = TaskForceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name, verbose_name_plural = _("task force"), _("task forces")

    def __str__(self):
        return self.name


class CrimeArea(Published):
    """A topic of SELEC's work. Some have a task force, some have none."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    slug = models.SlugField(
        _("slug"), max_length=100, unique=True, help_text=_("Its address; it stays as it is.")
    )
    description = models.TextField(_("description"), max_length=1000, blank=True)
    order = models.PositiveSmallIntegerField(
        _("order"), default=100, help_text=_("Its place in lists, the lowest first.")
    )
    task_force = models.ForeignKey(
        TaskForce,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="crime_areas",
        verbose_name=_("task force"),
    )

    class Meta:
        ordering = ["order", "name"]
        verbose_name, verbose_name_plural = _("crime area"), _("crime areas")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return path_of("organisation:crime_area", self.slug)


class SocialAccount(models.Model):
    name = models.CharField(_("name"), max_length=50, unique=True, help_text=_("The service: YouTube."))
    url = models.URLField(
        _("address"), max_length=300, blank=True, help_text=_("Without it, only the name is shown.")
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=100, help_text=_("Its place in lists, the lowest first.")
    )

    class Meta:
        ordering = ["order", "name"]
        verbose_name, verbose_name_plural = _("social account"), _("social accounts")

    def __str__(self):
        return self.name
