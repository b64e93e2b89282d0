"""What every form asks of robots, and how often it takes what one visitor sends."""

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from publishing import clock

from .senders import has_sent_enough, have_all_sent_enough

LEAST_SECONDS, MOST_SECONDS = 3, 24 * 3600
TOO_QUICK = _("That was very quick, as robots are: wait a few seconds, then press the button again.")
TOO_LATE = _("The form had been open for more than a day: press the button once more.")
TRAP = _("The field “Website” is there to catch robots: empty it, then press the button again.")
ENOUGH = _(
    "Many messages have come from your connection: press the button again later, tomorrow at the latest."
)
ENOUGH_OF_ALL = _("Very many people write to SELEC at present: please press the button again in an hour.")


def words(label, most, required="", **options):
    messages = {
        "required": required,
        "max_length": gettext(
            "This is too long: %(most)s letters are the most, and these are %%(show_value)d."
        )
        % {"most": most},
    }
    return {
        "label": label,
        "max_length": most,
        "required": bool(required),
        "error_messages": messages,
        **options,
    }


def email_field(required):
    """`required` is the sentence for who leaves it empty."""
    widget = forms.EmailInput(attrs={"autocomplete": "email"})
    return forms.EmailField(**words(gettext("Your e-mail address"), 254, required), widget=widget)


class GuardedForm(forms.ModelForm):
    """Everything that is typed comes back with a refusal. `sent_as` is the model by which what is sent is counted."""

    website = forms.CharField(
        label=_("Website: leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    name_of_form, sent_as = "", None

    def __init__(self, data=None, sender="", **options):
        super().__init__(data, auto_id=f"{self.name_of_form}-%s", **options)
        self.sender, self.now = sender, clock.now()
        self.signer = signing.Signer(salt=f"outreach.{self.name_of_form}")
        self.fields["email"].error_messages["invalid"] = gettext(
            "This is no e-mail address that an answer could go to: it looks like name@example.org."
        )
        self.initial["opened"] = self.signer.sign(self.now.timestamp())
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)  # a browser would cut off what is pasted in silence

    def full_clean(self):
        """A screen reader is led from a field to what is wrong with it."""
        super().full_clean()
        for name in self.errors.keys() & self.fields.keys():
            described = {"aria-invalid": "true", "aria-describedby": f"{self.name_of_form}-{name}-error"}
            self.fields[name].widget.attrs |= described

    @property
    def is_trapped(self):
        return bool(self.data.get("website")) if self.is_bound else False

    def clean(self):
        cleaned = super().clean()
        for sentence in filter(None, [self._trapped(), self._by_time(), self._by_number()]):
            raise ValidationError(sentence)
        return cleaned

    def _trapped(self):
        return TRAP if self.is_trapped else ""

    def _by_time(self):
        try:
            opened = float(self.signer.unsign(self.data.get("opened", "")))
        except (signing.BadSignature, ValueError):
            return self._begin_again()
        age = self.now.timestamp() - opened
        if age > MOST_SECONDS:
            return self._begin_again()
        return TOO_QUICK if age < LEAST_SECONDS else ""

    def _begin_again(self):
        self.data = self.data.copy()
        self.data["opened"] = self.initial["opened"]
        return TOO_LATE

    def _by_number(self):
        if has_sent_enough(self.sent_as, self.sender, self.now):
            return ENOUGH
        return ENOUGH_OF_ALL if have_all_sent_enough(self.sent_as, self.now) else ""
