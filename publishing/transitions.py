"""The moves of an edition: guarded verbs, each in one transaction that locks the item."""

from django.db import models, transaction
from django.db.models import F, Max
from django.utils.translation import gettext, gettext_noop

from audit.models import Entry, record

from . import clock
from .checks import findings, fingerprint
from .checks.internal import why_no_way_on
from .lifecycle import ACTS, MOVES, TAKING_DOWN, ChangeKind, Overtaken, Refused, Status, refusal
from .outlets import tell
from .parts import parts_of
from .slugs import slug_of

ASKED_TO = {"withdraw": gettext_noop("asked to withdraw"), "remove": gettext_noop("asked to remove")}


class Transitions(models.Model):
    """Each verb raises Refused with a sentence where `by` may not make the move, and its kind
    Overtaken where the edition is no longer at the `version` that was read. Then nothing has changed.
    """

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, **kwargs):
        """Store a draft; nothing else is ever stored again once it exists."""
        if not self._state.adding:
            opened = self.siblings.filter(pk=self.pk, status=Status.DRAFT, version=self.version)
            if not opened.update(version=F("version") + 1):
                raise self.overtaken()
            self.version += 1
        super().save(**kwargs)

    def delete(self, **_kwargs):
        raise TypeError(gettext("Editions are discarded, withdrawn or removed, never deleted."))

    @transaction.atomic
    def save_draft(self, by):
        self.edited_by, self.edited_at = by, clock.now()
        if not self.item_id:
            items = self._meta.get_field("item").related_model.objects
            self.item = items.create(kind=self._meta.label_lower)
        self.save()
        self.log("saved", by)

    @transaction.atomic
    def submit(self, by):
        self._claim("submit", by)
        self._store(status=Status.IN_REVIEW, submitted_by=by, submitted_at=clock.now())
        self.log("submitted", by)

    @transaction.atomic
    def hand_back(self, by, reason):
        self._claim("hand_back", by, reason)
        self._store(status=Status.DRAFT)
        self.log("returned", by, reason)

    @transaction.atomic
    def discard(self, by, reason):
        self._claim("discard", by, reason)
        self._store(status=Status.DISCARDED)
        self.log("discarded", by, reason)

    @transaction.atomic
    def approve(self, by, at=None, zone="", override="", read=None):
        """Make it public from `at` (an aware instant) on; at once, when it is left out.

        What the checks find is refused; their warnings are not, where `override` says why. `read` is the
        fingerprint of the findings that `by` was shown: a reason covers no other ones.
        """
        self._claim("approve", by)
        warned = self._checked(by, override, read)
        self._publish(by, at, zone)
        self.log("approved", by, f"public from {clock.in_words(self.publish_at, self.zone)}{warned}")

    @transaction.atomic
    def publish_now(self, by, reason, read=None):
        """The emergency door: public at once by one person alone; the reason stands until a colleague confirms."""
        self._claim("publish_now", by, reason)
        warned = self._checked(by, reason, read)
        self._publish(by, emergency_reason=reason)
        self.log("published alone", by, f"{reason}{warned}")

    @transaction.atomic
    def confirm(self, by):
        self._claim("confirm", by)
        self._store(confirmed_by=by, confirmed_at=clock.now())
        self.log("confirmed", by)

    def _checked(self, by, override, read):
        """What to note of the warnings that were overridden; Refused where one is not, or a check stops."""
        found = findings(self, by)
        if stops := [finding.sentence for finding in found if finding.stops]:
            raise Refused(" ".join([gettext("It cannot be published like this."), *stops]))
        if read is not None and read != fingerprint(found):
            raise Refused(gettext("The checks find something that you have not been shown: read it below."))
        if not found:
            return ""
        if not override.strip():
            raise Refused(gettext("Say why it is published in spite of the warnings."))
        rules = ", ".join(sorted({finding.rule.replace("_", " ") for finding in found}))
        return f"; in spite of warnings ({rules}): {override.strip()}"

    def _publish(self, by, at=None, zone="", **fields):
        now = clock.now()
        before = self.siblings.filter(status=Status.APPROVED, superseded_at=None).first()
        self._refuse_hour(at, now, before)
        if before:
            self.siblings.filter(pk=before.pk).update(superseded_at=at or now)
        self._store(
            status=Status.APPROVED,
            publish_at=at or now,
            zone=zone or self.zone,
            first_public_at=before.first_public_at if before else at or now,
            approved_by=by,
            approved_at=now,
            **self._hours(at or now),
            **fields,
        )
        if not before:
            self.item.settle(slug_of(self.title, self._meta.model_name), self.address)
        tell(self.item)

    def _hours(self, publish_at):
        """Fields of a kind that depend on the hour at which the edition becomes public."""
        return {}

    @transaction.atomic
    def unschedule(self, by, reason):
        self._claim("unschedule", by, reason)
        hour = self.publish_at
        self._store(status=Status.IN_REVIEW, approved_by=None, approved_at=None)
        self.siblings.filter(status=Status.APPROVED, superseded_at=hour).update(superseded_at=None)
        tell(self.item)
        self.log("unscheduled", by, reason)

    @transaction.atomic
    def start_draft(self, by):
        """A draft with this edition's text, beside what is live; of an old edition, that restores it."""
        self._claim("start_draft", by)
        draft = self._copy(by, change=ChangeKind.UPDATE)
        draft.log("started", by, f"from edition {self.number}")
        return draft

    def withdraw(self, by, reason, at=None, zone=""):
        """An edition for review that withdraws the page; `reason` is its public explanation, `at` its hour."""
        return self._take_down("withdraw", by, reason, publish_at=at, zone=zone or self.zone)

    def remove(self, by, reason, at=None, zone="", redirect_to=""):
        """An edition for review that removes the page; `reason` is public.

        Visitors go to `redirect_to`, a path of this site, where it is given.
        """
        fields = {"publish_at": at, "zone": zone or self.zone, "redirect_to": redirect_to}
        return self._take_down("remove", by, reason, **fields)

    @transaction.atomic
    def _take_down(self, verb, by, reason, **fields):
        self._claim(verb, by, reason)
        if fields["publish_at"] and fields["publish_at"] <= clock.now():
            raise Refused(gettext("That hour is past: choose a later one, or leave it empty."))
        edition = self._copy(
            by,
            change=ChangeKind.UPDATE,
            standing=TAKING_DOWN[verb],
            note=reason,
            status=Status.IN_REVIEW,
            submitted_by=by,
            submitted_at=clock.now(),
            **fields,
        )
        if (way := edition.redirect_to) and (why := why_no_way_on(edition, way)):
            raise Refused(
                gettext("Visitors would be sent to %(way)s, %(why)s: choose another page, or leave it empty.")
                % {"way": way, "why": why}
            )
        edition.log(ASKED_TO[verb], by, reason)
        return edition

    def _copy(self, by, **fields):
        own = [field for field in self._meta.concrete_fields if field.name not in {*ACTS, *self.own_acts}]
        copy = type(self)(**{field.attname: getattr(self, field.attname) for field in own} | fields)
        copy.number = self.siblings.aggregate(last=Max("number"))["last"] + 1
        copy.edited_by, copy.edited_at = by, clock.now()
        copy.save()
        for field in [*self._meta.many_to_many, *parts_of(self)]:
            field.save_form_data(copy, field.value_from_object(self))
        return copy

    def _refuse_hour(self, at, now, before):
        if at and at <= now:
            raise Refused(gettext("That hour is past: choose a later one, or publish now."))
        if before and (at or now) <= before.publish_at:
            hour = clock.in_words(before.publish_at, before.zone)
            raise Refused(
                gettext("Edition %(number)s goes live at %(hour)s: this one has to come after it.")
                % {"number": before.number, "hour": hour}
            )

    def _claim(self, verb, by, reason="given"):
        """Lock the item, and make sure that `by` may make this move on the text that they saw."""
        type(self.item).objects.select_for_update().get(pk=self.item_id)
        opened = self.version
        self.refresh_from_db()
        if self.version != opened:
            raise self.overtaken()
        if sentence := refusal(self, verb, by):
            raise Refused(sentence)
        if MOVES[verb].asks_reason and not reason.strip():
            raise Refused(gettext("Give a reason: it is kept with the act."))

    def _store(self, **fields):
        opened = self.siblings.filter(pk=self.pk, version=self.version)
        if not opened.update(version=F("version") + 1, **fields):
            raise self.overtaken()
        self.refresh_from_db()

    @transaction.atomic
    def readdress(self, by, slug, reason):
        """Give the item another address; the one that it had leads there from now on."""
        self._claim("readdress", by, reason)
        self.item.refresh_from_db()
        former = self.item.address
        self.item.move_to(slug, self.address(slug))
        tell(self.item)
        self.log("moved", by, f"from {former}: {reason}")

    @transaction.atomic
    def comment(self, by, text, name=""):
        """What somebody says of this edition, in its item's history; `name` is an outsider's, who has no account."""
        said = f"{name}: {text}" if name else text
        self.log("commented", by, said)

    @transaction.atomic
    def limit_to(self, people, by=None):
        """Show the item in the back office to these alone and to `by`, who stays among them; to all staff, if none.

        `by` is None where the operator does it: for an item whose named people have all left.
        Links that led outside end with it, and do not come to life again when the item is opened.
        """
        named = {*people, by} - {None} if people else set()
        self.item.named_people.set(named)
        for link in self.item.review_links.filter(revoked_at=None) if named else []:
            link.revoke(by, self)
        names = ", ".join(sorted(one.get_username() for one in named))
        act = gettext_noop("limited to named people") if named else gettext_noop("opened to all staff")
        self.log(act, by, names)

    def overtaken(self):
        last = Entry.objects.of_item(self.item).first()
        who = (
            (
                gettext("%(actor_name)s %(act)s it (%(at)s)")
                % {"actor_name": last.actor_name, "act": last.act_in_words, "at": clock.in_words(last.at)}
            )
            if last
            else gettext("It was changed")
        )
        return Overtaken(
            gettext("%(who)s while you had it open. Nothing of theirs or yours has been overwritten.")
            % {"who": who}
        )

    def log(self, act, by, reason=""):
        subject = f"{self._meta.label_lower}: {self.title}"
        record(act, by, subject=subject, item=self.item_id, edition=self.number, reason=reason)
