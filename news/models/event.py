"""Events: sessions, meetings, trainings, with a text for the time before, during and after them."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import ordinal
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from organisation.models import CrimeArea, MemberState, Partner, TaskForce
from publishing.calendar_entries import CANCELLED, CONFIRMED, TENTATIVE, Entry
from publishing.deadlines import Deadline
from publishing.rich_text import RichTextField

from .dated import DatedEdition
from .event_queries import Decision, State
from .press_release import PressRelease, admitted


@dataclass(frozen=True)
class Text:
    """One of an event's texts; the one that fits the moment has no heading: it stands for the event itself."""

    heading: str
    html: str


class Event(DatedEdition):
    """One edition of an event.

    `outcome_release` names a release by its first edition, which is always there: what is shown is what the public
    sees of that release.
    """

    class Kind(models.TextChoices):
        COUNCIL = "council", _("Council session")
        TASK_FORCE = "task_force", _("Task Force meeting")
        MEETING = "meeting", _("Meeting")
        CONFERENCE = "conference", _("Conference")
        WORKSHOP = "workshop", _("Workshop")
        TRAINING = "training", _("Training")
        VISIT = "visit", _("Visit")
        SEEPAG = "seepag", _("SEEPAG conference")

    class Attendance(models.TextChoices):
        PLACE = "place", _("At a place")
        ONLINE = "online", _("Online")
        BOTH = "both", _("At a place and online")

    class Press(models.TextChoices):
        CLOSED = "closed", _("Closed to the press")
        OPEN = "open", _("Open to the press")
        ACCREDITATION = "accreditation", _("Open to accredited press")

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.MEETING, verbose_name=_("kind"))
    ordinal = models.PositiveSmallIntegerField(
        _("ordinal number"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Such as 19: readers see “19th Council session”."),
    )
    task_force = models.ForeignKey(
        TaskForce, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("task force")
    )
    attendance = models.CharField(
        _("takes place"), max_length=6, choices=Attendance, default=Attendance.PLACE
    )
    place = models.CharField(
        max_length=200,
        blank=True,
        help_text=_("Building, town and, outside Romania, the state."),
        verbose_name=_("place"),
    )
    website = models.URLField(
        _("web page elsewhere"),
        max_length=300,
        blank=True,
        help_text=_("The event’s own, or where it is followed online."),
    )
    organiser = models.CharField(
        max_length=200, blank=True, help_text=_("Where it is not SELEC alone."), verbose_name=_("organiser")
    )
    chair = models.CharField(
        max_length=200,
        blank=True,
        help_text=_("The state, office or person in the chair."),
        verbose_name=_("chair"),
    )
    member_states = models.ManyToManyField(
        MemberState, blank=True, verbose_name=_("Member States taking part")
    )
    partners = models.ManyToManyField(
        Partner, blank=True, limit_choices_to=admitted, verbose_name=_("partners taking part")
    )
    others_taking_part = models.TextField(
        max_length=1000,
        blank=True,
        help_text=_("Who is no partner of SELEC: one on each line."),
        verbose_name=_("others taking part"),
    )
    crime_areas = models.ManyToManyField(CrimeArea, blank=True, verbose_name=_("crime areas"))
    announcement = RichTextField(
        _("text before the event"), blank=True, help_text=_("Readers see it first until the event begins.")
    )
    proceedings = RichTextField(
        _("text during the event"),
        blank=True,
        help_text=_(
            "It comes first by itself while the event is under way, and can be read before and afterwards."
        ),
    )
    report = RichTextField(
        _("text after the event"), blank=True, help_text=_("It comes first once the event is over.")
    )
    programme = RichTextField(blank=True, verbose_name=_("programme"))
    files = models.ManyToManyField(
        "library.Document", blank=True, verbose_name=_("documents"), help_text=_("Of the library.")
    )
    outcome_release = models.ForeignKey(
        PressRelease,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"number": 1},
        help_text=_("The release that tells the outcome. The two lead to each other once both are public."),
        verbose_name=_("outcome release"),
    )
    press = models.CharField(_("the press"), max_length=15, choices=Press, default=Press.CLOSED)
    press_how = RichTextField(
        _("for the press"),
        blank=True,
        help_text=_("How to be accredited, when and where to come, what may be filmed."),
    )
    accreditation_until = models.DateTimeField(null=True, blank=True, verbose_name=_("accreditation until"))
    accreditation_zone = models.CharField(max_length=50, default=settings.TIME_ZONE, editable=False)
    contact_name = models.CharField(_("press contact"), max_length=100, blank=True)
    contact_phone = models.CharField(
        max_length=40,
        blank=True,
        help_text=_("With the country's code: +40 21 …"),
        verbose_name=_("contact phone"),
    )
    contact_email = models.EmailField(_("contact e-mail"), blank=True)

    calendar_name = "event"
    shown_with = ("item", "task_force")
    hours = DatedEdition.hours | {"accreditation_until": "accreditation_zone"}

    class Meta(DatedEdition.Meta):
        verbose_name, verbose_name_plural = _("event"), _("events")

    @property
    def label(self):
        """ "19th Council session", "2nd workshop"."""
        words = self.get_kind_display()
        if not self.ordinal:
            return words
        return f"{ordinal(self.ordinal)} {words if ' ' in words else words.lower()}"

    @property
    def kind_in_words(self):
        return self.label

    @property
    def where(self):
        """The place, "online", or both; empty where nothing is known."""
        online = {self.Attendance.ONLINE: gettext("Online"), self.Attendance.BOTH: "online"}.get(
            self.attendance, ""
        )
        place = "" if self.attendance == self.Attendance.ONLINE else self.place
        return " and ".join(part for part in (place, online) if part)

    @property
    def accreditation(self):
        until = self.accreditation_until
        return Deadline(until, self.accreditation_zone) if until else None

    def address(self, slug):
        """Of its first day, the first of the month where no day is known; it stays when the dates change."""
        day = self.dated
        return reverse("news:event", args=[f"{day:%Y}", f"{day:%m}", f"{day:%d}", slug])

    def texts(self, at):
        """The texts that it has, the one first that fits the moment; the others stay readable below it."""
        before = Text(gettext("As it was announced"), self.announcement)
        during, after = (
            Text(gettext("During the event"), self.proceedings),
            Text(gettext("Report"), self.report),
        )
        state = self.state(at)
        ordered = {State.HELD: [after, during, before], State.UNDER_WAY: [during, before, after]}
        lead, *others = ordered.get(state, [before, during, after])
        return [text for text in (Text("", lead.html), *others) if text.html.strip()]

    @property
    def key_facts(self):
        return [*super().key_facts, *([self.where] if self.where else [])]

    @property
    def told_in_short(self):
        return [*super().told_in_short, *([(gettext("Where"), self.where)] if self.where else [])]

    @property
    def calendar_entries(self):
        """None where no day is known: none is made up. Of a postponed one nobody is to travel to the former days."""
        dates = self.dates
        if not dates or self.is_month_only:
            return []
        off = f"{State(self.decision).label}: " if self.is_called_off else ""
        hours = (self.local("starts_at"), self.local("ends_at")) if self.starts_at else ()
        starts, ends = hours or (dates.first, dates.last)
        status = CANCELLED if off else TENTATIVE if self.decision == Decision.PLANNED else CONFIRMED
        words = {"title": f"{off}{self.title}", "where": self.where, "category": self.get_kind_display()}
        return [Entry("event", starts=starts, ends=ends, status=status, **words)]

    def texts_told(self, at):
        more = [(gettext("Programme"), self.programme), (gettext("For the press"), self.press_how)]
        return [*((text.heading, text.html) for text in self.texts(at)), *(one for one in more if one[1])]

    def outcome(self, at=None):
        """The release that tells the outcome, as the public sees it at `at`; None where it does not."""
        if not self.outcome_release_id:
            return None
        named = PressRelease.objects.public(at).filter(item__pressrelease_editions=self.outcome_release_id)
        return named.select_related("item").defer("body").first()

    def clean(self):
        super().clean()
        if self.accreditation_until and self.press != self.Press.ACCREDITATION:
            raise ValidationError(
                {
                    "accreditation_until": gettext(
                        "Only where the press is accredited there is an hour for it: empty it."
                    )
                }
            )
