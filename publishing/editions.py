"""Editions: what an item said, and when."""

from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import F, Q
from django.utils.dateformat import format as formatted
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from . import clock
from .deadlines import day_in_words
from .gate import EditionQuerySet
from .languages import OWN, Language, apart, labels
from .lifecycle import WORKING, ChangeKind, Standing, Status
from .rich_text import RichTextField
from .slugs import is_led_to, numbered, slug_of
from .transitions import Transitions
from .translations import wrong_translation


def person(**options):
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", **options)


class Stamp(NamedTuple):
    """The date beside a headline: as far as readers know it, for machines and in words; empty where there is none.

    `day` is its place in the order of time, and counts whatever is known.
    """

    day: date
    machine: str = ""
    words: str = ""

    @classmethod
    def of(cls, day):
        return cls(day, f"{day:%Y-%m-%d}", formatted(day, "d F Y"))


class Edition(Transitions):
    """One edition of an item: valid in [publish_at, superseded_at), and never changed once approved.

    On a draft, `publish_at` is the hour asked for. `zone` is the IANA zone in which the hour was typed.
    `first_public_at` is when the item first became public: the date it is known by, and its place in lists.
    Each kind gives `address(slug)`: the path of its page, of `dated` and `slug`.
    `redirect_to`, a path of this site, is where visitors of a removed page are sent. `emergency_reason` is why one
    person published it alone; `confirmed_by` is the colleague who has stood by it since.
    `version` grows with each save and move; who acts on an older one than is stored is told so.
    """

    item = models.ForeignKey("publishing.Item", models.PROTECT, related_name="%(class)s_editions")
    number = models.PositiveIntegerField(_("number"), default=1)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    standing = models.CharField(_("standing"), max_length=10, choices=Standing, default=Standing.PUBLIC)
    change = models.CharField(_("kind of change"), max_length=10, choices=ChangeKind, default=ChangeKind.NEW)
    note = models.TextField(_("public note"), max_length=2000, blank=True)
    language = models.CharField(
        _("language"),
        max_length=3,
        choices=Language,
        default=Language.ENGLISH,
        help_text=_("In which the text is written: its page says so, where that is not the site’s own."),
    )
    translates = models.ForeignKey(
        "publishing.Item",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("translation of"),
        help_text=_("What was written first, of which this is a translation. The two lead to each other."),
    )
    title = models.CharField(_("headline"), max_length=250, validators=[ProhibitNullCharactersValidator()])
    summary = models.TextField(max_length=500, blank=True, verbose_name=_("summary"))
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    zone = models.CharField(_("zone"), max_length=50, default=settings.TIME_ZONE)
    superseded_at = models.DateTimeField(null=True, editable=False)
    first_public_at = models.DateTimeField(null=True, editable=False)
    edited_by = person(verbose_name=_("edited by"), editable=False)
    edited_at = models.DateTimeField(_("edited at"), null=True, editable=False)
    submitted_by = person(editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    approved_by = person(editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    redirect_to = models.CharField(max_length=300, blank=True, editable=False)
    emergency_reason = models.TextField(max_length=2000, blank=True, editable=False)
    confirmed_by = person(editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    review_on = models.DateField(
        _("review date"),
        null=True,
        blank=True,
        help_text=_("When somebody should read it again; it comes up on the desk that day."),
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = EditionQuerySet.as_manager()
    hours = {"publish_at": "zone"}  # each instant that is typed, and the field of its zone
    known_by = []  # fields by which an item is known beside its headline: a reference, a number
    own_acts = frozenset()  # more fields of a kind that are, as ACTS, no part of its text
    calendar_name = ""  # of a kind that has entries in calendars: the end of the address at which they are
    review_token = ""  # on the page behind a review link: its images and files are asked for with it
    shown_with = ("item",)  # what its page reads with it
    picture = None  # the image of the library, if any, that stands for it elsewhere
    moment = None  # at which its page is shown, where staff have set the clock
    request = None  # that its page answers

    class Meta:
        abstract = True
        default_permissions = ("add", "change", "view", "approve")
        indexes = [
            models.Index(
                F("first_public_at").desc(),
                F("id").desc(),
                name="%(class)s_public",
                condition=Q(status="approved", standing="public"),
            ),
            models.Index(
                F("edited_at").desc(), F("id").desc(), name="%(class)s_edited"
            ),  # for the back office
            # For publishing/boundaries.py: what is ahead is little beside what has been.
            models.Index(fields=["publish_at"], name="%(class)s_begins", condition=Q(status="approved")),
            models.Index(
                fields=["superseded_at"], name="%(class)s_ends", condition=Q(superseded_at__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="%(class)s_number"),
            models.UniqueConstraint(
                fields=["item"],
                name="%(class)s_one_working",
                condition=Q(status__in=WORKING),
                violation_error_message=_("This item has a draft already."),
            ),
            models.UniqueConstraint(
                fields=["item"],
                name="%(class)s_one_open",
                condition=Q(status="approved", superseded_at=None),
                violation_error_message=_("This item has an edition in force without an end."),
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(superseded_at__gt=F("publish_at")),
                name="%(class)s_interval",
                violation_error_message=_("An edition is superseded after its own hour."),
            ),
            models.CheckConstraint(
                condition=~Q(status="approved")
                | Q(publish_at__isnull=False, first_public_at__isnull=False, approved_by__isnull=False),
                name="%(class)s_approved",
                violation_error_message=_("An approved edition has an hour and an approver."),
            ),
            models.CheckConstraint(
                condition=Q(
                    change__in=ChangeKind.values, standing__in=Standing.values, status__in=Status.values
                ),
                name="%(class)s_words",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return self.item.address

    @property
    def history_url(self):
        return f"{self.item.address}history/"

    @property
    def preview_url(self):
        return f"{self.item.address or self.likely_address}?edition={self.pk}"

    @property
    def likely_address(self):
        """The one that it would get now, if no other item has it; also what leads to its preview."""
        slugs = numbered(slug_of(self.title, self._meta.model_name))
        return next(address for slug in slugs if is_led_to(address := self.address(slug), slug))

    @property
    def dated(self):
        """The date that the item is known by, in Bucharest; today's for what was never approved."""
        return clock.today(self.first_public_at)

    @property
    def lang(self):
        """The code of its language, where that is not the interface's."""
        return apart(self.language)

    @property
    def own_language(self):
        """What its language is called by those who read it."""
        return OWN[self.language][0]

    @property
    def is_withdrawn(self):
        """In no list any more; its page stays, with the explanation."""
        return self.standing == Standing.WITHDRAWN

    def _get_FIELD_display(self, field):
        """As Django has it, which makes a dictionary of all choices each time."""
        value = getattr(self, field.attname)
        return labels(field).get(value, value)

    @property
    def kind_in_words(self):
        """What a reader who meets it elsewhere is told that it is."""
        return capfirst(str(self._meta.verbose_name))

    @property
    def when(self):
        """The day that it is known by, in words; empty where that tells a reader elsewhere nothing."""
        return day_in_words(self.dated)

    @property
    def stamp(self):
        return Stamp.of(self.dated)

    @property
    def siblings(self):
        return type(self).objects.filter(item=self.item_id)

    @property
    def last_approved(self):
        """The edition that the public has been told last, or will be; itself, where there is none."""
        return self.siblings.filter(status=Status.APPROVED, superseded_at=None).first() or self

    @property
    def predecessor(self):
        """The edition that was approved before this one; None for the first."""
        before = self.siblings.filter(status=Status.APPROVED, number__lt=self.number)
        return before.order_by("-number").first()

    @property
    def key_facts(self):
        """Sentences that stand before its text wherever that is told as a whole: its dates, its deadline."""
        return []

    @property
    def told_in_short(self):
        """(label, words) of what decides whether somebody reads on: its dates, its deadline, how it ended."""
        return []

    def act_since(self, _before):
        """What it did beside changing the text of the edition before it: a label, and more words; empty if nothing."""
        return "", ""

    @property
    def calendar_entries(self):
        """What calendars have of it (publishing/calendars.py)."""
        return []

    @property
    def calendar_url(self):
        return f"{self.item.address}{self.calendar_name}.ics"

    def texts_told(self, at):
        """(heading, HTML) of each of its texts that is of use at `at`; that which is its body has no heading."""
        fields = [field for field in self._meta.concrete_fields if isinstance(field, RichTextField)]
        texts = {field: getattr(self, field.attname) for field in fields}
        named = {field: "" if field.name == "body" else capfirst(str(field.verbose_name)) for field in fields}
        return [
            (named[field], html) for field, html in texts.items() if self._is_told(field.name, at) and html
        ]

    def _is_told(self, _name, _at):
        return True

    def local(self, name):
        """One of its hours in the zone in which it was typed; None where there is none."""
        instant = getattr(self, name)
        return instant and instant.astimezone(ZoneInfo(getattr(self, self.hours[name])))

    @property
    def settled_hours(self):
        """Hours that a form cannot change, since the public knows them."""
        return []

    @property
    def is_editable(self):
        return self.status == Status.DRAFT

    def clean(self):
        is_correction = self.change == ChangeKind.CORRECTION
        if (is_correction or self.standing != Standing.PUBLIC) and not self.note.strip():
            raise ValidationError(
                {"note": gettext("Say what was wrong: the public reads this note with its date.")}
            )
        if self.translates_id and (sentence := wrong_translation(self)):
            raise ValidationError({"translates": sentence})
        if self.publish_at and self.publish_at <= clock.now():
            raise ValidationError(
                {"publish_at": gettext("That hour is past. Leave it empty for as soon as approved.")}
            )
