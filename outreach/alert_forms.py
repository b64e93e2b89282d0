"""What somebody wants to hear of, as a form: to subscribe with, and to change it by."""

from functools import reduce
from operator import or_
from urllib.parse import urlencode

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from organisation.models import CrimeArea, MemberState
from publishing import clock
from publishing.limits import DAY, Limit
from publishing.models import Item

from .choices import REMOVED, name_of_kind, titles_of
from .guarded import HOUR, GuardedForm, email_field
from .models import Frequency, Letter, Subscriber
from .models.subscriber import alert_kinds
from .sending import in_ascii

# What an address of the form may have chosen already: its parameters, and the fields that they fill in.
PARAMETERS = {"kind": "kinds", "area": "areas", "state": "states", "follow": "followed"}
MOST_FOLLOWED = 100
NOTHING_FOLLOWED = _("You follow nothing yet: untick this, or tick what you want to follow.")


class Kinds(forms.ModelMultipleChoiceField):
    def label_from_instance(self, content_type):
        return name_of_kind(content_type)


class States(forms.ModelMultipleChoiceField):
    def label_from_instance(self, state):
        return state.short_name_then


class Followed(forms.ModelMultipleChoiceField):
    titles = {}

    def label_from_instance(self, item):
        return self.titles.get(item.pk, REMOVED)


def boxes(field, label, **options):
    return field(None, required=False, label=label, widget=forms.CheckboxSelectMultiple, **options)


def followable(numbers):
    """Items of which something is public now; nothing tells whether there is another of that number."""
    public = [Q(pk__in=kind.objects.public().values("item")) for kind in alert_kinds()]
    known = [number for number in numbers if number.isdecimal() and len(number) < 18]
    return (
        Item.objects.filter(reduce(or_, public), pk__in=known[:MOST_FOLLOWED])
        if known
        else Item.objects.none()
    )


class ChoicesForm(forms.ModelForm):
    """`chosen` is what the address says (PARAMETERS): it takes the place of what was stored, but to what was
    followed it adds."""

    followed = boxes(Followed, _("What you follow"))
    kinds = boxes(Kinds, _("Kinds"), to_field_name="model")
    areas = boxes(forms.ModelMultipleChoiceField, _("Crime areas"), to_field_name="slug")
    states = boxes(States, _("Member States"), to_field_name="slug")
    frequency = forms.ChoiceField(
        label=_("How often"), choices=Frequency, initial=Frequency.INSTANT, widget=forms.RadioSelect
    )

    class Meta:
        model = Subscriber
        fields = ["only_followed", "kinds", "areas", "states", "followed", "frequency"]

    def __init__(self, data=None, chosen=None, **options):
        super().__init__(data, **options)
        chosen = chosen or QueryDict()
        own = list(self.instance.followed.values_list("pk", flat=True)) if self.instance.pk else []
        asked = followable([*chosen.getlist("follow"), *(data.getlist("followed") if data else [])])
        field = self.fields["followed"]
        field.queryset = Item.objects.filter(Q(pk__in=own) | Q(pk__in=asked.values("pk")))
        field.titles = titles_of(field.queryset)
        kinds = [Q(app_label=kind._meta.app_label, model=kind._meta.model_name) for kind in alert_kinds()]
        self.fields["kinds"].queryset = ContentType.objects.filter(reduce(or_, kinds)).order_by("model")
        self.fields["areas"].queryset = CrimeArea.objects.all()
        self.fields["states"].queryset = MemberState.objects.announced(clock.today())
        for name, field in PARAMETERS.items():
            if name in chosen and field != "followed":
                self.initial[field] = chosen.getlist(name)
        if asked:
            self.initial["followed"] = [*own, *(item.pk for item in asked)]
            self.initial.setdefault("only_followed", True)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("only_followed") and not cleaned.get("followed"):
            self.add_error("only_followed", NOTHING_FOLLOWED)
        return cleaned

    @transaction.atomic
    def save(self):
        """Whether it was saved: of who has left since the form was opened nothing is stored again."""
        if not Subscriber.objects.select_for_update().filter(pk=self.instance.pk).first():
            return False
        super().save(commit=False).save(update_fields=["only_followed", "frequency"])
        self.save_m2m()
        return True

    @property
    def query(self):
        """What was chosen, as an address of the form says it."""
        values = {name: self.data.getlist(field) for name, field in PARAMETERS.items()}
        return urlencode(values, doseq=True)


class SignUpForm(GuardedForm, ChoicesForm):
    """It answers the same whether or not an address is known: only who reads its mail learns that."""

    email = email_field(_("Give the e-mail address to which alerts should go."))
    name_of_form, limit = "alerts", Limit("sign-ups", (30, HOUR), (90, DAY))

    def clean_email(self):
        """In the letters of headers, so that one address is one row; of a host that has a name, and no number."""
        try:
            email = in_ascii(self.cleaned_data["email"])
        except UnicodeError:
            email = ""
        is_short_enough = 0 < len(email) <= Subscriber._meta.get_field("email").max_length
        host = email.rpartition("@")[2]
        if not is_short_enough or "." not in host or host.startswith("["):
            raise ValidationError(self.fields["email"].error_messages["invalid"])
        return email

    def sent_since(self, at):
        """By the links that were asked for: each is a mail."""
        return Letter.objects.exclude(purpose=Letter.Purpose.ALERTS).filter(made_at__gt=at).count()

    @transaction.atomic
    def save(self):
        """Choices count once they are confirmed: of who has subscribed already, none is changed by this."""
        subscriber = self._subscriber()
        if subscriber.confirmed_at:
            return Letter.ask_for(subscriber, Letter.Purpose.KNOWN, self.now, self.query)
        given = {name: self.cleaned_data[name] for name in ("frequency", "only_followed")}
        given |= {"asked_at": self.now} if subscriber.is_lapsed(self.now) else {}
        Subscriber.objects.filter(pk=subscriber.pk).update(**given)
        for name in PARAMETERS.values():
            getattr(subscriber, name).set(self.cleaned_data[name])
        return Letter.ask_for(subscriber, Letter.Purpose.CONFIRM, self.now)

    def _subscriber(self):
        """Locked: whoever confirms, or leaves, at this moment is waited for."""
        email = self.cleaned_data["email"]
        rows = Subscriber.objects.of_address(email).select_for_update()
        return rows.get_or_create(defaults={"email": email, "asked_at": self.now})[0]
