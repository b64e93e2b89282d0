"""The desk's line on who answers for the security of this site: what expires unseen helps nobody."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext

from publishing import clock
from publishing.deadlines import day_in_words
from publishing.desk import Line, Section, may, section

from .models import Contact, Purpose

NOTICE = timedelta(days=30)


@section(order=85)
def security_contact(person):
    if not may(person, "change", Contact):
        return None
    contact = Contact.objects.filter(purpose=Purpose.SECURITY).first()
    until, today = contact and contact.valid_until, clock.today()
    if until and until > today + NOTICE:
        return Section(
            gettext("Contact for security"),
            empty=gettext("Somebody answers for it until %(until)s.") % {"until": day_in_words(until)},
        )
    url = reverse("admin:organisation_contact_changelist")
    url = reverse("admin:organisation_contact_change", args=[contact.pk]) if contact else url
    words = (
        gettext("until %(day)s") % {"day": day_in_words(until)}
        if until
        else gettext("no day is given until which somebody answers for it")
    )
    is_past = bool(until) and until < today
    text = gettext("security.txt has expired") if is_past else gettext("Confirm the contact for security")
    return Section(gettext("Contact for security"), [Line(text, url, words, is_urgent=is_past)])
