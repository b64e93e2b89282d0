"""Subscribing: the form, and what it says."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import urlencode

from notices.models import Tender, Vacancy
from organisation.models import CrimeArea, MemberState
from outreach.guarded import ENOUGH_OF_ALL, TOO_QUICK, TRAP
from outreach.letters import send_letters
from outreach.models import Letter, Subscriber
from publishing.lifecycle import Standing, Status
from tests.make import at, make

from .alerts import link_in, said, subscriber

pytestmark = pytest.mark.django_db
NOON = at("2026-11-20 12:00")
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOON)


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
    assert str(sentence) in said(answer)
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
        signed_up()
        signed_up()
        send_letters()
    assert len(server.mails) == 3


def test_nobody_can_ask_for_many(signed_up, settings):
    settings.CLIENT_ADDRESS_HEADER = "X-Real-IP"
    mine = {"X-Real-IP": "192.0.2.1"}
    assert {signed_up(f"a{n}@example.com", headers=mine).status_code for n in range(30)} == {302}
    refused = signed_up("other@example.com", headers=mine)
    assert (refused.status_code, "from your connection" in said(refused)) == (429, True)
    assert 'value="other@example.com"' in refused.content.decode()
    assert signed_up("other@example.com", headers={"X-Real-IP": "192.0.2.2"}).status_code == 302


def test_no_more_ask_in_an_hour_than_mail_can_be_sent_for(signed_up):
    first = Subscriber.objects.create(email="first@example.com", asked_at=NOON)
    ago = NOON - timedelta(minutes=50)
    told = {"subscriber": first, "purpose": Letter.Purpose.CONFIRM, "made_at": ago, "next_try_at": ago}
    Letter.objects.bulk_create([Letter(**told) for _ in range(300)])
    refused = signed_up()
    assert (refused.status_code, str(ENOUGH_OF_ALL) in said(refused)) == (429, True)
