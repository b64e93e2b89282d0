"""Press releases and events in the words of schema.org."""

from publishing.linked_data import filled, headline, house, instant, page_of, told_dates
from publishing.site import absolute

from .models import Event, PressRelease
from .models.event_queries import State

Attendance = Event.Attendance
ATTENDED = {
    Attendance.PLACE: "OfflineEventAttendanceMode",
    Attendance.ONLINE: "OnlineEventAttendanceMode",
    Attendance.BOTH: "MixedEventAttendanceMode",
}
STATUS = {State.POSTPONED: "EventPostponed", State.CANCELLED: "EventCancelled"}
SCHEMA = "https://schema.org/"


def news_article(release: PressRelease, /, *, corrections, **_page):
    return filled(
        {
            "@type": "NewsArticle",
            **page_of(release),
            "headline": headline(release),
            "description": release.summary,
            "articleSection": release.kind_in_words,
            "dateline": release.dateline_place,
            "inLanguage": release.language,
            **told_dates(release),
            "author": house(),
            "publisher": house(),
            "correction": [_correction(one, release) for one in corrections],
        }
    )


def _correction(edition, release):
    return {
        "@type": "CorrectionComment",
        "text": edition.note,
        "datePublished": instant(edition.publish_at),
        "url": absolute(release.history_url),
    }


def event(event: Event, /, *, state, turns, **_page):
    """None where a day or a place is not known, or whether it was held: a reader elsewhere would be told a guess."""
    dates, places = event.dates, _places(event)
    if not dates or dates.is_month_only or not places or state == State.LAPSED:
        return None
    organiser = {"@type": "Organization", "name": event.organiser} if event.organiser else house()
    former = [turn.former.machine for turn in turns if turn.former and not turn.former.is_month_only]
    status = STATUS.get(state) or ("EventRescheduled" if former else "EventScheduled")
    return filled(
        {
            "@type": "Event",
            **page_of(event),
            "name": event.title,
            "description": event.summary,
            "startDate": dates.machine,
            "endDate": dates.machine_end,
            "previousStartDate": former if status == "EventRescheduled" else None,
            "eventStatus": SCHEMA + status,
            "eventAttendanceMode": SCHEMA + ATTENDED[event.attendance],
            "location": places,
            "organizer": organiser,
            "inLanguage": event.language,
        }
    )


def _places(event):
    """None where the place is not known, for online it is not alone; its own page leads there where no other does."""
    here = [{"@type": "Place", "name": event.place, "address": event.place}] if event.place else []
    online = [{"@type": "VirtualLocation", "url": event.website or absolute(event.get_absolute_url())}]
    both = here and [*here, *online]
    return {Attendance.PLACE: here, Attendance.ONLINE: online, Attendance.BOTH: both}[event.attendance]
