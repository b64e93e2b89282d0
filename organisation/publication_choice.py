"""The choice of publications in the forms of what they are about."""

from django import forms
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.utils.translation import gettext_lazy as _

from library.models import Publication
from publishing.item_choice import ItemChoice


class PublicationChoice(ItemChoice, forms.ModelMultipleChoiceField):
    """By the titles of their latest editions."""

    unseen = _("A publication that you may not see")

    def __init__(self, person, **options):
        seen = Publication.objects.seen_by(person).kept().order_by("title", "item")
        titles = dict(seen.values_list("item", "title"))
        super().__init__(titles, **options, widget=FilteredSelectMultiple("publications", is_stacked=False))


class PublishedForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "publications" in self.fields:
            row = self.instance
            self.fields["publications"].keep(row.publications.values("pk") if row.pk else [])
