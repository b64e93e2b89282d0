"""What is indexed of an edition, and how the index is kept in step with every act.

All texts that the public history compares are found, of every kind: a further one needs no line here.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.signals import m2m_changed, post_save

from organisation.models import CrimeArea, MemberState
from publishing.difference import holds_words, text_fields
from publishing.lifecycle import Status
from publishing.models import Item, kinds
from publishing.outlets import outlet
from publishing.parts import Part, parts_of
from publishing.rich_text import RichTextField, text_of

from .models import Entry, Text

BATCH = 500
GATE = "item_id number status standing language publish_at superseded_at first_public_at".split()
DEADLINE = "opens_at closes_at outcome".split()


def connect():
    """To every kind of edition: one that is stored approved, by an import or the demo, makes no act."""
    for kind in kinds():
        post_save.connect(_on_save, sender=kind, dispatch_uid=f"search of {kind._meta.label}")
        for field in kind._meta.many_to_many:
            uid = f"search of {kind._meta.label}.{field.name}"
            m2m_changed.connect(_on_choice, sender=getattr(kind, field.name).through, dispatch_uid=uid)


def _on_save(instance, raw=False, **_signal):
    if instance.status == Status.APPROVED and not raw:
        keep_in_step(instance.item)


def _on_choice(instance, action, reverse, **_signal):
    if action.startswith("post_") and not reverse and instance.status == Status.APPROVED:
        keep_in_step(instance.item)


@outlet
@transaction.atomic
def keep_in_step(item):
    """Every approved edition of the item has its entry, and nothing else of it has one.

    The text of what is approved never changes: it is read once, unless it was unscheduled in between.
    """
    Item.objects.select_for_update().get(pk=item.pk)
    editions = item.editions.filter(status=Status.APPROVED)
    approved = {one.pk: one for one in editions.prefetch_related(*_relations(editions.model))}
    entries = Entry.objects.filter(item=item)
    Text.objects.filter(entry__in=entries.exclude(edition__in=approved)).delete()
    for entry in entries:
        before = {**vars(entry)}
        if vars(_fill(entry, approved.pop(entry.edition))) != before:
            entry.save()
    _add(approved.values())


def reindex(progress=lambda number: None):
    """The whole index afresh. Nobody who searches meanwhile misses anything, and acts go on."""
    labels = [kind._meta.label_lower for kind in kinds()]
    Text.objects.filter(entry__in=Entry.objects.exclude(kind__in=labels)).delete()
    for kind in kinds():
        numbers = list(_approved(kind).order_by("first_public_at", "pk").values_list("pk", flat=True))
        for first in range(0, len(numbers), BATCH):
            index_again(kind, numbers[first : first + BATCH])
            progress(len(numbers[first : first + BATCH]))
        gone = Entry.objects.filter(kind=kind._meta.label_lower).exclude(
            edition__in=_approved(kind).values("pk")
        )
        for item in Item.objects.filter(pk__in=gone.values("item")):
            keep_in_step(item)


@transaction.atomic
def index_again(kind, numbers):
    """The approved editions of these ids afresh. Acts on their items wait for it, as it waits for theirs."""
    items = kind.objects.filter(pk__in=numbers).values("item")
    list(Item.objects.select_for_update().filter(pk__in=items).order_by("pk").values_list("pk"))
    Text.objects.filter(entry__kind=kind._meta.label_lower, entry__edition__in=numbers).delete()
    editions = _approved(kind).filter(pk__in=numbers).order_by("first_public_at", "pk")
    _add(editions.prefetch_related(*_relations(kind)))


def index_missing(limit):
    """Index approved editions that have no entry: after an import past all acts, or of an older site.

    An edition that was stored approved, and its rows only afterwards, has an entry without them: `manage.py reindex`
    mends that. Returns how many items were indexed.
    """
    number = 0
    for kind in kinds():
        entries = Entry.objects.filter(kind=kind._meta.label_lower, edition=OuterRef("pk"))
        items = _approved(kind).filter(~Exists(entries)).values("item")
        for item in Item.objects.filter(pk__in=items)[:limit]:
            keep_in_step(item)
            number += 1
    return number


def _approved(kind):
    return kind.objects.filter(status=Status.APPROVED)


@transaction.atomic
def _add(editions):
    editions = list(editions)
    texts = Text.objects.bulk_create([text_of_edition(edition) for edition in editions])
    pairs = zip(editions, texts, strict=True)
    Entry.objects.bulk_create([_fill(Entry(text=text), edition) for edition, text in pairs])


def _fill(entry, edition):
    """The entry with what the gate and the filters have to know of the edition."""
    entry.kind, entry.edition = edition._meta.label_lower, edition.pk
    for name in GATE:
        setattr(entry, name, getattr(edition, name))
    day, entry.date_machine, entry.date_words = edition.stamp
    entry.year, entry.day = day.year, day.toordinal()
    entry.areas, entry.states = _slugs(edition, CrimeArea), _slugs(edition, MemberState)
    entry.is_deadlined = hasattr(edition, "closes_at")
    for name in DEADLINE if entry.is_deadlined else []:
        setattr(entry, name, getattr(edition, name))
    return entry


def _slugs(edition, model):
    fields = [field for field in edition._meta.many_to_many if field.related_model is model]
    slugs = {row.slug for field in fields for row in getattr(edition, field.name).all()}
    return "|".join(["", *sorted(slugs), ""]) if slugs else ""


def _relations(kind):
    about = [field for field in kind._meta.many_to_many if field.related_model in (CrimeArea, MemberState)]
    return [field.name for field in [*about, *parts_of(kind)]]


def text_of_edition(edition):
    kind = str(edition._meta.verbose_name).capitalize()
    label = getattr(edition, "label", "") or getattr(edition, "get_kind_display", str)() or kind
    known_by = " · ".join(str(getattr(edition, name)) for name in edition.known_by)
    text = " · ".join(filter(None, texts_of(edition)))
    return Text.of(edition.title, label, edition.summary, text, known_by, kind)


def texts_of(edition):
    """Each text beside headline and summary that the public history of the edition would show; the long ones first."""
    fields = [field for field in text_fields(edition) if field.name not in ("title", "summary")]
    for field in sorted(filter(holds_words, fields), key=lambda field: not isinstance(field, RichTextField)):
        value = getattr(edition, field.attname)
        yield " ".join((text_of(value) if isinstance(field, RichTextField) else value).split())
    for field in parts_of(edition):
        yield from map(text_of_row, getattr(edition, field.name).all())


def text_of_row(row):
    """The words that its kind has for it, such as “Heroin: 80 kg”; of others, what was typed."""
    if type(row).__str__ is not Part.__str__:
        return str(row)
    fields = filter(holds_words, row.typed_fields())
    texts = (" ".join(getattr(row, field.attname).split()) for field in fields)
    return " · ".join(filter(None, texts))
