"""What vacancies, internships and tenders share: a reference, a deadline, files, a contact."""

import re

from anyascii import anyascii
from django.db import IntegrityError, models, transaction
from django.db.models import Q, Value
from django.db.models.functions import Now, Replace
from django.utils.translation import gettext, gettext_lazy as _

from publishing.lifecycle import Refused
from publishing.models import DeadlinedEdition, DeadlineQuerySet


def key_of(reference):
    """A reference in any spelling: "24/EJ/17", "24-ej-17" and "24EJ17" are the same; "1/12" and "11/2" are not."""
    divided = re.sub(r"[^a-z0-9]+", "-", anyascii(reference).lower())
    return re.sub(r"(?<![0-9])-|-(?![0-9])", "", divided)[:60]


class NoticeQuerySet(DeadlineQuerySet):
    def referred_to_as(self, reference):
        """Those with this reference, however it is spelled; none for a reference without a letter or number."""
        key = key_of(reference)
        return self.filter(reference_key=key) if key else self.none()

    def quoted_as(self, words):
        """Those whose reference has these letters and figures in it, however they are divided."""
        letters = key_of(words).replace("-", "")
        plain = Replace("reference_key", Value("-"), Value(""))
        return self.alias(plain=plain).filter(plain__contains=letters) if letters else self.none()


class Notice(DeadlinedEdition):
    """`reference` is kept as it was written; no two notices of a kind that are in force have the same."""

    reference = models.CharField(
        max_length=60,
        blank=True,
        help_text=_("As it is quoted, such as 24/EJ/17: kept as you write it."),
        verbose_name=_("reference"),
    )
    reference_key = models.CharField(max_length=60, blank=True, editable=False)
    files = models.ManyToManyField(
        "library.Document",
        blank=True,
        help_text=_("Forms and other documents of the library."),
        verbose_name=_("files"),
    )
    outcome_note = models.TextField(_("more on the outcome"), max_length=1000, blank=True)
    contact_name = models.CharField(_("contact"), max_length=100, blank=True)
    contact_phone = models.CharField(
        max_length=40,
        blank=True,
        help_text=_("With the country's code: +40 21 …"),
        verbose_name=_("contact phone"),
    )
    contact_email = models.EmailField(_("contact e-mail"), blank=True)

    objects = NoticeQuerySet.as_manager()
    known_by = ["reference"]
    told_of_outcome = (*DeadlinedEdition.told_of_outcome, "outcome_note")

    class Meta(DeadlinedEdition.Meta):
        abstract = True
        indexes = [
            *DeadlinedEdition.Meta.indexes,
            models.Index(fields=["reference_key"], name="%(class)s_reference"),
            models.Index(
                fields=["closes_at", "id"],
                name="%(class)s_deadline",
                condition=Q(status="approved", standing="public"),
            ),
        ]
        constraints = [
            *DeadlinedEdition.Meta.constraints,
            models.UniqueConstraint(
                fields=["reference_key"],
                name="%(class)s_one_reference",
                condition=Q(status="approved", superseded_at=None) & ~Q(reference_key=""),
                violation_error_message=_("Another notice has this reference."),
            ),
        ]

    @property
    def label(self):
        """What stands under its date."""
        return ""

    @property
    def in_short(self):
        """What a line of a list tells besides."""
        return ""

    @property
    def key_facts(self):
        return [
            *super().key_facts,
            *(
                [gettext("Reference: %(reference)s") % {"reference": self.reference}]
                if self.reference
                else []
            ),
        ]

    @property
    def how_it_ended(self):
        return f"{super().how_it_ended} {self.outcome_note}".strip() if self.outcome else ""

    @property
    def told_in_short(self):
        return [*([(gettext("Reference"), self.reference)] if self.reference else []), *super().told_in_short]

    def stage(self, at):
        """Its state in the words of its kind."""
        return self.state(at)

    def save(self, **kwargs):
        self.reference_key = key_of(self.reference)
        super().save(**kwargs)

    def namesakes(self):
        """Editions of other items that have this reference, in force or being worked on."""
        others = type(self).objects.referred_to_as(self.reference).exclude(status="discarded")
        still = Q(superseded_at=None) | Q(superseded_at__gt=Now())
        return others.filter(still).exclude(item=self.item_id)

    def _store(self, **fields):
        """Of two notices with one reference that are approved at the same time, the database lets one through."""
        try:
            with transaction.atomic():
                super()._store(**fields)
        except IntegrityError as error:
            if "reference" not in str(error):
                raise
            raise Refused(
                gettext("Another notice has just taken the reference “%(reference)s”.")
                % {"reference": self.reference}
            ) from error
