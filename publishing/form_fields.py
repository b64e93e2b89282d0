"""The fields of an edition's form that are others than Django's own."""

from functools import partial

from django.utils.text import capfirst

from .forms import Choice, Choices, HourField
from .item_choice import TranslationChoice

LANGUAGE = ["language", "translates"]


class FormFields:
    def formfield_for_manytomany(self, db_field, request, **kwargs):
        widget = Choices(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **{**kwargs, "widget": widget})

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = Choice(db_field, self.admin_site)
        if db_field.name == "translates":
            choice = partial(TranslationChoice, self.model, request.user)
            return db_field.formfield(form_class=choice, **kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in self.model.hours:
            words = {"label": capfirst(db_field.verbose_name), "help_text": db_field.help_text}
            return HourField(self.hours_have_seconds, required=not db_field.blank, **words)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "language":
            field.required = False  # left out, it is that of the model's default
        return field
