"""Forms of the back office: an hour with its zone, a draft that nobody saves over, a move's reason."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.urls import is_valid_path
from django.utils.translation import gettext, gettext_lazy as _

from . import clock
from .checks import fingerprint
from .difference import holds_words, text_fields
from .languages import apart
from .lifecycle import ChangeKind
from .merging import merge, origin_of

CAPITALS = (
    "Athens Belgrade Brussels Budapest Chisinau Istanbul London Podgorica Sarajevo Skopje Sofia Tirane Zagreb"
)
ZONES = [
    settings.TIME_ZONE,
    "UTC",
    *(f"Europe/{capital}" for capital in CAPITALS.split()),
    "America/New_York",
]


class HourWidget(forms.MultiWidget):
    template_name = "admin/publishing/hour.html"

    def __init__(self, has_seconds=False):
        zones = [(zone, clock.city(zone)) for zone in ZONES]
        step, shown = ({"step": 1}, "%H:%M:%S") if has_seconds else ({}, "%H:%M")
        super().__init__(
            {
                "date": forms.DateInput(attrs={"type": "date", "aria-label": _("Date")}, format="%Y-%m-%d"),
                "time": forms.TimeInput(
                    attrs={"type": "time", "aria-label": _("Hour"), **step}, format=shown
                ),
                "zone": forms.Select(choices=zones, attrs={"aria-label": _("Time zone")}),
            }
        )

    def decompress(self, instant):
        if not instant:
            return [None, None, settings.TIME_ZONE]
        zone = getattr(instant.tzinfo, "key", settings.TIME_ZONE)
        local = instant.astimezone(ZoneInfo(zone))
        return [local.date(), local.time(), zone]


class HourField(forms.MultiValueField):
    """A local date and hour in a named zone; an aware instant in that zone, or None.

    An hour that the zone's clocks skip, or show twice, is refused: it would be a guess.
    """

    def __init__(self, has_seconds=False, **kwargs):
        fields = [
            forms.DateField(),
            forms.TimeField(),
            forms.ChoiceField(choices=[(zone, zone) for zone in ZONES]),
        ]
        kwargs = {"require_all_fields": False, "required": False, "widget": HourWidget(has_seconds), **kwargs}
        super().__init__(fields, **kwargs)

    def clean(self, value):
        if self.disabled:
            return value
        date, time, zone = value or [None, None, None]
        if not date and not time:
            if self.required:
                raise ValidationError(self.error_messages["required"])
            return None
        if not date or not time:
            raise ValidationError(gettext("Give both the date and the hour, or neither."))
        return super().clean([date, time, zone or settings.TIME_ZONE])

    def compress(self, parts):
        date, time, zone = parts
        try:
            return clock.local_instant(datetime.combine(date, time), zone)
        except ValueError as error:
            raise ValidationError(str(error)) from error


def fit(value):
    """Django's own choices fail on a number that is too large for the database."""
    return gettext("none of ours") if len(value or "") > 17 else value


class Boxes(forms.CheckboxSelectMultiple):
    def value_from_datadict(self, data, files, name):
        return [fit(value) for value in super().value_from_datadict(data, files, name) or []]


class Choices(AutocompleteSelectMultiple):
    """Django's own fails on a value that is no number, too."""

    def value_from_datadict(self, data, files, name):
        return [fit(value) for value in super().value_from_datadict(data, files, name)]

    def optgroups(self, name, value, attr=None):
        numbers = [one for one in value if str(one).isdecimal()]
        return super().optgroups(name, numbers, attr)


class Choice(AutocompleteSelect):
    """One row, chosen with the same care."""

    def value_from_datadict(self, data, files, name):
        return fit(super().value_from_datadict(data, files, name))

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [one for one in value if str(one).isdecimal()], attr)


class Unlabelled(forms.HiddenInput):
    """The back office sets a label beside each field, which may not stand for one that is hidden."""

    def id_for_label(self, id_):
        return ""


class EditionForm(forms.ModelForm):
    """A draft's form. It carries the version and the text that were opened: a save over somebody else's
    is refused, shows both sides to choose from, and keeps all that was typed."""

    taken_back = None  # what was typed earlier and not saved, as it would be posted

    opened_version = forms.IntegerField(label=_("Opened version"), widget=Unlabelled, required=False)
    publish_at = HourField(label=_("Hour asked for"), help_text=_("Empty: as soon as a colleague approves."))

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(self.taken_back if data is None else data, *args, **kwargs)
        self.choices = []
        edition = self.instance
        self.initial["opened_version"] = edition.version
        for name in edition.hours.keys() & self.fields.keys():
            self.initial[name] = edition.local(name)
            if name in edition.settled_hours:
                self.fields[name].disabled = True
                self.fields[name].help_text = gettext(
                    "The public knows this hour: it is changed by an act with a reason."
                )
        if "translates" in self.fields:
            self.fields["translates"].keep([edition.translates_id])
        if "change" in self.fields:
            self.fields["change"].choices = [one for one in ChangeKind.choices if one[0] != ChangeKind.NEW]
        self._say_language()
        self.origin = self.data.get("origin", "") if self.is_bound else origin_of(self)

    def _say_language(self):
        if language := apart(self.instance.language):
            texts = {field.name for field in filter(holds_words, text_fields(self.instance))}
            for name in texts & self.fields.keys():
                self.fields[name].widget.attrs["lang"] = language

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk:
            self._merge(cleaned)
        self._note_zones(cleaned)
        return cleaned

    def _note_zones(self, cleaned):
        told = {}
        for name, zone in self.instance.hours.items():
            if hour := cleaned.get(name):
                if told.setdefault(zone, hour.tzinfo.key) != hour.tzinfo.key:
                    self.add_error(name, gettext("Give these hours in one and the same time zone."))
                setattr(self.instance, zone, told[zone])

    def _merge(self, cleaned):
        self.choices = merge(self)
        if not self.choices:
            return
        if cleaned.get("opened_version") == self.instance.version:
            self.add_error(None, gettext("Choose one of the two texts where you both changed the same."))
        else:
            self.add_error(None, str(self.instance.overtaken()))
        self.data = self.data.copy()
        self.data["opened_version"] = self.instance.version  # the choices below are made against this one


class MoveForm(forms.Form):
    """What a move asks for: a reason, an hour, or nothing; and the version of what was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    read = forms.CharField(widget=forms.HiddenInput, required=False)  # the findings that were shown
    publish_at = HourField(label=_("Public from"), help_text=_("Empty: from the moment that you approve."))
    closes_at = HourField(has_seconds=True, required=True, label=_("New deadline"))
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)
    slug = forms.SlugField(
        max_length=100, label=_("New last part of the address"), help_text=_("a-z, 0-9 and -")
    )
    redirect_to = forms.CharField(
        label=_("Send visitors to"),
        max_length=300,
        required=False,
        help_text=_("A page of this site that took its place, such as /news/. Empty: they read the reason."),
    )

    override = forms.CharField(
        label=_("Why is it published in spite of the warnings?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        help_text=_("Kept with the act."),
    )

    def __init__(self, move, edition, data=None, findings=()):
        hour = edition.publish_at if "publish_at" in move.asks else None
        coming = hour.astimezone(ZoneInfo(edition.zone)) if hour and hour > clock.now() else None
        initial = {"version": edition.version, "publish_at": coming, "slug": edition.item.slug}
        super().__init__(data, initial=initial | {"read": fingerprint(findings)})
        self.fields["reason"].label = move.asks_reason
        asked = {"version", *move.asks, *(["reason"] if move.asks_reason else [])}
        if move.publishes:
            asked |= {"read", "override"} if findings and not move.asks_reason else {"read"}
        for name in self.fields.keys() - asked:
            del self.fields[name]

    def clean_redirect_to(self):
        path = self.cleaned_data["redirect_to"]
        if path and (path.startswith("//") or not is_valid_path(path)):
            raise ValidationError(
                gettext("Give the path of a page of this site, such as /news/press-releases/.")
            )
        return path

    def arguments(self):
        """The move's own arguments, as its verb takes them."""
        arguments = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        if hour := arguments.pop("publish_at", None):
            arguments |= {"at": hour, "zone": hour.tzinfo.key}
        if hour := arguments.get("closes_at"):
            arguments |= {"zone": hour.tzinfo.key}
        return arguments
