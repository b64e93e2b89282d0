"""What people are typing: kept as they type, and shown to nobody but themselves."""

import re
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.utils.crypto import get_random_string
from django.utils.translation import gettext

from . import clock

LONGEST = 2 * 1024 * 1024  # bytes of a form, encoded for its way
PRESENT = timedelta(seconds=60)  # a form that was not heard of for longer is closed
FORGOTTEN = timedelta(days=1)  # after it, a closed form in which nothing was typed
KEY = re.compile(r"[A-Za-z0-9]{12,40}")
# What a form sends beside the text itself.
MACHINERY = {
    *"csrfmiddlewaretoken opened_version origin writing_key writing_person merging version read".split(),
    *"post action index select_across revoke".split(),
}
NOT_TYPED = re.compile(r"_.*|take-.*|theirs-.*|.*password.*")


def new_key():
    return get_random_string(24)


def key_in(data):
    """The key of the form that sent this; empty where it has none that could be ours."""
    return key if KEY.fullmatch(key := data.get("writing_key", "")) else ""


def typed_fields(data):
    """(label, text) of all that a form sent, but for its machinery."""
    sent = [(name, ", ".join(filter(str.strip, data.getlist(name)))) for name in data]
    shown = [(name, text) for name, text in sent if text and name not in MACHINERY]
    return [(name.replace("_", " "), text) for name, text in shown if not NOT_TYPED.fullmatch(name)]


class WritingQuerySet(models.QuerySet):
    """Every reader of what was typed starts from `of`: it is their own, or nobody's."""

    def of(self, person):
        return self.filter(person=person)

    def on(self, model, edition=None):
        """Forms of one edition; of new items of the kind, when it is left out."""
        return self.filter(kind=model._meta.label_lower, edition=edition.pk if edition else None)

    def unsaved(self):
        return self.exclude(typed="").order_by("-typed_at")

    def open_at(self, at):
        return self.filter(seen_at__gt=at - PRESENT)


class Writing(models.Model):
    """One open form of one person.

    `edition` is an id of `kind`, None for a new item. `typed` is the form as the browser would post it,
    without its token; blank while nothing unsaved has been typed.
    """

    is_on_pages = False
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    edition = models.PositiveBigIntegerField(null=True)
    key = models.CharField(max_length=40)
    typed = models.TextField(blank=True)
    opened_version = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    typed_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()

    objects = WritingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "edition", "seen_at"], name="writing_open")]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="writing_key")]

    def __str__(self):
        return f"{self.kind} {self.edition or 'new'}: {self.key}"

    @property
    def data(self):
        """As `request.POST` would have it."""
        return QueryDict(self.typed)

    @property
    def fields(self):
        return typed_fields(self.data)


def keep(person, model, edition, data):
    """Store what a form holds now, under its key; an instant, or None where the form is too long."""
    data = data.copy()
    data.pop("csrfmiddlewaretoken", None)
    typed = data.urlencode()
    if len(typed) > LONGEST:
        return None
    now = clock.now()
    version = data.get("opened_version", "")
    version = int(version) if version.isdecimal() and len(version) < 10 else 0
    _store(person, model, edition, data, now, typed=typed, typed_at=now, opened_version=version)
    return now


def see(person, model, edition, data):
    """Note that the form is open; forms of this person that were closed empty are cleared away."""
    now = clock.now()
    Writing.objects.of(person).filter(typed="", seen_at__lt=now - FORGOTTEN).delete()
    _store(person, model, edition, data, now)


def _store(person, model, edition, data, now, **fields):
    place = {"kind": model._meta.label_lower, "edition": edition.pk if edition else None}
    fields = {"seen_at": now, **place, **fields}
    Writing.objects.update_or_create(
        person=person,
        key=data["writing_key"],
        defaults=fields,
        create_defaults={"opened_at": now, **fields},
    )


def others(person, model, edition):
    """Sentences on who else has the edition open now."""
    if edition is None:
        return []
    rows = Writing.objects.on(model, edition).open_at(clock.now()).exclude(person=person)
    since = {}
    for row in rows.select_related("person").order_by("-opened_at"):
        since[row.person.get_full_name() or row.person.get_username()] = row.opened_at
    return [
        (gettext("%(name)s has this open since %(hour)s.") % {"name": name, "hour": hour(at)})
        for name, at in sorted(since.items())
    ]


def hour(instant):
    """ "14:03", at the seat in Bucharest."""
    return f"{instant.astimezone(clock.SEAT):%H:%M}"
