"""A review link lets an outsider (a minister's office, a partner agency) read one edition and answer for it."""

from datetime import timedelta

from django.core.signing import BadSignature, Signer
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _, gettext_noop

from . import clock
from .editions import person
from .lifecycle import WORKING, Refused

SIGNER = Signer(salt="publishing.review_link", sep=".")
LONGEST_DAYS = 60
ANSWERS = {
    "approve": gettext_noop("signed off by an outsider"),
    "comment": gettext_noop("commented by an outsider"),
}


class ReviewLinkQuerySet(models.QuerySet):
    def valid(self):
        """Neither expired nor revoked, and of an item that is not limited to named people."""
        return self.filter(expires_at__gt=Now(), revoked_at=None, item__named_people=None)

    def opened_by(self, token):
        """The valid link of a signed token, with its edition in `shown`; None for any other."""
        try:
            link = self.valid().select_related("item").filter(pk=int(SIGNER.unsign(token))).first()
        except (BadSignature, ValueError):
            return None
        return link if link and link.shown else None


class ReviewLink(models.Model):
    """Opens the edition with the id `edition` of a kind, while that is not public: its text may grow meanwhile."""

    is_on_pages = False
    item = models.ForeignKey("publishing.Item", models.PROTECT, related_name="review_links")
    edition = models.PositiveBigIntegerField()
    for_whom = models.CharField(_("for whom"), max_length=150)
    made_by = person(editable=False)
    made_at = models.DateTimeField(editable=False)
    expires_at = models.DateTimeField(editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    visits = models.PositiveIntegerField(default=0, editable=False)
    last_visit_at = models.DateTimeField(null=True, editable=False)

    objects = ReviewLinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-made_at", "-id"]

    def __str__(self):
        return gettext("for %(whom)s") % {"whom": self.for_whom}

    def get_absolute_url(self):
        return reverse("review", args=[self.token])

    @property
    def token(self):
        return SIGNER.sign(self.pk)

    @property
    def shown(self):
        """The edition that is to be read; None once it is public, or was discarded."""
        is_coming = Q(status__in=WORKING) | Q(status="approved", publish_at__gt=Now())
        return self.item.editions.filter(is_coming, pk=self.edition).first()

    @property
    def is_valid(self):
        return type(self).objects.valid().filter(pk=self.pk).exists() and self.shown is not None

    @classmethod
    def make(cls, edition, by, for_whom, days):
        """A link to this edition that holds for `days`; Refused where its item is limited to named people."""
        if edition.item.named_people.exists():
            raise Refused(gettext("Only its named people may read this item: no link leads outside."))
        now = clock.now()
        ends = now + timedelta(days=days)
        link = cls(item=edition.item, edition=edition.pk, for_whom=for_whom, made_by=by)
        link.made_at, link.expires_at = now, ends
        if not link.shown:
            raise Refused(gettext("This edition is not waiting to be published: there is nothing to review."))
        link.save()
        edition.log("review link made", by, f"for {for_whom}, until {clock.in_words(ends)}")
        return link

    def revoke(self, by, edition):
        if type(self).objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=clock.now()):
            edition.log("review link revoked", by, f"for {self.for_whom}")

    def count_visit(self):
        type(self).objects.filter(pk=self.pk).update(visits=F("visits") + 1, last_visit_at=clock.now())

    @transaction.atomic
    def answer(self, act, name, text, version):
        """Put what the outsider says into the item's history; Refused where the text is not the one they read."""
        type(self.item).objects.select_for_update().get(pk=self.item_id)
        shown = self.shown
        if shown is None or str(shown.version) != version:
            raise Refused(gettext("The text was changed while you read it. Read it again, then answer."))
        said = f": {text}" if text else ""
        shown.log(ANSWERS[act], None, f"{name} ({self.for_whom}), version {version} of the text{said}")
