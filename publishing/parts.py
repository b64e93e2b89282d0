"""Rows that belong to an edition, such as a tender's lots: typed, merged, shown and copied as one field of it."""

from decimal import Decimal

from django.db import models
from django.db.models.fields.mixins import FieldCacheMixin
from django.utils.text import capfirst
from django.utils.translation import gettext

from .part_forms import PartsFormField


class Part(models.Model):
    """One row of an edition. A kind of row has a foreign key `edition`, with `related_name` the name of the
    edition's `Parts` field and a `related_query_name` of its own.

    Rows have no life of their own: with each save of a draft they are stored afresh, in the order of the form.
    """

    place = models.PositiveSmallIntegerField(editable=False)

    class Meta:
        abstract = True
        default_permissions = ()
        ordering = ["place"]

    def __str__(self):
        return self.words

    def save(self, **kwargs):
        if not self._state.adding:
            raise TypeError(
                gettext("Rows are stored with a draft of their edition, and never changed afterwards.")
            )
        super().save(**kwargs)

    @classmethod
    def typed_fields(cls):
        fields = [field for field in cls._meta.concrete_fields if field.editable and not field.primary_key]
        return [field for field in fields if field.name != "edition"]

    @property
    def words(self):
        """Everything in it that is filled in, as one line: "Number: 1 · Title: Servers"."""
        texts = ((field, self.told(field)) for field in self.typed_fields())
        return " · ".join(f"{capfirst(field.verbose_name)}: {text}" for field, text in texts if text)

    def told(self, field):
        display = getattr(self, f"get_{field.name}_display", None)
        value = display() if display else getattr(self, field.name)
        if isinstance(value, bool):
            return gettext("yes") if value else ""
        if isinstance(value, Decimal):  # 53 as it was typed and 53.000 as it is stored are the same
            return f"{value.normalize():f}"
        return "" if value is None else " ".join(str(value).split())


class Parts(FieldCacheMixin, models.Field):
    """The rows of a `Part` as a field of the edition: no column, but in forms, differences and copies like any other.

    Its value is a list of unsaved or stored rows. `row` is what one of them is called in the form: "lot".
    """

    # A relation without a column of its own, as Django's generic ones are.
    one_to_many, related_model = True, None
    many_to_many = many_to_one = one_to_one = False

    def __init__(self, row, **kwargs):
        super().__init__(**{"blank": True, **kwargs})
        self.row, self.is_relation = row, True

    def contribute_to_class(self, cls, name, private_only=True):
        super().contribute_to_class(cls, name, private_only=True)

    @property
    def cache_name(self):
        return self.name

    def get_attname_column(self):
        return self.name, None

    @property
    def part(self):
        """The model of its rows."""
        return getattr(self.model, self.name).rel.related_model

    def value_from_object(self, edition):
        return list(getattr(edition, self.name).all()) if edition.pk else []

    def save_form_data(self, edition, rows):
        """Store these rows in place of those that the edition had."""
        model = self.part
        model.objects.filter(edition=edition).delete()
        for place, row in enumerate(rows):
            row.pk, row.edition, row.place = None, edition, place
            row._state.adding = True
        model.objects.bulk_create(rows)

    def formfield(self, **kwargs):
        words = {"label": capfirst(self.verbose_name), "help_text": self.help_text}
        return PartsFormField(self.part, self.row, required=not self.blank, **words)


def parts_of(edition):
    """The `Parts` fields of an edition, or of a kind, in the order of the class."""
    return [field for field in edition._meta.private_fields if isinstance(field, Parts)]
