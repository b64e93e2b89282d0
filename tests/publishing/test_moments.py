"""Hidden one second before, public at the instant, superseded at the successor's; and nothing ran meanwhile."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from news.models import PressRelease
from publishing.forms import HourField
from publishing.lifecycle import ChangeKind, Standing
from tests.make import at, make

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
# Both hours of the day on which the clocks change: in Bucharest at 03:00 and at 04:00.
HOURS = {
    "an ordinary hour": at("2016-10-07 09:00"),
    "before the clocks go forward": at("2025-03-30 02:59:59"),
    "as the clocks go forward": at("2025-03-30 04:00"),
    "the first 03:30 as they go back": at("2025-10-26 03:30").replace(fold=0),
    "the second 03:30 as they go back": at("2025-10-26 03:30").replace(fold=1),
    "midnight, in New York": at("2026-01-01 00:00", ZoneInfo("America/New_York")),
}
# In UTC, since Python reckons a second less by the wall clock, and the wall clock jumps.
HOURS = {name: hour.astimezone(UTC) for name, hour in HOURS.items()}


@pytest.mark.parametrize("hour", HOURS.values(), ids=HOURS.keys())
def test_a_scheduled_release_is_public_from_its_second_on_everywhere(hour, clock):
    release = make(PressRelease, title="Held until its hour", publish_at=hour)
    pages = ["/", "/news/", "/news/press-releases/", release.get_absolute_url()]
    clock.set(hour - SECOND)
    before = [Client().get(page) for page in pages]
    clock.set(hour)
    after = [Client().get(page) for page in pages]
    assert not any("Held until its hour" in page.content.decode() for page in before)
    assert [page.status_code for page in before] == [200, 200, 200, 404]
    assert all("Held until its hour" in page.content.decode() for page in after)
    assert [page.status_code for page in after] == [200, 200, 200, 200]


@pytest.mark.parametrize("hour", HOURS.values(), ids=HOURS.keys())
def test_a_successor_takes_over_at_its_second(hour, clock):
    first = make(PressRelease, title="As first published", publish_at=at("2011-10-07 10:00"))
    make(
        PressRelease,
        title="As corrected",
        after=first,
        publish_at=hour,
        change=ChangeKind.CORRECTION,
        note="Slip",
    )
    page = first.get_absolute_url()
    clock.set(hour - SECOND)
    assert "As first published" in Client().get(page).content.decode()
    assert Client().get(f"{page}history/2/").status_code == 404
    clock.set(hour)
    corrected = Client().get(page).content.decode()
    assert "As corrected" in corrected
    assert "As first published" not in corrected
    assert "As first published" in Client().get(f"{page}history/1/").content.decode()


@pytest.mark.parametrize(("standing", "status"), [(Standing.WITHDRAWN, 200), (Standing.REMOVED, 410)])
def test_a_page_comes_down_at_its_second(standing, status, clock):
    hour = at("2025-10-26 03:30")
    first = make(PressRelease, title="Taken down at an hour", publish_at=at("2011-10-07 10:00"))
    make(
        PressRelease,
        title="Taken down at an hour",
        after=first,
        publish_at=hour,
        standing=standing,
        note="Why so",
    )
    clock.set(hour - SECOND)
    assert "Taken down at an hour" in Client().get("/news/press-releases/").content.decode()
    clock.set(hour)
    page = Client().get(first.get_absolute_url())
    assert "Taken down at an hour" not in Client().get("/news/press-releases/").content.decode()
    assert page.status_code == status
    assert "Why so" in page.content.decode()


def test_two_instants_of_one_local_hour_are_told_apart(clock):
    first, second = HOURS["the first 03:30 as they go back"], HOURS["the second 03:30 as they go back"]
    assert second - first == timedelta(hours=1)
    release = make(PressRelease, publish_at=second)
    clock.set(first)
    assert Client().get(release.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (["2025-03-30", "03:30", "Europe/Bucharest"], "does not exist"),
        (["2025-10-26", "03:30", "Europe/Bucharest"], "comes twice"),
        (["2025-10-26", "", "Europe/Bucharest"], "both the date and the hour"),
        (["2025-02-30", "09:00", "Europe/Bucharest"], "valid date"),
        (["2025-10-26", "25:00", "Europe/Bucharest"], "valid time"),
        (["2025-10-26", "09:00", "Europe/Atlantis"], "valid choice"),
    ],
)
def test_an_hour_that_would_be_a_guess_is_refused(typed, sentence):
    with pytest.raises(Exception, match=sentence):
        HourField().clean(typed)


def test_an_hour_is_the_instant_of_its_zone():
    assert HourField().clean(["2025-03-30", "04:00", "Europe/Bucharest"]).astimezone(UTC).hour == 1
    assert HourField().clean(["2025-10-26", "01:30", "UTC"]) == HOURS["the second 03:30 as they go back"]
    assert HourField().clean(["", "", "UTC"]) is None
