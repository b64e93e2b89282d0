import os
import signal
import time
from datetime import UTC, timedelta
from threading import Thread

import pytest
from django.core.management import call_command
from django.db import connection, connections

from organisation.models import Contact
from outreach.jobs import forget_messages
from outreach.mail import send_due
from outreach.models import LEASE, Message
from tests.make import at
from tests.smtp import mail_server

pytestmark = pytest.mark.django_db
NOON = at("2026-11-20 12:00").astimezone(UTC)  # in UTC: thirty days are the same over a clock change


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOON)


def test_the_worker_mails_it_to_the_unit_of_its_purpose(server, press, message):
    Contact.objects.create(purpose="hr", email="hr@example.org")
    row = message(name="Čović, Ana", subject="Ερώτηση", text=".\r\nHello.\r\n.\r\nEnd")
    call_command("worker", "--once")
    (mail,) = server.mails
    assert (mail["To"], mail["Subject"]) == ("press@example.org", "[Press] Ερώτηση")
    assert mail["Reply-To"].addresses[0].addr_spec == "ann@example.com"
    assert ".\nHello.\n.\nEnd" in mail.get_content().replace("\r\n", "\n")
    assert str(row.key) in mail["Message-ID"]
    row.refresh_from_db()
    assert (row.state, row.sent_to, row.sent_at) == ("Sent", "press@example.org", NOON)
    assert send_due(10) == 0


def test_a_purpose_without_an_address_goes_to_general_questions(server, message):
    Contact.objects.create(purpose="general", email="info@example.org")
    Contact.objects.create(purpose="security")
    message(purpose="security")
    send_due(10)
    assert [mail["To"] for mail in server.mails] == ["info@example.org"]


def test_nothing_is_lost_while_the_server_is_down(settings, clock, press, message):
    with mail_server(settings) as gone:
        port = gone.port
    rows = [message(subject=f"Message {number}") for number in range(3)]
    assert send_due(10) == 0
    assert [row.failures for row in Message.objects.order_by("pk")] == [1, 0, 0]
    assert "did not answer" in Message.objects.get(pk=rows[0].pk).last_error
    with mail_server(settings, port) as server:
        send_due(10)
        clock.set(NOON + timedelta(seconds=59))
        assert send_due(10) == 0
        clock.set(NOON + timedelta(seconds=60))
        send_due(10)
        assert sorted(mail["Subject"][-1] for mail in server.mails) == ["0", "1", "2"]
    assert not Message.objects.waiting().exists()


def test_the_pauses_grow_to_an_hour_and_never_end(message):
    row, pauses = message(), []
    for _ in range(20):
        row.failed(NOON, "no")
        pauses.append((row.next_try_at - NOON).total_seconds() / 60)
    assert pauses[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert set(pauses[8:]) == {60}
    assert row.state == "Failed 20 times"


def test_a_refused_address_holds_up_no_other_message(server, press, message):
    row = message()
    server.refuses = {"RCPT TO": "550 no such mailbox"}
    send_due(10)
    row.refresh_from_db()
    assert (row.state, row.last_error) == (
        "Failed 1 time",
        "The mail server refused the address: 550 no such mailbox",
    )
    server.refuses = {}
    message(subject="Another")
    assert send_due(10) == 1


@pytest.mark.parametrize(
    ("verb", "answer", "tried"),
    [
        ("MAIL FROM", "550 nothing from you", 1),
        ("MAIL FROM", "421 too busy", 1),
        ("RCPT TO", "550 no such mailbox", 3),
        ("DATA", "554 looks like spam", 3),
    ],
)
def test_a_server_that_takes_nothing_is_asked_once_and_one_that_refuses_a_message_for_each(
    server, press, message, verb, answer, tried
):
    server.refuses = {verb: answer}
    for number in range(3):
        message(subject=str(number))
    send_due(10)
    assert len([heard for heard in server.heard if heard.startswith("MAIL FROM")]) == tried
    assert Message.objects.waiting().filter(last_error__contains=answer).count() == tried


@pytest.mark.parametrize(
    ("email", "sent"),
    [
        ("ann@пошта.example", "ann@xn--80a1acn3a.example"),
        ("ann@müller.example", "ann@xn--mller-kva.example"),
        ("o'neil+selec@example.com", "o'neil+selec@example.com"),
        ('"ann b"@example.com', '"ann b"@example.com'),
    ],
)
@pytest.mark.parametrize("name", ["", "Čović, Ana", 'Ann "the\\ <b@example.com>, c'])
def test_an_answer_goes_to_the_address_that_was_typed_in_whatever_letters(
    server, press, message, email, sent, name
):
    message(email=email, name=name)
    assert send_due(10) == 1
    (to,) = server.mails[0]["Reply-To"].addresses
    assert to.addr_spec == sent
    assert email in server.mails[0].get_content()


@pytest.mark.parametrize(
    ("host", "email", "words"),
    [("", "press@example.org", "No mail server is set"), ("127.0.0.1", "", "No e-mail address is known")],
)
def test_what_is_missing_is_said_and_the_message_waits(settings, message, host, email, words):
    settings.EMAIL_HOST = host
    Contact.objects.create(purpose="press", email=email)
    row = message()
    send_due(10)
    row.refresh_from_db()
    assert row.state == "Waiting"
    assert words in row.last_error


def test_of_two_workers_one_has_it_until_the_lease_runs_out(message):
    row = message()
    assert row.claim(NOON)
    assert not row.claim(NOON + LEASE - timedelta(seconds=1))
    assert row.claim(NOON + LEASE)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_message_once(server, press, message):
    for number in range(6):
        message(subject=str(number))

    def work():
        send_due(10)
        connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(mail["Subject"] for mail in server.mails) == [f"[Press] {number}" for number in range(6)]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_before_it_noted_a_mail_sends_it_again_under_the_same_name(
    server, press, message, clock
):
    row = message()
    server.holds = True
    connections.close_all()
    worker = os.fork()
    if not worker:
        send_due(10)
        os._exit(0)
    while not server.mails:
        time.sleep(0.02)
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    server.holds = False
    assert send_due(10) == 0
    clock.set(NOON + LEASE)
    assert send_due(10) == 1
    row.refresh_from_db()
    assert row.state == "Sent"
    first, second = server.mails
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize(
    ("fields", "is_kept"),
    [
        ({"sent_at": NOON - timedelta(days=30) + timedelta(seconds=1)}, True),
        ({"sent_at": NOON - timedelta(days=30)}, False),
        ({"at": NOON - timedelta(days=300)}, True),
        ({"at": NOON - timedelta(days=300), "failures": 9}, True),
    ],
)
def test_it_is_deleted_so_many_days_after_it_was_mailed_and_never_before(message, fields, is_kept):
    message(**fields)
    forget_messages(NOON)
    assert Message.objects.exists() == is_kept
