"""The form's side of `Parts`: one fieldset a row, and an empty one for the next; a script only adds more."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import modelform_factory
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

MOST = 200  # rows; more are no text of one page
REMOVED = "removed"
NO_NUMBER = _("Write figures alone, with a point only before decimals: 11320 or 8.4.")
NEVER = re.compile(r"(?!)")


class Typed(dict):
    """One row as the browser sent it, {field: text}, before it is known to be valid."""

    def __str__(self):
        return " · ".join(f"{name}: {text}" for name, text in self.items() if text)


class FiguresInput(forms.TextInput):
    """A number as people write it: 53, where 53.000 is stored. A browser's own field for numbers would send nothing
    at all for what is none, and so lose it."""

    def __init__(self):
        super().__init__(attrs={"inputmode": "decimal"})

    def format_value(self, value):
        return f"{value.normalize():f}" if isinstance(value, Decimal) else super().format_value(value)


def in_figures_alone(form_field):
    """Let a number be typed as text; 11.000 is not taken for the whole number 11, which Django’s own field would do."""
    form_field.widget = FiguresInput()
    form_field.re_decimal = NEVER
    form_field.error_messages["invalid"] = NO_NUMBER
    return form_field


def row_field(field, **kwargs):
    """As in any form, with what browsers have for dates and long texts."""
    form_field = field.formfield(**kwargs)
    if isinstance(form_field, forms.DateField):
        form_field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    if isinstance(form_field.widget, forms.NumberInput):
        in_figures_alone(form_field)
    if isinstance(form_field.widget, forms.Textarea):
        form_field.widget.attrs["rows"] = 4
    return form_field


def row_form(part):
    fields = [field.name for field in part.typed_fields()]
    return modelform_factory(part, fields=fields, formfield_callback=row_field)


class PartsWidget(forms.Widget):
    template_name = "admin/publishing/parts.html"
    use_fieldset = True

    class Media:
        js = ["publishing/parts.js"]

    def __init__(self, form, row):
        super().__init__()
        self.form, self.row = form, row

    def id_for_label(self, id_):
        return ""

    def value_from_datadict(self, data, files, name):
        """Each row that was sent and not marked for removal."""
        of_row = re.compile(rf"{re.escape(name)}-(\d{{1,3}})-(\w+)")
        rows = {}
        for key in data:
            if found := of_row.fullmatch(key):
                rows.setdefault(int(found[1]), Typed())[found[2]] = data[key]
        return [row for _number, row in sorted(rows.items()) if REMOVED not in row][: MOST + 1]

    def value_omitted_from_data(self, data, files, name):
        return False

    def bound(self, typed, prefix=""):
        data = {f"{prefix}-{field}" if prefix else field: text for field, text in typed.items()}
        options = {"prefix": prefix or None, "empty_permitted": True, "use_required_attribute": False}
        return self.form(data, **options)

    def unbound(self, row, prefix):
        return self.form(instance=row, prefix=prefix, use_required_attribute=False)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        rows = [
            (self.bound if isinstance(row, Typed) else self.unbound)(row, f"{name}-{number}")
            for number, row in enumerate(value or [])
        ]
        context["widget"] |= {
            "rows": rows,
            "next": self.unbound(None, f"{name}-{len(rows)}"),
            "template": self.unbound(None, f"{name}-NUMBER"),
            "row": self.row,
        }
        return context


class PartsFormField(forms.Field):
    """A list of unsaved rows; a sentence for each mistake, with the number of its row. Empty rows are left out."""

    default_error_messages = {"required": _("Give one at least.")}

    def __init__(self, part, row, **kwargs):
        self.row = row
        super().__init__(**{**kwargs, "widget": PartsWidget(row_form(part), row)})

    def clean(self, value):
        found, errors = [], []
        filled = [form for typed in value or [] if (form := self.widget.bound(typed)).has_changed()]
        for number, form in enumerate(filled, start=1):
            if form.is_valid():
                found.append(form.instance)
            errors += [f"{capfirst(self.row)} {number}: {sentence}" for sentence in _sentences(form)]
        if len(filled) > MOST:
            errors = [
                gettext("There are more than %(most)s: put them into a file of the library.") % {"most": MOST}
            ]
        if errors:
            raise ValidationError(errors)
        if self.required and not found:
            raise ValidationError(self.error_messages["required"], code="required")
        return found

    def has_changed(self, initial, data):
        try:
            return [str(row) for row in self.clean(data)] != [str(row) for row in initial or []]
        except ValidationError:
            return True


def _sentences(form):
    for name, errors in form.errors.items():
        label = f"{form[name].label}: " if name in form.fields else ""
        yield from (f"{label}{error}" for error in errors)
