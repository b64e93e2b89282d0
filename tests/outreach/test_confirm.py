"""The link to confirm: what it shows, how long it holds, and what happens at the same moment."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction

from news.models import PressRelease
from notices.models import Tender
from organisation.models import CrimeArea
from outreach.jobs import forget_unconfirmed
from outreach.letters import send_letters
from outreach.links import path
from outreach.models import Subscriber
from outreach.queue import queue_alerts
from publishing import clock as house_clock
from tests.make import at, make

from .alerts import html, link_in, said, subscriber, text

pytestmark = pytest.mark.django_db
NOON = at("2026-11-20 12:00")


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOON)


def test_from_the_form_to_the_first_alert(client, server, signed_up, clock):
    answer = signed_up()
    assert (answer.status_code, answer["Location"]) == (302, "/alerts/sent/")
    send_letters()
    (mail,) = server.mails
    assert mail["To"] == "ann@example.com"
    address = link_in(mail)
    page = client.get(address)
    assert "One press of the button" in said(page)
    for _scanner in range(3):
        client.get(address)
        client.head(address)
        client.get(f"{address}?confirm=1")
    assert Subscriber.objects.get().confirmed_at is None
    assert "From now on ann@example.com hears of what is chosen here." in said(client.post(address))
    assert Subscriber.objects.get().confirmed_at == house_clock.now()
    assert "You confirmed before this." in said(client.post(address))
    clock.set(NOON + timedelta(minutes=10))
    make(PressRelease, title="A headline", publish_at=NOON + timedelta(minutes=5))
    queue_alerts()
    send_letters()
    assert server.mails[1]["Subject"] == "A headline"


def test_whoever_confirms_sees_what_is_chosen_for_which_address_whoever_chose_it(client, server, signed_up):
    CrimeArea.objects.create(name="Drugs", slug="drugs")
    signed_up("Ann@example.com", kinds=["tender"])
    send_letters()
    address = link_in(server.mails[0])
    tender = make(Tender, title="Servers \u202efor the seat")
    others = {"kinds": ["event", "vacancy"], "areas": ["drugs"], "followed": [tender.item_id]}
    signed_up("ANN@example.com", frequency="weekly", **others)
    send_letters()
    told = [
        ("Kinds", "Events; Vacancies"),
        ("Crime areas", "Drugs"),
        ("Member States", "All"),
        ("Followed", "Servers for the seat"),
        ("How often", "Once a week, on Monday at 07:00 in Bucharest"),
    ]
    mail, page = text(server.mails[1]), said(client.get(address))
    assert "Kinds: Tenders" in text(server.mails[0])
    for label, words in told:
        assert f"\n{label}: {words}\n" in mail
        assert f"{label} {words}" in page
    assert ("Ann@example.com" in mail, "Ann@example.com" in page) == (True, True)
    after = client.post(address)
    assert "Kinds Events; Vacancies" in said(after)
    assert (
        f'<a href="{path("manage", Subscriber.objects.get())}">Change what you get</a>'
        in after.content.decode()
    )
    assert "Vacancies" not in said(client.get(address))


def test_who_follows_alone_is_told_of_nothing_else(server, signed_up):
    tender = make(Tender, title="Servers")
    signed_up(followed=[tender.item_id], only_followed="on")
    send_letters()
    assert "Followed: Servers" in text(server.mails[0])
    assert "Kinds" not in text(server.mails[0])


def test_a_stranger_who_asks_again_and_again_renews_no_link(client, server, signed_up, clock):
    for day in range(3):
        clock.set(NOON + timedelta(days=day))
        signed_up()
        send_letters()
    assert all("The link holds until 23 Nov 2026 12:00" in text(mail) for mail in server.mails)
    clock.set(NOON + timedelta(days=3, seconds=10))
    assert client.get(link_in(server.mails[-1])).status_code == 404
    signed_up()  # before it was forgotten
    assert client.get(link_in(server.mails[-1])).status_code == 200


def test_a_letter_without_links_below_has_no_foot(server, signed_up):
    signed_up()
    send_letters()
    assert "-- \n" not in text(server.mails[0])
    assert ".:" not in text(server.mails[0])
    assert "<hr>" not in html(server.mails[0])


def test_who_does_not_confirm_within_three_days_is_forgotten(client, signed_up, clock):
    signed_up()
    row = Subscriber.objects.get()
    late = row.asked_at + timedelta(days=3)
    clock.set(late - timedelta(seconds=1))
    forget_unconfirmed(house_clock.now())
    assert client.get(path("confirm", row)).status_code == 200
    clock.set(late)
    assert client.post(path("confirm", row)).status_code == 404
    assert Subscriber.objects.get().confirmed_at is None
    forget_unconfirmed(house_clock.now())
    assert not Subscriber.objects.exists()


def test_who_has_confirmed_is_not_forgotten(clock):
    subscriber()
    clock.set(NOON + timedelta(days=400))
    forget_unconfirmed(house_clock.now())
    assert Subscriber.objects.exists()


def test_who_has_confirmed_gets_the_link_to_what_they_chose_though_one_to_confirm_still_waits(
    server, signed_up
):
    signed_up()
    Subscriber.objects.get().confirm(house_clock.now())
    signed_up(kinds=["tender"])
    signed_up(kinds=["vacancy"])
    send_letters()
    (mail,) = server.mails
    assert mail["Subject"] == "You get SELEC’s alerts already"
    assert link_in(mail, "manage").endswith("?kind=vacancy")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["confirm", "leave"])
def test_who_confirms_or_leaves_at_that_moment_is_waited_for(signed_up, act):
    """Of who confirms nothing is overwritten, and who leaves may ask anew."""
    row = subscriber("ann@example.com", confirmed_at=None, asked_at=NOON, kinds=[Tender])

    def ask():
        answers.append(signed_up(kinds=["vacancy"], frequency="weekly").status_code)
        connection.close()

    answers, asking = [], Thread(target=ask)
    with transaction.atomic():
        row.confirm(NOON) if act == "confirm" else row.delete()
        asking.start()
        asking.join(1)
    asking.join()
    (row,) = Subscriber.objects.all()
    kinds = [kind.model for kind in row.kinds.all()]
    kept, asked_anew = (("instant", ["tender"]), ("weekly", ["vacancy"]))
    assert (answers, row.frequency, kinds) == ([302], *(kept if act == "confirm" else asked_anew))


def test_a_confirmation_that_was_overtaken_is_not_sent(server, signed_up):
    signed_up()
    Subscriber.objects.get().confirm(house_clock.now())
    send_letters()
    assert server.mails == []
