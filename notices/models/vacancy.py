from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from publishing.rich_text import RichTextField

from .notice import key_of
from .opening import Opening


class Vacancy(Opening):
    """One edition of a vacancy notice."""

    class Kind(models.TextChoices):
        ELECTED = "elected", _("Elected by the Council")
        STAFF = "staff", _("Staff")
        SECONDMENT = "secondment", _("Secondment")
        PROJECT = "project", _("Project")
        CONSULTANT = "consultant", _("Consultant")

    class WhoMayApply(models.TextChoices):
        NATIONALS = "nationals", _("Nationals of the Member States")
        SECONDED = "seconded", _("Officials seconded by a Member State, through their national authority")
        OPEN = "open", _("Everybody")

    class Outcome(models.TextChoices):
        FILLED = "filled", _("Filled")
        RESERVE_LIST = "reserve_list", _("Reserve list drawn up")
        CANCELLED = "cancelled", _("Cancelled")
        REOPENED = "reopened", _("Re-opened as another notice")

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.STAFF, verbose_name=_("kind"))
    grade = models.CharField(max_length=60, blank=True, verbose_name=_("grade"))
    salary = models.CharField(
        max_length=120,
        blank=True,
        help_text=_("With currency, period, and whether net or gross."),
        verbose_name=_("salary"),
    )
    duty_station = models.CharField(max_length=100, default="Bucharest", verbose_name=_("duty station"))
    posts = models.PositiveSmallIntegerField(_("number of posts"), default=1)
    duration = models.CharField(
        max_length=120,
        blank=True,
        help_text=_("Of the contract, and whether it is renewed."),
        verbose_name=_("duration"),
    )
    starts_on = models.DateField(_("start of work"), null=True, blank=True)
    clearance = models.CharField(_("security clearance"), max_length=120, blank=True)
    who_may_apply = models.CharField(
        max_length=10, choices=WhoMayApply, default=WhoMayApply.NATIONALS, verbose_name=_("who may apply")
    )
    duties = RichTextField(verbose_name=_("duties"))
    tests = RichTextField(
        _("tests and interviews"), blank=True, help_text=_("Which, and when they are planned.")
    )
    reserve_list = models.CharField(
        max_length=200,
        blank=True,
        help_text=_("Whether there is one, and for how many."),
        verbose_name=_("reserve list"),
    )
    reserve_list_until = models.DateField(_("reserve list valid until"), null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True, verbose_name=_("outcome"))
    reopened_as = models.CharField(
        max_length=60,
        blank=True,
        help_text=_("The reference of the new notice; the two are linked with each other."),
        verbose_name=_("reopened as"),
    )
    reopened_key = models.CharField(max_length=60, blank=True, editable=False)
    told_of_outcome = (*Opening.told_of_outcome, "reopened_as", "reopened_key")

    class Meta(Opening.Meta):
        verbose_name = _("vacancy")
        verbose_name_plural = _("vacancies")

    def address(self, slug):
        return reverse("notices:vacancy", args=[slug])

    @property
    def label(self):
        return self.get_kind_display()

    def clean(self):
        super().clean()
        is_reopened = self.outcome == self.Outcome.REOPENED
        if is_reopened and not self.reopened_as.strip():
            raise ValidationError(
                {"reopened_as": gettext("Give the reference of the new notice: readers are led to it.")}
            )
        if self.reopened_as.strip() and not is_reopened:
            raise ValidationError(
                {"reopened_as": gettext("Only a notice whose outcome is “re-opened” leads to another.")}
            )
        if is_reopened and key_of(self.reopened_as) == key_of(self.reference):
            raise ValidationError(
                {
                    "reopened_as": gettext(
                        "That is this notice itself: give the reference of the new one, or reopen this."
                    )
                }
            )

    def reopened(self, at=None):
        """The notice that took this one's place, as the public sees it at `at`; None where there is none."""
        others = Vacancy.objects.public(at).exclude(item=self.item_id)
        return others.referred_to_as(self.reopened_as).select_related("item").first()

    def reopening_of(self, at=None):
        """The notice that this one opens again, the latest of several; None where it is a new one."""
        others = Vacancy.objects.public(at).exclude(item=self.item_id)
        earlier = others.filter(reopened_key=self.reference_key, outcome=self.Outcome.REOPENED)
        return earlier.newest_first().first() if self.reference_key else None

    def successors(self):
        """The notices that take its place, one after the other, as they are or will be in force; each once."""
        followed, one = [], self
        while one := one.approved_successor():
            if one.item_id in followed:
                return
            followed.append(one.item_id)
            yield one

    def approved_successor(self):
        approved = Vacancy.objects.filter(status="approved", superseded_at=None)
        return approved.referred_to_as(self.reopened_as).first()

    def save(self, **kwargs):
        self.reopened_key = key_of(self.reopened_as)
        super().save(**kwargs)
