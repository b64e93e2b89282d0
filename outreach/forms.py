"""The contact form."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from organisation.models import Purpose
from publishing.limits import DAY, Limit

from .guarded import HOUR, GuardedForm, email_field, words
from .models import Message

BREAKING = {"Cc", "Zl", "Zp", "Cs"}  # control characters, separators of lines and paragraphs


class OneLine(forms.CharField):
    def clean(self, value):
        """A line break would begin another header of the mail."""
        value = super().clean(value)
        if any(unicodedata.category(letter) in BREAKING for letter in value):
            raise ValidationError(
                gettext("Write “%(label)s” on one line, without control characters.") % {"label": self.label}
            )
        return value


class ManyLines(forms.CharField):
    def to_python(self, value):
        """Browsers send two characters for each line's end; whoever wrote it counts one."""
        return super().to_python(value.replace("\r\n", "\n") if value else value)


class ContactForm(GuardedForm):
    purpose = forms.ChoiceField(
        label=_("What is it about?"),
        choices=Purpose.choices,
        error_messages={
            "required": _("Choose what it is about."),
            "invalid_choice": _("Choose what it is about from the list."),
        },
    )
    name = OneLine(**words(_("Your name"), 120), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = email_field(_("Give your e-mail address: the answer goes there."))
    subject = OneLine(**words(_("Subject"), 150, _("Say in a few words what it is about.")))
    text = ManyLines(
        **words(_("Your message"), 5000, _("Write your message.")), widget=forms.Textarea(attrs={"rows": 8})
    )

    name_of_form, limit = "contact", Limit("messages", (20, HOUR), (60, DAY))

    class Meta:
        model = Message
        fields = ["purpose", "name", "email", "subject", "text"]

    def sent_since(self, at):
        return Message.objects.filter(at__gt=at).count()

    def save(self):
        message = super().save(commit=False)
        message.at = message.next_try_at = self.now
        message.save()
        return message
