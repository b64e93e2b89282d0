"""The fields of any kind, and of the rows of its editions, filled in by themselves: none is named here."""

from datetime import timedelta
from functools import cache

from django.db import IntegrityError, models, transaction

from publishing.parts import parts_of
from tests.make import at, further, make

LONGEST_CHOICE = 12
COUNTED = 2016  # it may be a year


@cache
def variants(model, is_set):
    """The further fields, but for texts, of as many editions as it takes to have each value of each choice: with
    each flag set and the days to come, or without a flag and the days past."""
    found = combined(further(model, models.Field), is_set)
    return [fitting(model, fields, lambda **tried: make(model, **tried), is_set) for fields in found]


def combined(fields, is_set):
    choices = {field.name: values(field) for field in fields if field.choices}
    filled = dict.fromkeys([one.name for one in fields if isinstance(one, models.BooleanField)], is_set)
    numbers = (models.IntegerField, models.DecimalField)
    filled |= dict.fromkeys([one.name for one in fields if isinstance(one, numbers)], COUNTED)
    day = at("2030-05-04 16:00" if is_set else "2016-05-04 16:00")
    for field in fields:
        if isinstance(field, models.DateField):
            day += timedelta(days=1)  # in the order of the fields, so that nothing ends before it begins
            filled[field.name] = day if isinstance(field, models.DateTimeField) else day.date()
    for turn in range(max(map(len, choices.values()), default=1)):
        yield filled | {name: some[turn % len(some)] for name, some in choices.items()}


def values(field):
    """What may be chosen; of a long list, such as one of countries, its first."""
    chosen = [value for value, _label in field.flatchoices][:LONGEST_CHOICE]
    return [*chosen, *([None] if field.null else [""] if field.blank else [])]


def fitting(model, fields, store, from_the_last):
    """Those of `fields` that the database takes together, tried by `store` and undone.

    Of those that a constraint refuses one goes after the other: from the last on or from the first, so that of two
    that exclude each other, such as days and hours, each is left once.
    """
    order = [field.name for field in model._meta.concrete_fields]
    for _try in range(len(order)):
        try:
            with transaction.atomic():
                store(**fields)
                transaction.set_rollback(True)
            return fields
        except IntegrityError as error:
            named = [one for one in model._meta.constraints if one.name in str(error)]
            if not named:
                raise
            refused = max(named, key=lambda one: len(one.name)).condition.referenced_base_fields
            gone = [name for name in order if name in refused and name in fields][-1 if from_the_last else 0]
            fields = {name: value for name, value in fields.items() if name != gone}
    raise AssertionError(f"No {model.__name__} that the database takes was found.")


@cache
def row_of(part):
    """The fields of a row, its texts empty."""
    fields = part.typed_fields()
    texts = dict.fromkeys([one.name for one in fields if is_text(one)], "Word")
    kind = part._meta.get_field("edition").related_model

    def store(**tried):
        part.objects.create(edition=make(kind), place=0, **tried)

    return fitting(part, texts | next(combined(fields, is_set=True)), store, from_the_last=True)


def is_text(field):
    return isinstance(field, (models.CharField, models.TextField)) and not field.choices


def add_rows(edition, word):
    """One row of each kind of them, with `word` in every text."""
    for field in parts_of(edition):
        fields = row_of(field.part)
        texts = [one for one in field.part.typed_fields() if is_text(one) and one.name in fields]
        said = {one.name: f"{word} {one.name}"[: one.max_length] for one in texts}
        field.part.objects.create(edition=edition, place=0, **fields | said)
