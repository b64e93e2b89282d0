"""When letters go, once, and what they say by then: the gate is asked again as each is sent."""

from datetime import timedelta

import pytest

from news.models import PressRelease
from notices.models import Tender
from outreach.entries import Told, entries_of
from outreach.models import Delivery, Letter, Subscriber
from outreach.queue import make_letters, queue_alerts
from publishing import clock as house_clock
from publishing.lifecycle import Standing
from tests.make import at, make

from .alerts import subscriber, text, told, work

pytestmark = pytest.mark.django_db
NOON = at("2026-11-20 12:00")
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOON)


def public(model, after=None, minutes=1, **fields):
    """An edition that became public so many minutes ago."""
    return make(model, after=after, publish_at=NOON - minutes * MINUTE, **fields)


def queued(first):
    """A letter on `first` that waits."""
    subscriber("ann@example.com")
    queue_alerts()
    assert Letter.objects.waiting().count() == 1
    return first


def test_what_is_no_longer_public_when_the_letter_is_sent_is_not_told(server, clock):
    first = queued(public(PressRelease, title="Zqfirst"))
    for standing in (Standing.WITHDRAWN, Standing.REMOVED):
        fields = {"title": "Zqfirst", "note": "Wrong.", "standing": standing, "change": "update"}
        clock.set(NOON + MINUTE * (1 + (standing == Standing.REMOVED)))
        first = make(PressRelease, after=first, publish_at=house_clock.now(), **fields)
        work()
        assert told(server) == []
    assert not Letter.objects.waiting().exists()


def test_what_was_superseded_by_then_is_told_as_it_stands_once(server, clock):
    first = queued(public(PressRelease, title="First"))
    second = make(PressRelease, after=first, publish_at=NOON + MINUTE, title="Second", change="update")
    make(PressRelease, after=second, publish_at=NOON + 2 * MINUTE, title="Third", change="minor")
    clock.set(NOON + 3 * MINUTE)
    work()
    assert told(server) == [("ann@example.com", "Third")]
    work()
    assert told(server) == []


def test_a_minor_change_that_comes_before_the_letter_is_in_it(server, clock):
    first = queued(public(PressRelease, title="Frist"))
    make(PressRelease, after=first, publish_at=NOON + MINUTE, title="First", change="minor")
    clock.set(NOON + MINUTE)
    work()
    assert told(server) == [("ann@example.com", "First")]


def test_an_item_that_came_and_went_while_no_worker_ran_is_told_as_it_stands(server, clock):
    subscriber("ann@example.com")
    first = public(PressRelease, title="First", minutes=30)
    second = public(PressRelease, after=first, title="Second", minutes=20, change="correction", note="Ten.")
    public(PressRelease, after=second, title="Third", minutes=10, change="minor")
    work()
    assert [mail["Subject"] for mail in server.mails] == ["Third"]
    assert "Correction, 20 Nov 2026 11:40 Bucharest: Ten." in text(server.mails[0])
    assert Delivery.objects.count() == 2


def test_a_digest_tells_each_act_since_the_last_one(server, clock):
    first = public(Tender, title="First")
    subscriber("ann@example.com", frequency="daily")
    clock.set(at("2026-11-21 07:00"))
    work()
    assert told(server) == [("ann@example.com", "First")]
    extended = {"deadline_act": "extended", "deadline_reason": "Holidays."}
    second = make(Tender, after=first, publish_at=at("2026-11-21 09:00"), change="update", **extended)
    make(
        Tender,
        after=second,
        publish_at=at("2026-11-21 10:00"),
        title="Third",
        change="correction",
        note="Ten.",
    )
    clock.set(at("2026-11-22 07:00"))
    work()
    (mail,) = server.mails
    assert mail["Subject"] == "Correction: Third"
    assert "Holidays." in text(mail)
    assert "Ten." in text(mail)


def test_what_came_back_is_told_even_if_the_change_is_called_minor(server, clock):
    subscriber("ann@example.com")
    first = public(PressRelease, title="First")
    work()
    second = make(
        PressRelease, after=first, publish_at=NOON + MINUTE, standing=Standing.WITHDRAWN, note="Wrong."
    )
    make(PressRelease, after=second, publish_at=NOON + 2 * MINUTE, title="First", change="minor")
    clock.set(NOON + 3 * MINUTE)
    work()
    assert [subject for _to, subject in told(server)] == ["First", "Published again: First"]


def test_a_removal_reaches_who_may_have_got_the_text_from_a_worker_that_was_killed(server, clock):
    first = queued(public(PressRelease, title="First"))
    letter = Letter.objects.get()
    letter.claim(NOON)  # and sent it, perhaps
    make(
        PressRelease,
        after=first,
        publish_at=NOON + MINUTE,
        standing=Standing.REMOVED,
        note="Published in error.",
    )
    clock.set(NOON + 10 * MINUTE)
    work()
    assert told(server) == [("ann@example.com", "Removed: Press release of 20 November 2026")]


def test_an_item_without_anything_public_before_a_removal_shows_no_earlier_act(server, clock):
    """What was said before a removal went with it."""
    first = public(PressRelease, title="First", minutes=30)
    slip = public(PressRelease, after=first, minutes=20, change="correction", note="Zqnote")
    gone = public(PressRelease, after=slip, minutes=10, standing=Standing.REMOVED, note="Published in error.")
    subscriber("ann@example.com", followed=[first.item], only_followed=True)
    public(PressRelease, after=gone, minutes=5, title="Anew", change="update")
    work()
    (mail,) = server.mails
    assert "Zqnote" not in text(mail)
    assert mail["Subject"] == "Published again: Anew"


# When


@pytest.mark.parametrize(
    ("frequency", "published", "not_before"),
    [
        ("instant", "2026-11-20 12:00", "2026-11-20 12:00:00"),
        ("daily", "2026-11-20 12:00", "2026-11-21 07:00:00"),
        ("daily", "2026-11-21 07:00", "2026-11-21 07:00:00"),
        ("daily", "2026-11-21 07:00:01", "2026-11-22 07:00:00"),
        ("weekly", "2026-11-20 12:00", "2026-11-23 07:00:00"),
        ("weekly", "2026-11-23 07:00:01", "2026-11-30 07:00:00"),
        # The clocks go back in the night to 25 October 2026, and forward in the night to 28 March 2027.
        ("daily", "2026-10-24 12:00", "2026-10-25 07:00:00"),
        ("daily", "2026-10-25 12:00", "2026-10-26 07:00:00"),
        ("weekly", "2026-10-24 12:00", "2026-10-26 07:00:00"),
        ("daily", "2027-03-27 12:00", "2027-03-28 07:00:00"),
        ("daily", "2027-03-28 12:00", "2027-03-29 07:00:00"),
        ("weekly", "2027-03-27 12:00", "2027-03-29 07:00:00"),
    ],
)
def test_letters_go_at_once_or_at_seven_in_bucharest(clock, frequency, published, not_before):
    subscriber(frequency=frequency, confirmed_at=at("2026-01-01 12:00"))
    make(PressRelease, publish_at=at(published))
    hour = at(not_before)
    clock.set(hour - timedelta(seconds=1))
    queue_alerts()
    assert not Letter.objects.exists()
    clock.set(hour)
    queue_alerts()
    assert Letter.objects.count() == 1


def test_a_worker_that_was_down_at_seven_makes_up_for_it(server, clock):
    subscriber("ann@example.com", frequency="daily")
    public(PressRelease, title="A headline")
    clock.set(at("2026-11-21 09:30"))
    work()
    assert told(server) == [("ann@example.com", "A headline")]


def test_what_became_public_while_a_digest_was_due_goes_into_the_next_one(server, clock):
    subscriber("ann@example.com", frequency="daily")
    public(PressRelease, title="Before")
    make(PressRelease, title="After", publish_at=at("2026-11-21 08:00"))
    clock.set(at("2026-11-21 09:30"))
    work()
    assert told(server) == [("ann@example.com", "Before")]
    clock.set(at("2026-11-22 07:00"))
    work()
    assert told(server) == [("ann@example.com", "After")]


# Once


def test_nothing_is_queued_or_told_twice(server):
    subscriber("ann@example.com")
    public(PressRelease, title="A headline")
    for _ in range(3):
        work()
    assert told(server) == [("ann@example.com", "A headline")]


def test_several_at_once_are_one_letter(server):
    subscriber("ann@example.com")
    for number in range(3):
        public(PressRelease, title=f"Headline {number}", minutes=10 - number)
    work()
    (mail,) = server.mails
    assert mail["Subject"] == "Headline 0 and 2 more"
    words = text(mail)
    assert words.index("Headline 0") < words.index("Headline 1") < words.index("Headline 2")


def test_who_leaves_between_is_written_to_no_more(server):
    row = subscriber()
    public(PressRelease)
    queue_alerts()
    row.delete()
    work()
    assert server.mails == []
    assert not Delivery.objects.exists()
    assert not Letter.objects.exists()


def test_whoever_leaves_while_their_letter_is_sent_leaves_nothing_behind():
    subscriber()
    public(PressRelease)
    queue_alerts()
    letter = Letter.objects.select_related("subscriber").get()
    letter.claim(NOON)
    letter.told = entries_of(letter, NOON, Told())[0].deliveries
    Subscriber.objects.get().delete()
    letter.succeeded(NOON)
    assert not Letter.objects.exists()


def test_many_deliveries_become_letters_in_turns(monkeypatch):
    monkeypatch.setattr("outreach.queue.LETTERS_AT_A_TIME", 2)
    for _ in range(5):
        subscriber()
    public(PressRelease)
    queue_alerts()
    assert Letter.objects.count() == 5
    assert not Delivery.objects.filter(letter=None).exists()
    assert make_letters(NOON) == 0


def test_a_letter_that_may_have_arrived_says_its_own_again_and_the_later_one_the_rest(server, clock):
    """Each act in one letter alone, in whichever order the two are sent."""
    subscriber("ann@example.com")
    first = public(PressRelease, title="First")
    work()
    second = make(PressRelease, after=first, publish_at=NOON + MINUTE, change="correction", note="Two.")
    clock.set(NOON + MINUTE)
    queue_alerts()
    Letter.objects.waiting().get().claim(NOON + MINUTE)  # by a worker that is killed
    make(
        PressRelease,
        after=second,
        publish_at=NOON + 2 * MINUTE,
        title="Third",
        change="correction",
        note="Three.",
    )
    clock.set(NOON + 2 * MINUTE)
    work()
    clock.set(NOON + 10 * MINUTE)
    work()
    _first, third, again = map(text, server.mails)
    assert ("Two." in third, "Three." in third) == (False, True)
    assert ("Two." in again, "Three." in again) == (True, False)
    assert "Third" in again
    assert set(Delivery.objects.values_list("is_told", flat=True)) == {True}
