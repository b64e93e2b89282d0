"""The index: texts as they are found, each with what the gate has to know of it."""

from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Value, When
from django.db.models.functions import Cast, ExtractYear, Now

from library.models import Version
from publishing.clock import SEAT
from publishing.deadlined import is_closed
from publishing.models import DeadlineQuerySet

from .folding import composed, indexed
from .vain_searches import VainSearch

FILES = "library.document"  # the kind of a file; those of editions are their models
# In one column, with spaces between: few of what is found differ in them, and so they are counted sooner.
BRIEF = ["kind", "year", "status_then"]
__all__ = ["BRIEF", "FILES", "Entry", "FileText", "Spelling", "Text", "VainSearch"]


class Text(models.Model):
    """What a reader finds: as it is shown, and its words as the databases index them. It is never changed.

    The databases' own indexes are made of `…_words` by triggers (search/migrations/0002_index.py), which SQLite
    loses where a migration alters this table.
    """

    title = models.CharField(max_length=250)
    label = models.CharField(max_length=60)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    title_words = models.TextField()
    summary_words = models.TextField()
    text_words = models.TextField()
    is_learned = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["id"], name="search_text_unlearned", condition=models.Q(is_learned=False))
        ]

    def __str__(self):
        return self.title

    @classmethod
    def of(cls, title, label, summary="", text="", known_by="", kind=""):
        """`known_by`, such as a reference, is found like the title; `kind` and `label` like the text."""
        title, summary, text = (composed(each) for each in (title, summary, text))
        return cls(
            title=title[:250],
            label=label,
            summary=summary,
            text=text,
            title_words=indexed(f"{title} · {composed(known_by)}"),
            summary_words=indexed(summary),
            text_words=indexed(f"{kind} · {label} · {text}"),
        )


class EntryQuerySet(DeadlineQuerySet):
    """The gate's own methods, on the columns that it reads: what is public is not said here again."""

    delete = models.QuerySet.delete

    def in_brief(self, at=None):
        """Each with `status_then`: open or closed at `at`, or neither; and with what a search counts, `brief`."""
        closed = When(is_closed(at), then=Value("closed"))
        no_deadline = When(is_deadlined=False, then=Value(""))
        return self.annotate(status_then=Case(no_deadline, closed, default=Value("open")), brief=_brief())


def _brief():
    """What BRIEF says, as one text."""
    each = [Cast(name, models.CharField()) for name in BRIEF]
    return Func(
        *each, template="(%(expressions)s)", arg_joiner=" || ' ' || ", output_field=models.TextField()
    )


class Entry(models.Model):
    """An approved edition in the index, with the gate's columns; `kind` is its model, `edition` its id.

    `areas` and `states` are the slugs of what it is about, between bars: "|drugs|arms|". `year`, `day` (counted
    from the year 1), `date_machine` and `date_words` are of the edition's stamp.
    """

    text = models.OneToOneField(Text, models.CASCADE, primary_key=True)
    item = models.ForeignKey("publishing.Item", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    edition = models.PositiveBigIntegerField()
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10)
    standing = models.CharField(max_length=10)
    language = models.CharField(max_length=3, default="en")
    publish_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    first_public_at = models.DateTimeField()
    year = models.PositiveSmallIntegerField()
    day = models.PositiveIntegerField()
    date_machine = models.CharField(max_length=40, blank=True)
    date_words = models.CharField(max_length=60, blank=True)
    areas = models.CharField(max_length=2000, blank=True)
    states = models.CharField(max_length=2000, blank=True)
    is_deadlined = models.BooleanField(default=False)
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)

    turns_by_itself = False  # no more than the edition, whose instants these are
    objects = EntryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["year"], name="search_entry_year"),
            models.Index(fields=["day"], name="search_entry_day"),
        ]
        constraints = [models.UniqueConstraint(fields=["kind", "edition"], name="search_entry_edition")]

    def __str__(self):
        return f"{self.kind} {self.edition}"


class FileTextQuerySet(models.QuerySet):
    def in_force(self, at=None):
        """Of each file the version in force at `at`; whether anybody may have it is for the library's gate to say."""
        begun = Version.objects.in_force(at or Now())
        later = begun.filter(document=OuterRef("version__document"), number__gt=OuterRef("version__number"))
        return self.filter(version__in=begun).exclude(Exists(later))

    def like_entries(self):
        """With the columns of entries, as far as a file has them."""
        empty = {name: Value("") for name in ("areas", "states", "status_then")}
        begun, of = F("version__effective_at"), -F("version__document")
        year = ExtractYear(begun, tzinfo=SEAT)
        entries = self.annotate(
            kind=Value(FILES), of=of, first_public_at=begun, day=begun, year=year, **empty
        )
        return entries.annotate(brief=_brief())


class FileText(models.Model):
    """A stretch of the text of one version of a file, about twenty pages; a file without words has one, empty."""

    text = models.OneToOneField(Text, models.CASCADE, primary_key=True)
    version = models.ForeignKey("library.Version", models.CASCADE, related_name="+")
    part = models.PositiveSmallIntegerField()

    objects = FileTextQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["version", "part"], name="search_filetext_part")]

    def __str__(self):
        return f"{self.version}, part {self.part}"


class Spelling(models.Model):
    """A known word, under itself and under each form of it that lacks one letter: a typo leads to it."""

    form = models.CharField(max_length=24)
    word = models.CharField(max_length=24)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["form", "word"], name="search_spelling_form")]

    def __str__(self):
        return self.word
