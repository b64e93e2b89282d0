"""The choice of publications in the forms of what they are about."""

from django import forms
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.db.models import Q

from library.models import Publication
from publishing.models import Item


class PublicationChoice(forms.ModelMultipleChoiceField):
    """By the titles of their latest editions: those that the person may see, and the chosen ones."""

    def __init__(self, person, **options):
        seen = Publication.objects.seen_by(person).one_per_item().exclude(status="discarded")
        self.titles = dict(seen.order_by("title", "item").values_list("item", "title"))
        super().__init__(**options, widget=FilteredSelectMultiple("publications", is_stacked=False))

    def keep(self, chosen):
        self.queryset = Item.objects.filter(Q(pk__in=self.titles) | Q(pk__in=chosen)).order_by("slug", "pk")

    def label_from_instance(self, item):
        return self.titles.get(item.pk, "A publication that you may not see")


class PublishedForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "publications" in self.fields:
            row = self.instance
            self.fields["publications"].keep(row.publications.values("pk") if row.pk else [])
