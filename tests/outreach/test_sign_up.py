"""Subscribing: the form, and the link to confirm."""

from datetime import timedelta
from html import unescape
from threading import Thread

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from django.utils.http import urlencode

from news.models import PressRelease
from notices.models import Tender, Vacancy
from organisation.models import CrimeArea, MemberState
from outreach.guarded import ENOUGH, ENOUGH_OF_ALL, TOO_QUICK, TRAP
from outreach.jobs import forget_unconfirmed
from outreach.letters import send_letters
from outreach.links import path
from outreach.models import SignUp, Subscriber
from outreach.queue import queue_alerts
from outreach.senders import forget
from publishing import clock as house_clock
from publishing.lifecycle import Standing, Status
from tests.make import at, make

from .alerts import html, subscriber, text

pytestmark = pytest.mark.django_db
NOON = at("2026-11-20 12:00")
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOON)


@pytest.fixture
def signed_up(client, clock):
    """signed_up("ann@example.com", **fields): the form is opened, filled in, and sent ten seconds later."""

    def send(email="ann@example.com", seconds=10, query="", headers=None, **fields):
        opened = client.get(f"/alerts/{query}").context["form"].initial["opened"]
        clock.set(house_clock.now() + timedelta(seconds=seconds))
        data = {"email": email, "frequency": "instant", "opened": opened, **fields}
        return client.post(f"/alerts/{query}", data, headers=headers or {})

    return send


def said(response):
    return " ".join(unescape(strip_tags(response.content.decode())).split())


def link_in(mail, purpose="confirm"):
    words = text(mail)
    start = words.index(f"/alerts/{purpose}/")
    return words[start:].split()[0]


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


def test_choices_are_kept_as_they_were_made(signed_up):
    area = CrimeArea.objects.create(name="Drugs", slug="drugs")
    state = MemberState.objects.create(
        name="Romania", slug="romania", iso="RO", signed_on=at("1999-01-01 12:00").date()
    )
    tender = make(Tender)
    chosen = {
        "kinds": ["pressrelease", "event"],
        "areas": ["drugs"],
        "states": ["romania"],
        "followed": [tender.item_id],
    }
    signed_up(**chosen, only_followed="on", frequency="weekly")
    row = Subscriber.objects.get()
    assert sorted(row.kinds.values_list("model", flat=True)) == ["event", "pressrelease"]
    assert ([*row.areas.all()], [*row.states.all()], [*row.followed.all()]) == (
        [area],
        [state],
        [tender.item],
    )
    assert (row.frequency, row.only_followed) == ("weekly", True)


def test_an_address_of_the_form_chooses_already(client):
    CrimeArea.objects.create(name="Drugs", slug="drugs")
    tender = make(Tender, title="Servers for the seat")
    page = client.get(f"/alerts/?kind=tender&area=drugs&area=none&follow={tender.item_id}").content.decode()
    boxes = [box for box in page.split("<input") if "checked" in box.split(">")[0]]
    values = [box.split('value="')[1].split('"')[0] for box in boxes if 'value="' in box.split(">")[0]]
    assert values == [str(tender.item_id), "tender", "drugs", "instant"]
    assert "Servers for the seat" in page


def test_the_form_asks_no_more_often_for_what_many_follow(client, django_assert_num_queries):
    numbers = [make(kind).item_id for kind in (Tender, Vacancy) for _ in range(10)]
    few, many = ([("follow", number) for number in chosen] for chosen in ([numbers[0], numbers[-1]], numbers))
    client.get("/alerts/")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/alerts/?{urlencode(few)}")
    with django_assert_num_queries(len(asked)):
        page = client.get(f"/alerts/?{urlencode(many)}").content.decode()
    assert page.count('name="followed"') == 20
    assert page.count("Headline ") == 20


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status.DRAFT},
        {"status": Status.IN_REVIEW},
        {"publish_at": NOON + timedelta(days=1)},
        {"standing": Standing.WITHDRAWN},
        {"standing": Standing.REMOVED},
    ],
)
def test_what_is_not_public_is_followed_by_nobody_and_told_to_nobody(client, signed_up, fields):
    hidden = make(Vacancy, title="Zqhidden", **fields)
    address = f"/alerts/?follow={hidden.item_id}"
    nothing = client.get("/alerts/?follow=999999").content
    assert client.get(address).content == nothing
    assert signed_up(followed=[hidden.item_id]).status_code == 422
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("number", ["x", "-1", "1" * 30, "\0", "٣", ""])
def test_nonsense_is_followed_by_nobody(client, number):
    assert client.get("/alerts/", {"follow": number}).status_code == 200


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": ""}, "Give the e-mail address to which alerts should go."),
        ({"email": "ann@"}, "This is no e-mail address"),
        ({"email": "ann@example.com\r\nBcc: all@example.com"}, "This is no e-mail address"),
        ({"email": "a" * 250 + "@example.com"}, "letters are the most"),
        ({"email": "ann@[127.0.0.1]"}, "This is no e-mail address"),
        ({"email": "ann@localhost"}, "This is no e-mail address"),
        ({"email": f"ann@{'ž' * 60}.example"}, "This is no e-mail address"),
        ({"frequency": "hourly"}, "Select a valid choice"),
        ({"kinds": ["page"]}, "Select a valid choice"),
        ({"only_followed": "on"}, "You follow nothing yet"),
        ({"website": "https://example.com"}, TRAP),
        ({"seconds": 2}, TOO_QUICK),
    ],
)
def test_a_refusal_says_what_to_do_and_loses_nothing(signed_up, fields, sentence):
    answer = signed_up(**{"frequency": "weekly", "kinds": ["tender"], **fields})
    assert answer.status_code == 422
    assert sentence in said(answer)
    form = answer.context["form"]
    assert form["kinds"].value() == fields.get("kinds", ["tender"])
    assert form["frequency"].value() == fields.get("frequency", "weekly")
    assert not Subscriber.objects.exists()


def test_whether_an_address_is_known_is_told_to_its_owner_alone(server, signed_up, clock):
    tender = make(Tender)
    known = subscriber("Ann@Example.com", kinds=[Tender])
    answers = [
        signed_up(email, followed=[tender.item_id]) for email in ("ann@example.com", "bob@example.com")
    ]
    assert len({(one.status_code, one["Location"], one.content) for one in answers}) == 1
    known.refresh_from_db()
    assert (Subscriber.objects.count(), known.followed.count()) == (2, 0)
    send_letters()
    subjects = {mail["To"]: mail for mail in server.mails}
    assert subjects["bob@example.com"]["Subject"].startswith("Confirm")
    mail = subjects["Ann@Example.com"]
    assert mail["Subject"] == "You get SELEC’s alerts already"
    page = Client().get(link_in(mail, "manage"))
    assert page.context["form"].initial["followed"] == [tender.item_id]


def test_one_address_is_one_row_however_it_is_written(signed_up):
    for email in ("ann@example.com", "ANN@Example.COM", "ann@EXAMPLE.com"):
        assert signed_up(email, frequency="daily").status_code == 302
    assert Subscriber.objects.get().frequency == "daily"


def test_nobody_can_fill_a_strangers_mailbox(server, signed_up, clock):
    """One link at a time, three on one day, from whatever connections they are asked for."""
    for hour in range(10):
        clock.set(NOON + timedelta(hours=hour))
        SignUp.objects.all().delete()
        signed_up()
        signed_up()
        send_letters()
    assert len(server.mails) == 3


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


def test_nobody_can_ask_for_many(signed_up, settings):
    settings.CLIENT_ADDRESS_HEADER = "X-Real-IP"
    mine = {"X-Real-IP": "192.0.2.1"}
    assert [signed_up(f"a{n}@example.com", headers=mine).status_code for n in range(5)] == [302] * 5
    assert ENOUGH in said(signed_up("other@example.com", headers=mine))
    assert signed_up("other@example.com", headers={"X-Real-IP": "192.0.2.2"}).status_code == 302


def test_no_more_ask_in_an_hour_than_mail_can_be_sent_for(signed_up):
    SignUp.objects.bulk_create([SignUp(at=NOON - timedelta(minutes=50)) for _ in range(300)])
    assert ENOUGH_OF_ALL in said(signed_up())


def test_who_asked_is_counted_for_a_day_and_known_to_nobody(signed_up):
    signed_up()
    assert len(SignUp.objects.get().sender) == 64
    forget(at("2026-11-21 00:00"))
    assert SignUp.objects.get().sender == ""
    forget(NOON + timedelta(days=1, minutes=1))
    assert not SignUp.objects.exists()


def test_who_does_not_confirm_within_three_days_is_forgotten(client, signed_up, clock):
    signed_up()
    row = Subscriber.objects.get()
    late = row.asked_at + timedelta(days=3)
    clock.set(late - timedelta(seconds=1))
    forget_unconfirmed()
    assert client.get(path("confirm", row)).status_code == 200
    clock.set(late)
    assert client.post(path("confirm", row)).status_code == 404
    assert Subscriber.objects.get().confirmed_at is None
    forget_unconfirmed()
    assert not Subscriber.objects.exists()


def test_who_has_confirmed_is_not_forgotten(clock):
    subscriber()
    clock.set(NOON + timedelta(days=400))
    forget_unconfirmed()
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
