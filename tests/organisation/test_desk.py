"""Whoever looks after the contacts is told before security.txt expires."""

from datetime import date, timedelta

import pytest

from organisation.models import Contact
from tests.make import at

pytestmark = pytest.mark.django_db
UNTIL = date(2027, 3, 31)
CASES = [
    (timedelta(days=31), "Somebody answers for it until 31 March 2027."),
    (timedelta(days=30), "Confirm the contact for security"),
    (timedelta(days=0), "Confirm the contact for security"),
    (timedelta(days=-1), "security.txt has expired"),
]


@pytest.mark.parametrize(("before", "words"), CASES)
def test_the_desk_tells_in_time_that_somebody_has_to_answer_for_security(
    before, words, clock, client, person
):
    contact = Contact.objects.create(purpose="security", email="security@example.org", valid_until=UNTIL)
    clock.set(at(f"{UNTIL - before} 12:00"))
    client.force_login(person("ana", "view_contact", "change_contact"))
    page = client.get("/admin/").content.decode()
    assert words in page
    assert (f"/admin/organisation/contact/{contact.pk}/change/" in page) == (not words.startswith("Somebody"))


@pytest.mark.parametrize("is_there", [False, True])
def test_it_is_told_too_where_nobody_ever_did_but_to_nobody_without_the_right(is_there, client, person):
    if is_there:
        Contact.objects.create(purpose="security")
    words = "no day is given until which somebody answers for it"
    for name, rights, is_told in (("ana", ["change_contact"], True), ("boris", ["view_contact"], False)):
        client.force_login(person(name, *rights))
        assert (words in client.get("/admin/").content.decode()) == is_told
