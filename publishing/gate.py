"""The gate: what is public stands here, and nowhere else."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, ExtractYear, Now, TruncDate
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext

from .clock import SEAT
from .lifecycle import WORKING, ChangeKind, Standing, Status


def is_in_force(edition, at):
    """What `EditionQuerySet.in_force` says, of a row that has been read already."""
    has_begun = edition.status == Status.APPROVED and edition.publish_at <= at
    return has_begun and (edition.superseded_at is None or edition.superseded_at > at)


def updated_in(history, edition):
    """What `EditionQuerySet.with_updated` says, of a public history that has been read already, the last one first;
    None where that does not tell."""
    told = (one for one in history if one.number <= edition.number and one.standing == Standing.PUBLIC)
    return next((one.publish_at for one in told if one.change != ChangeKind.MINOR), None)


def may_view(person, model):
    """Whether this person may see the rows of a model in the back office: who may change them may."""
    meta = model._meta
    return any(person.has_perm(f"{meta.app_label}.{act}_{meta.model_name}") for act in ("view", "change"))


class Unsought(models.Func):
    """A column by whose index SQLite is not to seek: nearly all rows are before now, and it would sort them all."""

    template, arity = "%(expressions)s", 1

    def as_sqlite(self, compiler, connection, **options):
        return self.as_sql(compiler, connection, template="+%(expressions)s", **options)


class EditionQuerySet(models.QuerySet):
    """`at` is an aware instant; the database's own now, at each query, when it is left out."""

    def ever_public(self, at=None):
        """Every edition that had come into force by `at`, superseded ones too.

        Staff who look ahead (publishing/moment.py) see of items limited to named people what is public now.
        """
        came = self.filter(LessThanOrEqual(Unsought("publish_at"), at or Now()), status=Status.APPROVED)
        traveller = getattr(at, "traveller", None)
        return came.exclude(publish_at__gt=Now(), item__in=self.closed_to(traveller)) if traveller else came

    def in_force(self, at=None):
        """The edition that answers for its item at `at`: public, or withdrawn or removed."""
        at = at or Now()
        return self.ever_public(at).filter(Q(superseded_at=None) | Q(superseded_at__gt=at))

    def public(self, at=None):
        """What a visitor sees in any list or other outlet at `at`."""
        return self.in_force(at).filter(standing=Standing.PUBLIC)

    def withdrawn(self, at=None):
        """What is in no list any more, but has its page; calendars call it off for those who have it."""
        return self.in_force(at).filter(standing=Standing.WITHDRAWN)

    def indexed(self, at=None):
        """What search engines are asked to know at `at`; kinds of which some is kept for the record leave that out."""
        return self.public(at)

    def readable(self, at=None):
        """What the public history shows at `at`: a removal took away all that was public before it."""
        removals = self.model.objects.ever_public(at).filter(item=OuterRef("item"), standing=Standing.REMOVED)
        last = Subquery(removals.order_by("-number").values("number")[:1])
        return self.ever_public(at).filter(number__gte=Coalesce(last, 0))

    def corrections(self, at=None):
        """Those that pages tell of, the last one first: their days and notes."""
        told = self.readable(at).filter(change=ChangeKind.CORRECTION).order_by("-number")
        return told.only("item_id", "number", "publish_at", "note")

    def shown(self, at=None):
        """Editions whose images and files anybody may have at `at`: in the public history of what is public.

        So bytes are private before publication, and again once the item is withdrawn or removed.
        """
        public = self.model.objects.public(at).filter(item=OuterRef("item"))
        return self.readable(at).filter(Exists(public))

    def visible_to(self, request):
        """The one edition that the request's address shows this person.

        A visitor gets what is in force there; staff who may view the kind get any edition
        that they name, `?edition=<id>`, as a preview in its place.
        """
        if named := named_in(request, self.model):
            return self.filter(pk=named)
        return self.in_force(request.moment).filter(item__address=request.path)

    def for_person(self, person):
        """For staff: of items limited to named people, those alone that name this person, whatever their rights."""
        return self.exclude(item__in=self.closed_to(person))

    def closed_to(self, person):
        """The items, limited to named people, of whom `person` is none."""
        return self.model._meta.get_field("item").related_model.objects.closed_to(person)

    def seen_by(self, person):
        """For staff: what this person may see at all."""
        return self.for_person(person) if may_view(person, self.model) else self.none()

    def working(self):
        """Drafts, and what is in review."""
        return self.filter(status__in=WORKING)

    def one_per_item(self):
        """For staff: of each item its latest edition, a discarded one only if there is no other."""
        siblings = self.model.objects.filter(item=OuterRef("item"))
        kept, later = siblings.exclude(status=Status.DISCARDED), Q(number__gt=OuterRef("number"))
        is_alone = ~Exists(kept) & ~Exists(siblings.filter(later))
        return self.filter(~Exists(kept.filter(later)), ~Q(status=Status.DISCARDED) | is_alone)

    def kept(self):
        """For staff: of each item its latest edition; of an item of which all was discarded, none."""
        return self.one_per_item().exclude(status=Status.DISCARDED)

    def with_year(self):
        """Each with the year by which its list is filtered: that in which it became public, at the seat."""
        return self.annotate(year=ExtractYear("first_public_at", tzinfo=SEAT))

    def with_day(self):
        """Each with the day that it is known by: `dated`, in SQL."""
        return self.annotate(day=TruncDate("first_public_at", tzinfo=SEAT))

    def newest_first(self):
        """In the order of lists, each with its item, which has its address."""
        return self.select_related("item").order_by("-first_public_at", "-id")

    def with_updated(self, at=None):
        """Each with `updated_at`: when its item last said something new, up to this edition.

        That is the hour of its last edition that was public and no minor change; a withdrawal says nothing new.
        """
        told = self.model.objects.ever_public(at).filter(standing=Standing.PUBLIC)
        told = told.filter(item=OuterRef("item"), number__lte=OuterRef("number"))
        hours = told.exclude(change=ChangeKind.MINOR).order_by("-number").values("publish_at")
        return self.annotate(updated_at=Coalesce(Subquery(hours[:1]), "first_public_at"))

    def with_sequence(self, at=None):
        """Each with `sequence`: how many editions of its item were public before it."""
        earlier = self.model.objects.ever_public(at).filter(
            item=OuterRef("item"), number__lt=OuterRef("number")
        )
        numbers = earlier.order_by().values("item").annotate(Count("pk")).values("pk__count")
        return self.annotate(sequence=Coalesce(Subquery(numbers), 0))

    def delete(self):
        raise TypeError(gettext("Editions are discarded, withdrawn or removed, never deleted."))


def named_in(request, kind):
    """The id of the edition that staff ask to see in place; None for anybody without the right."""
    shown = getattr(request, "shown_edition", None)
    if shown and type(shown) is kind:
        return shown.pk  # behind a review link, or what is being typed: publishing/outside.py and preview.py
    if not request.staff or not may_view(request.staff, kind):
        return None
    named = request.GET.get("edition", "")
    is_number = named.isdecimal() and len(named) < 18
    editions = kind.objects.for_person(request.staff)
    return int(named) if is_number and editions.filter(pk=named).exists() else None
