from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .models import Item


class ItemChoice:
    """For a field of the back office that leads to items: to those that the person may see, and the chosen ones.

    `titles` are what the person may see: {id of the item: its title}.
    """

    unseen = _("Something that you may not see")

    def __init__(self, titles, **options):
        self.titles = titles
        super().__init__(**options)

    def keep(self, chosen):
        """`chosen` are the ids of the items that stand there."""
        self.queryset = Item.objects.filter(Q(pk__in=self.titles) | Q(pk__in=chosen)).order_by("slug", "pk")

    def label_from_instance(self, item):
        return self.titles.get(item.pk, self.unseen)


class TranslationChoice(ItemChoice, forms.ModelChoiceField):
    """What the person may see of the same kind, and is no translation, by the title of its latest edition."""

    def __init__(self, kind, person, **options):
        seen = kind.objects.seen_by(person).kept().filter(translates=None)
        titles = dict(seen.order_by("title", "item").values_list("item", "title"))
        super().__init__(titles, **options)
