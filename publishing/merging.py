"""Two people on one draft: what both began from, what is stored now and what was typed, field by field.

The form carries the origin as one hidden text, since Django's hidden initial values lose those of a choice
of none and of an hour once the form has been sent. It comes back from the browser: it is shown and
compared, and never stored.
"""

import hashlib
import json
import re
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from . import clock
from .difference import blocks_between, paragraphs_of_html
from .part_forms import PartsFormField
from .parts import Parts
from .rich_text import RichTextFormField, clean

BLOCK = re.compile(r"\s*(</?(?:p|h\d|[uo]l|li|d[ldt]|t\w+|blockquote|pre|caption|[hb]r)\b[^>]*>)\s*")
THEIRS, MINE = "theirs", "mine"
ONLY_LOOKS = _("Only its formatting or links differ.")


@dataclass
class Choice:
    """One field to choose in; `preset` is the side that alone changed it, empty where both did."""

    name: str
    label: str
    theirs: list
    mine: list
    preset: str
    chosen: str
    digest: str  # of theirs: a choice holds as long as it is made against the same

    @property
    def is_conflict(self):
        return not self.preset


def plain(field, value):
    """A field's value as words, or a list of them, that can be compared, shown and sent as JSON."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return sorted(str(row) for row in value or [])
    if isinstance(field, PartsFormField):
        return [str(row) for row in value or []]
    if isinstance(field, RichTextFormField):
        return BLOCK.sub(r"\1", re.sub(r"\s+", " ", clean(value)))
    if hasattr(value, "tzinfo"):
        return clock.in_words(value, getattr(value.tzinfo, "key", "UTC"))
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices).get(value, value) or "")
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def stored_value(edition, name):
    """What is stored, as the form's own cleaned data would have it."""
    field = edition._meta.get_field(name)
    if field.many_to_many or isinstance(field, Parts):
        return field.value_from_object(edition) if edition.pk else []
    return edition.local(name) if name in edition.hours else getattr(edition, name)


def own_fields(form):
    """(name, form field) of what belongs to the edition itself."""
    names = {field.name for field in form.instance._meta.get_fields()}
    return [(name, field) for name, field in form.fields.items() if name in names]


def origin_of(form):
    """The text that a form which is just being opened carries."""
    return json.dumps(
        {name: plain(field, stored_value(form.instance, name)) for name, field in own_fields(form)}
    )


def read_origin(text):
    try:
        origin = json.loads(text or "{}")
        json.dumps(
            origin, ensure_ascii=False
        ).encode()  # half a character, as \ud800 is, can be shown to nobody
    except (ValueError, RecursionError):
        return {}
    return origin if isinstance(origin, dict) else {}


def choices(form):
    """What the person has to choose in: each field that they did not type as it is stored, and that
    either of the two changed. An origin that is not known makes every difference a conflict."""
    origin, found = read_origin(form.data.get("origin")), []
    for name, field in own_fields(form):
        theirs = plain(field, stored_value(form.instance, name))
        mine = plain(field, form.cleaned_data[name]) if name in form.cleaned_data else _raw(form, name)
        if theirs == mine:
            continue
        before = origin.get(name)
        before = before if isinstance(before, type(theirs)) else None
        found.append(_choice(form, name, before, theirs, mine))
    return found


def _raw(form, name):
    """What was typed, where it is no valid value."""
    value = form[name].data
    if isinstance(form.fields[name], PartsFormField):
        return [str(row) for row in value]
    return ", ".join(str(part) for part in value if part) if isinstance(value, list) else str(value or "")


def _choice(form, name, before, theirs, mine):
    field, digest = form.fields[name], digest_of(theirs)
    preset = MINE if theirs == before else THEIRS if mine == before else ""
    told = form.data.get(f"take-{name}")
    is_told = told in (THEIRS, MINE) and form.data.get(f"theirs-{name}") == digest
    start = theirs if before is None else before
    return Choice(
        name=name,
        label=str(form[name].label),
        theirs=_blocks(field, start, theirs),
        mine=_blocks(field, start, mine),
        preset=preset,
        chosen=told if is_told else preset,
        digest=digest,
    )


def _blocks(field, before, after):
    old, new = (_paragraphs(field, value) for value in (before, after))
    blocks = blocks_between(old, new)
    if old == new and before != after:
        return [*blocks, *blocks_between([], [ONLY_LOOKS])]
    return blocks


def _paragraphs(field, value):
    if isinstance(value, list):
        return [str(part) for part in value]
    return paragraphs_of_html(value) if isinstance(field, RichTextFormField) else value.splitlines()


def digest_of(value):
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]


def merge(form):
    """The choices that are still to be shown; none, once all are made and applied to the cleaned data.

    They are shown when somebody saved since the form was opened or last shown them, and again as long as
    a conflict has no choice. Nothing is shown when nobody changed what this save would overwrite.
    """
    is_moved = form.cleaned_data.get("opened_version") != form.instance.version
    if not is_moved and "merging" not in form.data:
        return []
    found = choices(form)
    is_theirs_at_stake = any(choice.is_conflict or choice.chosen == THEIRS for choice in found)
    if (is_moved and is_theirs_at_stake) or any(not choice.chosen for choice in found):
        return found
    for choice in found:
        if choice.chosen == THEIRS:
            form.cleaned_data[choice.name] = stored_value(form.instance, choice.name)
            form.errors.pop(choice.name, None)
    return []
