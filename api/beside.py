"""What is told beside the text of editions, read for all that are in one answer together."""

from itertools import groupby

from django.apps import apps
from django.db.models import F, ForeignKey, Prefetch

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


def with_relations(editions, at):
    """Each with what it leads to, as far as that may be told at `at`."""
    kind = editions.model
    rows = [Prefetch(one.name, RELATIONS[one.related_model].rows(at)) for one in relations_of(kind)]
    parts = [field.name for field in parts_of(kind)]
    return editions.select_related("item").with_updated(at).prefetch_related(*rows, *parts)


class Beside:
    """`at` is the aware instant of the answer."""

    def __init__(self, editions, at):
        self.at = at
        self.past, self.linked, self.images = {}, {}, {}
        if editions:
            self._read(type(editions[0]), editions)

    def _read(self, kind, editions):
        texts = [field.name for field in kind._meta.concrete_fields if isinstance(field, RichTextField)]
        past = kind.objects.readable(self.at).filter(item__in=[one.item_id for one in editions])
        past = past.exclude(standing=Standing.REMOVED).defer(*texts).order_by("item", "number")
        self.past = {item: list(rows) for item, rows in groupby(past, lambda one: one.item_id)}
        for field in links_of(kind):
            self._link(field, [getattr(one, field.attname) for one in editions])
        images = {pk for one in editions for name in texts for pk in images_in(getattr(one, name))}
        self.images = Image.objects.in_bulk(images)

    def _link(self, field, ids):
        """An item is named by itself or by its first edition; what is shown is what the public sees of it."""
        is_edition = issubclass(field.related_model, Edition)
        kind = field.related_model if is_edition else apps.get_model(field.get_limit_choices_to()["kind"])
        named = f"item__{kind._meta.model_name}_editions" if is_edition else "item"
        public = kind.objects.public(self.at).filter(**{f"{named}__in": {*ids} - {None}})
        for one in public.select_related("item").annotate(named=F(named)).only("title", "item"):
            told = {"id": one.item_id, "title": one.title, "url": absolute(one.get_absolute_url())}
            self.linked[field.name, one.named] = told

    def up_to(self, edition):
        """The editions that the public could read, up to this one, the first one first."""
        return [one for one in self.past.get(edition.item_id, []) if one.number <= edition.number]

    def corrections(self, edition):
        return [one for one in self.up_to(edition) if one.change == ChangeKind.CORRECTION]

    def html(self, edition, text):
        """Rich text as it can be shown elsewhere: clean, its images with their words, its addresses whole."""
        described = with_words(clean(text), self.images)
        return with_whole_addresses(described, absolute(edition.get_absolute_url()))
