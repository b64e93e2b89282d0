"""Every life of a tender, to its end: at the second, in three zones, over both clock changes."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from audit.models import Entry
from notices.models import Stage, Tender
from tests.publishing.test_deadlines import HOURS, local

from .tenders import TWO_LOTS, answered, lost, won

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
STATUS = {
    Stage.PLANNED: "planned",
    Stage.OPEN: "active",
    Stage.SOON: "active",
    Stage.CLOSED: "active",
    Stage.EVALUATION: "active",
    Stage.AWARDED: "complete",
    Stage.PARTLY: "complete",
    Stage.NO_AWARD: "unsuccessful",
    Stage.VOID: "withdrawn",
    Stage.CANCELLED: "cancelled",
}


class Life:
    """One tender from its notice on: what each instant shows, on its page, in the lists and to machines."""

    def __init__(self, office, clock, closes_at, zone):
        self.office, self.clock = office, clock
        self.closes_at, self.opened_at = closes_at, closes_at + 2 * HOUR
        clock.set(closes_at - 12 * DAY)
        self.now = office.publish(
            title="The purchase",
            lots=TWO_LOTS,
            how_to_submit="<p>Send it by courier.</p>",
            opens_at=closes_at - 10 * DAY,
            closes_at=closes_at,
            closes_zone=zone,
            questions_until=closes_at - 5 * DAY,
            opening_of_tenders_at=self.opened_at,
        )

    def shows(self, instant, stage):
        self.clock.set(instant)
        self.now = Tender.objects.public().get()
        assert self.now.stage(instant) == stage, instant
        page = Client().get(self.now.item.address).content.decode()
        assert f"<b>{stage.label}</b>" in page
        assert ("Send it by courier." in page) == stage.is_open
        assert "noindex" not in page
        data = Client().get(f"{self.now.item.address}ocds.json").json()["releases"][0]
        assert data["tender"]["status"] == STATUS[stage]
        assert ("Send it by courier." in str(data)) == stage.is_open
        current, closed = (
            "The purchase" in Client().get(f"/procurement/{query}").content.decode()
            for query in ("", "?status=closed")
        )
        assert (current, closed) == (not stage.is_over, stage.is_over)

    def runs_by_the_clock(self):
        """From before it opens to the evaluation, at each second at which it changes."""
        opens_at = self.now.opens_at
        for instant, stage in {
            opens_at - SECOND: Stage.PLANNED,
            opens_at: Stage.OPEN,
            self.closes_at - 3 * DAY - SECOND: Stage.OPEN,
            self.closes_at - 3 * DAY: Stage.SOON,
        }.items():
            self.shows(instant, stage)
        self.closes_by_the_clock()

    def closes_by_the_clock(self):
        for instant, stage in {
            self.closes_at - SECOND: Stage.SOON,
            self.closes_at: Stage.CLOSED,
            self.opened_at - SECOND: Stage.CLOSED,
            self.opened_at: Stage.EVALUATION,
        }.items():
            self.shows(instant, stage)

    def is_told(self, after, **fields):
        self.clock.set(self.closes_at + after)
        self.now = self.office.tell(self.now, **fields)

    def lots(self):
        return [one.stage for one in self.now.lots_at(self.clock.instant)]


def awarded(life):
    life.runs_by_the_clock()
    life.is_told(9 * DAY, outcome="awarded", awards=[won(1), won(2, "Sample Training GmbH", 900)])
    life.shows(life.closes_at + 9 * DAY, Stage.AWARDED)
    assert life.lots() == [Stage.AWARDED, Stage.AWARDED]


def awarded_in_part(life):
    """The second lot is cancelled while the call is open, the first awarded in the end."""
    life.is_told(-6 * DAY, awards=[lost(2)])
    life.shows(life.closes_at - 6 * DAY, Stage.OPEN)
    assert life.lots() == [Stage.OPEN, Stage.CANCELLED]
    life.closes_by_the_clock()
    assert life.lots() == [Stage.EVALUATION, Stage.CANCELLED]
    life.is_told(9 * DAY, outcome="partly", awards=[lost(2), won(1)])
    life.shows(life.closes_at + 9 * DAY, Stage.PARTLY)
    assert life.lots() == [Stage.AWARDED, Stage.CANCELLED]


def without_award(life):
    life.runs_by_the_clock()
    life.is_told(40 * DAY, outcome="no_award", outcome_note="Nobody met the conditions.")
    life.shows(life.closes_at + 40 * DAY, Stage.NO_AWARD)
    assert life.lots() == [Stage.NO_AWARD, Stage.NO_AWARD]


def void_notice(life):
    life.shows(life.closes_at - 8 * DAY, Stage.OPEN)
    life.is_told(-8 * DAY, outcome="notice_void", outcome_note="It had the conditions of another call.")
    life.shows(life.closes_at - 8 * DAY, Stage.VOID)
    assert life.lots() == [Stage.VOID, Stage.VOID]
    life.shows(life.closes_at + DAY, Stage.VOID)


def cancelled_procedure(life):
    life.runs_by_the_clock()
    life.is_told(DAY, outcome="cancelled", outcome_note="The money went elsewhere.")
    life.shows(life.closes_at + DAY, Stage.CANCELLED)
    assert life.lots() == [Stage.CANCELLED, Stage.CANCELLED]


def extended_and_corrected(life):
    """Questions answered, a value corrected, the deadline moved with the opening; then awarded."""
    life.is_told(-8 * DAY, clarifications=answered(1, 2, 3))
    life.clock.set(life.closes_at - 2 * DAY)
    later = life.closes_at + 14 * DAY
    moved = {"opening_of_tenders_at": later + 2 * HOUR, "estimated_value": 90000}
    moved |= {"change": "correction", "note": "The value was wrong."}
    life.now = life.office.change_deadline(life.now, "extend", later, "The value was corrected.", **moved)
    life.shows(life.closes_at - 2 * DAY, Stage.OPEN)
    life.closes_at, life.opened_at = later, later + 2 * HOUR
    life.shows(later - 3 * DAY, Stage.SOON)
    life.closes_by_the_clock()
    life.is_told(DAY, outcome="awarded", awards=[won(1), won(2)])
    life.shows(later + DAY, Stage.AWARDED)


def closed_early_and_reopened(life):
    life.clock.set(life.closes_at - 9 * DAY)
    early = life.closes_at - 6 * DAY
    sooner = {"questions_until": early - DAY}
    life.now = life.office.change_deadline(life.now, "close_early", early, "An error was found.", **sooner)
    life.shows(early - SECOND, Stage.SOON)
    life.shows(early, Stage.CLOSED)
    life.clock.set(early + DAY)
    later = life.closes_at + DAY
    moved = {"opening_of_tenders_at": later + 2 * HOUR}
    life.now = life.office.change_deadline(life.now, "reopen", later, "The error is mended.", **moved)
    life.shows(early + DAY, Stage.OPEN)
    life.closes_at, life.opened_at = later, later + 2 * HOUR
    life.closes_by_the_clock()
    life.is_told(DAY, outcome="no_award", outcome_note="No tender came in.")
    life.shows(later + DAY, Stage.NO_AWARD)


LIVES = [
    awarded,
    awarded_in_part,
    without_award,
    void_notice,
    cancelled_procedure,
    extended_and_corrected,
    closed_early_and_reopened,
]


# Two of them at every hour, the others at three hours each, which move on from one to the next.
AT_HOURS = [(live, *hour) for live in (awarded, extended_and_corrected) for hour in HOURS]
AT_HOURS += [
    (live, *HOURS[(place * 3 + turn) % len(HOURS)])
    for place, live in enumerate(one for one in LIVES if one not in (awarded, extended_and_corrected))
    for turn in range(3)
]


@pytest.mark.parametrize(
    ("live", "text", "zone", "utc"), AT_HOURS, ids=lambda one: getattr(one, "__name__", str(one))
)
def test_each_life_runs_to_its_end(live, text, zone, utc, office, clock):
    closes_at = local(text, zone)
    assert closes_at == datetime.fromisoformat(utc)
    life = Life(office, clock, closes_at.astimezone(datetime.fromisoformat(utc).tzinfo), zone)
    live(life)
    acts = Entry.objects.of_item(life.now.item).values_list("act", flat=True)
    assert {*acts} >= {"submitted", "approved"}
