"""What is told beside the text of editions, read for all that are in one answer together."""

from functools import cached_property
from itertools import groupby

from django.apps import apps
from django.db.models import F, ForeignKey

from library.models import Image
from library.text_images import images_in, with_words
from publishing.difference import leads_to_an_item
from publishing.lifecycle import ChangeKind, Standing
from publishing.models import Edition
from publishing.parts import parts_of
from publishing.rich_text import RichTextField, clean, with_whole_addresses
from publishing.site import absolute

from .related import RELATIONS


def links_of(kind):
    """The fields by which an edition names another item."""
    fields = [field for field in kind._meta.concrete_fields if leads_to_an_item(field)]
    return [field for field in fields if field.editable and field.name != "item"]


def relations_of(kind):
    """The fields that lead to other rows than items."""
    single = [field for field in kind._meta.concrete_fields if isinstance(field, ForeignKey)]
    single = [field for field in single if field.related_model in RELATIONS]
    return [*single, *kind._meta.many_to_many]


def texts_of(kind):
    """The names of its rich texts."""
    return [field.name for field in kind._meta.concrete_fields if isinstance(field, RichTextField)]


def with_what_is_told(editions, at):
    """Each with its item, its parts and the hour at which it last said something new."""
    parts = [field.name for field in parts_of(editions.model)]
    return editions.select_related("item").with_updated(at).prefetch_related(*parts)


class Beside:
    """`at` is the aware instant of the answer. What nobody asks for is not read."""

    def __init__(self, editions, at):
        self.at, self.editions = at, editions
        self.kind = type(editions[0]) if editions else None

    @cached_property
    def past(self):
        """{item: the editions that the public could read, the first one first}."""
        past = self.kind.objects.readable(self.at).filter(item__in=[one.item_id for one in self.editions])
        past = past.exclude(standing=Standing.REMOVED).defer(*texts_of(self.kind)).order_by("item", "number")
        return {item: list(rows) for item, rows in groupby(past, lambda one: one.item_id)}

    @cached_property
    def images(self):
        texts = [getattr(one, name) for one in self.editions for name in texts_of(self.kind)]
        return Image.objects.in_bulk({pk for text in texts for pk in images_in(text)})

    @cached_property
    def linked(self):
        """{(name of a field, what it names): what the public sees of that item}."""
        return {key: told for field in links_of(self.kind) for key, told in self._named_by(field)}

    def _named_by(self, field):
        """An item is named by itself or by its first edition."""
        is_edition = issubclass(field.related_model, Edition)
        limits = {"kind": self.kind._meta.label, **field.get_limit_choices_to()}  # else one of its own kind
        kind = field.related_model if is_edition else apps.get_model(limits["kind"])
        named = f"item__{kind._meta.model_name}_editions" if is_edition else "item"
        ids = {getattr(one, field.attname) for one in self.editions} - {None}
        public = kind.objects.public(self.at).filter(**{f"{named}__in": ids})
        for one in public.select_related("item").annotate(named=F(named)).only("title", "item"):
            told = {"id": one.item_id, "title": one.title, "url": absolute(one.get_absolute_url())}
            yield (field.name, one.named), told

    @cached_property
    def related(self):
        """{name of a field: {edition: what is told of each row that it leads to, in order}}.

        A row is told once, whatever leads to it.
        """
        return {field.name: self._related_by(field) for field in relations_of(self.kind)}

    def _related_by(self, field):
        pairs = list(self._pairs(field))
        relation, wanted = RELATIONS[field.related_model], {other for _edition, other in pairs}
        rows = relation.rows(self.at).filter(pk__in=wanted) if wanted else ()
        told = {row.pk: told for row in rows if (told := relation.told(row))}
        order, found = {pk: place for place, pk in enumerate(told)}, {}
        for edition, other in sorted((one for one in pairs if one[1] in told), key=lambda one: order[one[1]]):
            found.setdefault(edition, []).append(told[other])
        return found

    def _pairs(self, field):
        """(edition, row) for each row to which the field leads."""
        if isinstance(field, ForeignKey):
            return ((one.pk, other) for one in self.editions if (other := getattr(one, field.attname)))
        links = field.remote_field.through.objects.filter(
            **{f"{field.m2m_field_name()}__in": [one.pk for one in self.editions]}
        )
        return links.values_list(field.m2m_column_name(), field.m2m_reverse_name())

    def up_to(self, edition):
        """The editions that the public could read, up to this one, the first one first."""
        return [one for one in self.past.get(edition.item_id, []) if one.number <= edition.number]

    def corrections(self, edition):
        return [one for one in self.up_to(edition) if one.change == ChangeKind.CORRECTION]

    def html(self, edition, text):
        """Rich text as it can be shown elsewhere: clean, its images with their words, its addresses whole."""
        described = with_words(clean(text), self.images)
        return with_whole_addresses(described, absolute(edition.get_absolute_url()))
