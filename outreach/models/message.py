"""Messages from the contact form: kept, mailed by the worker, and deleted after a set number of days."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisation.models import Purpose
from publishing.gate import may_view

from .mailing import Mailing, MailingQuerySet


class MessageQuerySet(MailingQuerySet):
    def seen_by(self, person):
        """For staff: those of the purposes that are theirs."""
        theirs = [purpose for purpose in Purpose.values if person.has_perm(f"outreach.read_{purpose}")]
        return self.filter(purpose__in=theirs) if may_view(person, Message) else self.none()

    def outlived(self, at):
        """Sent, and kept for as long as was promised; what was not sent is never deleted."""
        return self.filter(sent_at__lte=at - timedelta(days=settings.CONTACT_KEPT_DAYS))


class Message(Mailing):
    """What a visitor wrote."""

    is_on_pages = False
    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"))
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("text"), max_length=5000)
    at = models.DateTimeField(_("written"), editable=False)
    sent_to = models.EmailField(_("sent to"), blank=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name, verbose_name_plural = _("message"), _("messages")
        default_permissions = ("view",)
        permissions = [
            (f"read_{purpose}", f"Can read messages: {label}") for purpose, label in Purpose.choices
        ]
        indexes = [
            models.Index(fields=["next_try_at"], name="outreach_due", condition=Q(sent_at=None)),
            models.Index(fields=["at"], name="outreach_written"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="outreach_message_known_purpose"
            )
        ]

    def __str__(self):
        return f"{self.subject} ({self.get_purpose_display()})"

    def succeeded(self, at, **fields):
        super().succeeded(at, sent_to=self.sent_to, **fields)
