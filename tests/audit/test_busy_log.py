"""The log while people act: verifying it takes nobody's act for a break."""

from threading import Event, Thread

import pytest
from django.db import connection

from audit.models import Entry, first_broken_link, record

pytestmark = pytest.mark.django_db(transaction=True)
VERIFICATIONS = 25


def test_acts_that_happen_while_the_log_is_verified_are_no_break():
    for number in range(300):
        record("saved", reason=f"Act {number}")
    finished = Event()

    def go_on_acting():
        while not finished.is_set():
            record("saved", reason="In between")
        connection.close()

    colleague = Thread(target=go_on_acting)
    colleague.start()
    found = [first_broken_link() for _ in range(VERIFICATIONS)]
    finished.set()
    colleague.join(30)
    assert Entry.objects.count() > 300
    assert found == [None] * VERIFICATIONS
