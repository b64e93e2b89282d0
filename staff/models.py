"""Letters to staff: invitations, links for a new password, news about their own account. The worker sends them."""

from django.db import models

from outreach.models.mailing import Mailing


class StaffLetter(Mailing):
    """Gone once it is sent: it may hold a link that opens an account."""

    to = models.EmailField()
    subject = models.CharField(max_length=250)
    body = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.subject

    def succeeded(self, at, **fields):
        self.delete()

    def refused_for_good(self, at):
        self.delete()
