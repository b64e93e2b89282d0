"""The contact form, and what it asks of robots."""

import unicodedata

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from organisation.models import Purpose
from publishing import clock

from .models import Message
from .senders import has_sent_enough, have_all_sent_enough

LEAST_SECONDS, MOST_SECONDS = 3, 24 * 3600
SALT = "outreach.contact"
BREAKING = {"Cc", "Zl", "Zp", "Cs"}  # control characters, separators of lines and paragraphs
TOO_QUICK = "That was very quick, as robots are: wait a few seconds, then press the button again."
TOO_LATE = "The form had been open for more than a day: press the button once more."
TRAP = "The field “Website” is there to catch robots: empty it, then press the button again."
ENOUGH = "Many messages have come from your connection: press the button again later, tomorrow at the latest."
ENOUGH_OF_ALL = "Very many people write to SELEC at present: please press the button again in an hour."


class OneLine(forms.CharField):
    def clean(self, value):
        """A line break would begin another header of the mail."""
        value = super().clean(value)
        if any(unicodedata.category(letter) in BREAKING for letter in value):
            raise ValidationError(f"Write “{self.label}” on one line, without control characters.")
        return value


class ManyLines(forms.CharField):
    def to_python(self, value):
        """Browsers send two characters for each line's end; whoever wrote it counts one."""
        return super().to_python(value.replace("\r\n", "\n") if value else value)


def words(label, most, required="", **options):
    messages = {
        "required": required,
        "max_length": f"This is too long: {most} letters are the most, and these are %(show_value)d.",
    }
    return {
        "label": label,
        "max_length": most,
        "required": bool(required),
        "error_messages": messages,
        **options,
    }


class ContactForm(forms.ModelForm):
    """Everything that is typed comes back with a refusal."""

    purpose = forms.ChoiceField(
        label="What is it about?",
        choices=Purpose.choices,
        error_messages={
            "required": "Choose what it is about.",
            "invalid_choice": "Choose what it is about from the list.",
        },
    )
    name = OneLine(**words("Your name", 120), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        **words("Your e-mail address", 254, "Give your e-mail address: the answer goes there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    subject = OneLine(**words("Subject", 150, "Say in a few words what it is about."))
    text = ManyLines(
        **words("Your message", 5000, "Write your message."), widget=forms.Textarea(attrs={"rows": 8})
    )
    website = forms.CharField(
        label="Website: leave this empty",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Message
        fields = ["purpose", "name", "email", "subject", "text"]

    def __init__(self, data=None, sender="", **options):
        super().__init__(data, auto_id="contact-%s", **options)
        self.sender, self.now = sender, clock.now()
        self.fields["email"].error_messages["invalid"] = (
            "This is no e-mail address that an answer could go to: it looks like name@example.org."
        )
        self.initial["opened"] = signing.Signer(salt=SALT).sign(self.now.timestamp())
        for name, field in self.fields.items():
            field.widget.attrs.pop("maxlength", None)  # a browser would cut off what is pasted in silence
            if self.is_bound and self[name].errors:
                field.widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"contact-{name}-error"}

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
            opened = float(signing.Signer(salt=SALT).unsign(self.data.get("opened", "")))
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
        if has_sent_enough(self.sender, self.now):
            return ENOUGH
        return ENOUGH_OF_ALL if have_all_sent_enough(self.now) else ""

    def save(self):
        message = super().save(commit=False)
        message.sender, message.at, message.next_try_at = self.sender, self.now, self.now
        message.save()
        return message
