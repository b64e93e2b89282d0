"""What every form asks of robots, and how often it takes what visitors send.

No form of the public has a cookie or a token: nobody is signed in, so another site could ride on nothing. What it
could do is to have its visitors' browsers write to us; but browsers say whose page it was that sent a form.
"""

from datetime import timedelta

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from publishing import clock
from publishing.limits import too_many

LEAST_SECONDS, MOST_SECONDS = 3, 24 * 3600
TOO_QUICK = _("That was very quick, as robots are: wait a few seconds, then press the button again.")
TOO_LATE = _("The form had been open for more than a day: press the button once more.")
TRAP = _("The field “Website” is there to catch robots: empty it, then press the button again.")
ENOUGH = _("Many messages have come from your connection: press the button again in {}.")
ENOUGH_OF_ALL = _("Very many people write to SELEC at present: please press the button again in an hour.")
ELSEWHERE = _("A page of another site sent this form. If you mean it, press the button here.")
OF_ALL, HOUR = 300, 3600  # from everybody together within an hour, so that no crowd fills the mailboxes


def is_from_elsewhere(request):
    """Whether the browser says that a page of another site sent this. Old browsers and mail programs say nothing,
    and a page that tells nobody where it leads from has the origin "null"."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin", "null")
    return origin not in ("null", f"{request.scheme}://{request.get_host()}")


def words(label, most, required="", **options):
    messages = {
        "required": required,
        "max_length": _(
            "This is too long: %(limit_value)d letters are the most, and these are %(show_value)d."
        ),
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
    return forms.EmailField(**words(_("Your e-mail address"), 254, required), widget=widget)


class GuardedForm(forms.ModelForm):
    """Everything that is typed comes back with a refusal. `limit` is how much one visitor sends."""

    website = forms.CharField(
        label=_("Website: leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    name_of_form, limit = "", None
    status, wait = 422, 0  # of a refusal, and in how many seconds another try may succeed

    def __init__(self, data=None, request=None, **options):
        super().__init__(data, auto_id=f"{self.name_of_form}-%s", **options)
        self.request, self.now = request, clock.now()
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
        for ask in (self._by_page, self._trapped, self._by_time, self._by_number):
            if sentence := ask():
                raise ValidationError(sentence)
        return cleaned

    def refused(self, response):
        """The page with this form, as the answer to what was not taken."""
        response.status_code = self.status
        return too_many(response, self.wait) if self.wait else response

    def _by_page(self):
        if not is_from_elsewhere(self.request):
            return ""
        self.status = 403
        return ELSEWHERE

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
        """Only what would be taken otherwise is counted."""
        if self.errors:
            return ""
        if self.sent_since(self.now - timedelta(seconds=HOUR)) >= OF_ALL:
            self.wait = HOUR
            return ENOUGH_OF_ALL
        self.wait = self.limit.wait(self.request)
        return ENOUGH.format(in_words(self.wait)) if self.wait else ""

    def sent_since(self, at):
        """How much everybody has sent by this form since then."""
        raise NotImplementedError


def in_words(seconds):
    minutes = seconds // 60 + 1
    return f"{minutes} minutes" if minutes < 100 else f"{minutes // 60 + 1} hours"
