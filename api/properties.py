"""The fields of an edition, or of its rows, as properties of JSON: by the type of the field, and by nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import models
from pydantic import Field, create_model

from organisation.known_date import KnownDateField
from publishing.difference import text_fields
from publishing.parts import Parts, parts_of
from publishing.rich_text import RichTextField

from .beside import links_of
from .related import RELATIONS
from .shapes import Day, Instant, LinkedItem, Partly, Shape, choice_of, described


@dataclass(frozen=True)
class Property:
    """`read(row, beside)` gives its value as JSON has it, true to `type`. A table has it where `is_flat`."""

    name: str
    type: object
    description: str
    read: Callable
    is_flat: bool = True


def shape_of(name, properties, description=None):
    """The pydantic model of these properties."""
    fields = {one.name: (one.type, Field(description=one.description)) for one in properties}
    return create_model(name, __base__=Shape, __doc__=description, **fields)


def read(row, properties, beside):
    return {one.name: one.read(row, beside) for one in properties}


def own_properties(kind):
    """What the public history compares, the rows of an edition, and the items that it names."""
    fields = [one for one in text_fields(kind) if not _is_of_known_date(kind, one, "_precision")]
    own = [_property(one, kind) for one in [*fields, *kind._meta.many_to_many]]
    zones = dict.fromkeys(zone for name, zone in kind.hours.items() if name != "publish_at")
    typed = {one.name for one in own}
    told = [_value(zone, str, "Time zone of its hours: an IANA name.") for zone in zones if zone not in typed]
    return [*own, *told, *map(_parts, parts_of(kind)), *map(_link, links_of(kind))]


def _is_of_known_date(kind, field, end):
    base = field.name.removesuffix(end)
    return base != field.name and isinstance(getattr(kind, base, None), KnownDateField)


def _property(field, kind):
    """Of a choice its words as well, of an hour the offset of its zone, of a date no more than is known."""
    name, words = field.name, described(field)
    if isinstance(field, models.ForeignKey):
        return _one(field)
    if isinstance(field, models.ManyToManyField):
        return _many(field)
    if isinstance(field, RichTextField):
        return Property(
            name, str, f"{words}: HTML.", lambda row, beside: beside.html(row, getattr(row, name)), False
        )
    if name in kind.hours:
        return Property(name, Instant | None, words, lambda row, beside: told_at(row.local(name)))
    if _is_of_known_date(kind, field, "_on"):
        return _known_date(name.removesuffix("_on"), words)
    return simple(field, zones=kind.hours.values())


def simple(field, zones=()):
    """A field whose value stands for itself."""
    name, words = field.name, described(field)
    if field.choices and name not in zones:
        shape, chosen = choice_of(field), dict(field.flatchoices)
        shape = shape | None if field.null or field.blank else shape
        return Property(name, shape, words, lambda row, beside: _chosen(getattr(row, name), chosen))
    if isinstance(field, models.DateField):
        return Property(name, Day | None, words, lambda row, beside: _text(getattr(row, name)))
    if isinstance(field, models.DecimalField):
        words = f"{words}: a decimal number."
        return Property(name, str | None, words, lambda row, beside: _decimal(getattr(row, name)))
    if isinstance(field, models.BooleanField):
        return _value(name, bool, words)
    if isinstance(field, models.IntegerField):
        return _value(name, int | None, words)
    return _value(name, str, words)


def _value(name, of_type, words):
    return Property(name, of_type, words, lambda row, beside: getattr(row, name))


def _chosen(value, words):
    return None if value in ("", None) else {"value": value, "words": str(words.get(value, value))}


def _text(value):
    return None if value is None else str(value)


def _decimal(value):
    """53, and not 53.000 or 5.3E+1."""
    return None if value is None else f"{Decimal(value).normalize():f}"


def told_at(instant, zone=None):
    """ISO 8601 with the offset of its zone, to the second."""
    local = instant and (instant.astimezone(ZoneInfo(zone)) if zone else instant)
    return local and local.isoformat(timespec="seconds")


def _known_date(name, words):
    return Property(name, Partly | None, words, lambda row, beside: known(getattr(row, name)))


def known(date):
    """A KnownDate, and no more of it than is known."""
    told = {"date": date.machine or None, "precision": date.precision, "words": str(date)}
    return told if date else None


def _one(field):
    relation = RELATIONS[field.related_model]

    def told(row, beside):
        return next(iter(beside.related[field.name].get(row.pk, ())), None)

    return Property(field.name, relation.shape | None, described(field), told)


def _many(field):
    relation = RELATIONS[field.related_model]

    def told(row, beside):
        return beside.related[field.name].get(row.pk, [])

    return Property(field.name, list[relation.shape], described(field), told)


def _link(field):
    def told(row, beside):
        return beside.linked.get((field.name, getattr(row, field.attname)))

    return Property(field.name, LinkedItem | None, described(field), told)


def _parts(field: Parts):
    properties = [simple(one) for one in field.part.typed_fields()]
    properties.append(Property("words", str, "All of it in a line.", lambda row, beside: str(row)))
    shape = shape_of(f"{field.model.__name__}{field.part.__name__}", properties)

    def told(edition, beside):
        return [read(row, properties, beside) for row in getattr(edition, field.name).all()]

    return Property(field.name, list[shape], described(field), told)
