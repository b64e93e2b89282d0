"""Letters as mails, and a mail server that refuses, stalls, goes away, or a worker that is killed."""

import os
import signal
import socket
import time
from datetime import UTC, timedelta
from threading import Thread

import pytest
from django.db import connection, connections

from news.models import PressRelease
from outreach.letters import send_letters
from outreach.models import LEASE, Delivery, Letter, Subscriber
from outreach.queue import announce, queue_alerts
from tests.make import at, make
from tests.smtp import mail_server

from .alerts import html, subscriber, text, work

pytestmark = pytest.mark.django_db
NOON = at("2026-11-20 12:00").astimezone(UTC)


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOON)


@pytest.fixture
def letters():
    """letters(3): so many subscribers, each with a letter that waits."""

    def make_letters(number):
        rows = [subscriber(f"s{one}@example.com") for one in range(number)]
        make(PressRelease, title="A headline", publish_at=NOON - timedelta(minutes=1))
        queue_alerts()
        assert Letter.objects.waiting().count() == number
        return rows

    return make_letters


def test_it_says_the_same_in_text_and_in_html_and_fetches_nothing(server, settings):
    settings.SITE_URL, settings.DEFAULT_FROM_EMAIL = "https://www.selec.example", "SELEC <site@selec.example>"
    row = subscriber("ann@example.com")
    release = make(
        PressRelease,
        title="Drugs & <arms> seized",
        summary="In “short”, ćčž.",
        publish_at=NOON - timedelta(minutes=1),
    )
    work()
    (mail,) = server.mails
    assert (mail["From"], mail["To"]) == ("SELEC <site@selec.example>", "ann@example.com")
    assert mail["Subject"] == "Drugs & <arms> seized"
    assert mail.get_content_type() == "multipart/alternative"
    url = f"https://www.selec.example{release.get_absolute_url()}"
    for part in (text(mail), html(mail)):
        assert "In “short”, ćčž." in part
        assert url in part
        assert "https://www.selec.example/alerts/manage/" in part
        assert "https://www.selec.example/alerts/leave/" in part
    assert "Drugs &amp; &lt;arms&gt; seized" in html(mail)
    assert "src=" not in html(mail)
    assert "style" not in html(mail)
    assert str(row.key) not in mail.as_string()


def test_its_headers_let_a_mail_program_leave_with_one_click(server, settings):
    settings.SITE_URL, settings.DEFAULT_FROM_EMAIL = "https://www.selec.example", "site@selec.example"
    subscriber()
    make(PressRelease, publish_at=NOON - timedelta(minutes=1))
    work()
    (mail,) = server.mails
    assert mail["List-Unsubscribe"].strip().startswith("<https://www.selec.example/alerts/leave/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Id"] == "SELEC alerts <alerts.selec.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == f"<alert-{Letter.objects.get().key}@selec.example>"


def test_a_line_break_in_a_headline_makes_no_header(server):
    subscriber()
    make(PressRelease, title="A\r\nBcc: all@example.com", publish_at=NOON - timedelta(minutes=1))
    work()
    (mail,) = server.mails
    assert mail["Subject"] == "A Bcc: all@example.com"
    assert mail["Bcc"] is None


# The mail server


def test_one_connection_takes_a_whole_batch(server, letters):
    letters(5)
    assert send_letters() == 5
    assert len(server.mails) == 5
    assert (
        server.heard.count("EHLO [127.0.0.1]") + len([one for one in server.heard if one.startswith("EHLO")])
        >= 1
    )
    assert len([one for one in server.heard if one.startswith(("EHLO", "HELO"))]) == 1


def test_a_server_that_is_down_is_asked_once_a_batch_and_loses_nothing(settings, clock, letters):
    with mail_server(settings) as gone:
        port = gone.port
    letters(3)
    assert send_letters() == 0
    assert sorted(Letter.objects.values_list("failures", flat=True)) == [0, 0, 1]
    with mail_server(settings, port) as server:
        clock.set(NOON + timedelta(minutes=1))
        assert send_letters() == 3
        assert sorted(mail["To"] for mail in server.mails) == [f"s{one}@example.com" for one in range(3)]


def test_a_server_that_stalls_is_left_after_a_while(settings, letters):
    settings.EMAIL_TIMEOUT = 0.3
    letters(2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", silent.getsockname()[1]
        assert send_letters() == 0
    first, second = Letter.objects.order_by("pk")
    assert "did not answer" in first.last_error
    assert (first.failures, second.failures) == (1, 0)


@pytest.mark.parametrize(
    ("verb", "answer", "tried"),
    [
        ("MAIL FROM", "550 nothing from you", 1),
        ("MAIL FROM", "421 too busy", 1),
        ("RCPT TO", "450 later", 3),
        ("RCPT TO", "550 no such mailbox", 3),
        ("DATA", "554 looks like spam", 3),
    ],
)
def test_what_a_server_refuses_is_tried_again_later(server, clock, letters, verb, answer, tried):
    letters(3)
    server.refuses = {verb: answer}
    assert send_letters() == 0
    assert Letter.objects.filter(failures=1, last_error__contains=answer).count() == tried
    server.refuses = {}
    clock.set(NOON + timedelta(minutes=1))
    send_letters()
    assert len(server.mails) == 3
    assert not Letter.objects.waiting().exists()


def test_an_address_that_is_refused_for_a_week_is_deleted_and_one_that_is_refused_once_is_not(
    server, clock, letters
):
    letters(1)
    server.refuses = {"RCPT TO": "550 no such mailbox"}
    for minutes in (0, 1, 24 * 60, 7 * 24 * 60 - 1):
        clock.set(NOON + timedelta(minutes=minutes))
        send_letters()
    assert Subscriber.objects.get().refused_since == NOON
    clock.set(NOON + timedelta(days=7, hours=2))
    send_letters()
    assert not Subscriber.objects.exists()


def test_an_address_that_is_taken_again_begins_anew(server, clock, letters):
    letters(1)
    server.refuses = {"RCPT TO": "550 no such mailbox"}
    send_letters()
    server.refuses = {}
    clock.set(NOON + timedelta(days=6))
    send_letters()
    assert Subscriber.objects.get().refused_since is None


def test_what_a_server_says_of_an_address_is_kept_without_it(server, letters):
    letters(1)
    server.refuses = {"RCPT TO": "550 <s0@example.com> unknown"}
    send_letters()
    assert Letter.objects.get().last_error == "The mail server refused the address: 550 <the address> unknown"


def test_without_a_mail_server_letters_wait(settings, letters):
    settings.EMAIL_HOST = ""
    letters(1)
    assert send_letters() == 0
    assert Letter.objects.get().state == "Waiting"


def test_links_that_somebody_waits_for_go_before_ten_thousand_alerts(server, letters):
    (row, *_others) = letters(3)
    Letter.ask_for(row, Letter.Purpose.KNOWN, NOON)
    send_letters()
    assert server.mails[0]["Subject"] == "You get SELEC’s alerts already"


def test_a_batch_ends_in_time_for_other_work(server, letters):
    letters(3)
    assert send_letters(seconds=-1) == 0
    assert send_letters() == 3


# Several workers, and killed ones


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_queue_and_send_each_letter_once(server, clock):
    for number in range(6):
        subscriber(f"s{number}@example.com")
    for number in range(3):
        make(PressRelease, title=f"Headline {number}", publish_at=NOON - timedelta(minutes=number + 1))

    def worker():
        work()
        connection.close()

    threads = [Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    work()
    found = [
        (mail["To"], f"Headline {number}")
        for mail in server.mails
        for number in range(3)
        if f"Headline {number}" in text(mail)
    ]
    assert sorted(found) == sorted(
        (f"s{one}@example.com", f"Headline {two}") for one in range(6) for two in range(3)
    )
    assert Delivery.objects.filter(is_told=True).count() == 18


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_before_it_noted_a_letter_sends_it_again_under_the_same_name(
    server, clock, letters
):
    letters(1)
    server.holds = True
    connections.close_all()
    worker = os.fork()
    if not worker:
        send_letters()
        os._exit(0)
    while not server.mails:
        time.sleep(0.02)
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    server.holds = False
    assert send_letters() == 0
    clock.set(NOON + LEASE)
    assert send_letters() == 1
    first, second = server.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert text(first) == text(second)


def test_an_edition_is_announced_with_all_its_deliveries_or_not_at_all(monkeypatch):
    subscriber()
    edition = make(PressRelease, publish_at=NOON - timedelta(minutes=1))

    def broken(*_rows):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(Delivery.objects, "bulk_create", broken, raising=False)
        with pytest.raises(RuntimeError):
            announce(edition)
    assert queue_alerts() == 2
    assert Letter.objects.count() == 1
