"""The pages of the About section, and the questions that it answers."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publishing.gate import EditionQuerySet
from publishing.models import Edition
from publishing.rich_text import RichTextField


class PageQuerySet(EditionQuerySet):
    def questions(self):
        return self.filter(kind=Page.Kind.QUESTION)

    def in_the_menu(self):
        return self.filter(kind=Page.Kind.PAGE)

    def in_the_footer(self):
        """Those that every page leads to, such as the accessibility statement."""
        return self.filter(kind=Page.Kind.PAGE, is_in_footer=True).select_related("item").order_by("item")


class Page(Edition):
    """One edition of a page, whose title is its heading, or of a question, whose body is the answer.

    Where it stands among the others is no part of its text: see Place.
    """

    class Kind(models.TextChoices):
        PAGE = "page", _("Page of the About section")
        QUESTION = "question", _("Question and answer")

    class Topic(models.TextChoices):
        GENERAL = "general", _("About SELEC")
        PUBLIC = "public", _("For the public")
        MEDIA = "media", _("For the media")
        CAREERS = "careers", _("Careers")
        INTERNSHIP = "internship", _("Internship")
        PROCUREMENT = "procurement", _("Procurement")

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PAGE, verbose_name=_("kind"))
    topic = models.CharField(
        max_length=12,
        choices=Topic,
        default=Topic.GENERAL,
        help_text=_("Of a question: the heading it stands under."),
        verbose_name=_("topic"),
    )
    body = RichTextField(_("text"))
    is_in_footer = models.BooleanField(
        _("in the footer"),
        default=False,
        help_text=_(
            "Every page of the site leads to it: for the accessibility statement, privacy and the legal notice."
        ),
    )

    objects = PageQuerySet.as_manager()

    class Meta(Edition.Meta):
        verbose_name, verbose_name_plural = _("page"), _("pages")

    def address(self, slug):
        name = "question" if self.is_question else "page"
        return reverse(f"organisation:{name}", args=[slug])

    @property
    def kind_in_words(self):
        return self.get_topic_display()

    @property
    def when(self):
        return ""

    @property
    def is_question(self):
        return self.kind == self.Kind.QUESTION
