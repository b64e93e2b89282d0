from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from library.listed import listed
from publishing import calendars

from . import events, operations, views
from .models import Event


class Year(StringConverter):
    regex = "[0-9]{4}"


class TwoDigits(StringConverter):
    regex = "[0-9]{2}"


register_converter(Year, "year")
register_converter(TwoDigits, "two")

app_name = "news"
release = [
    path("", views.press_release, name="press_release"),
    path("history/", views.press_release_history, name="press_release_history"),
    path("history/<int:number>/", views.past_press_release, name="past_press_release"),
]
event = [
    path("", events.event, name="event"),
    path("event.ics", calendars.of_item, {"kind": Event}, name="event_calendar"),
    path("history/", events.event_history, name="event_history"),
    path("history/<int:number>/", events.past_event, name="past_event"),
]
operation = [
    path("", operations.operation, name="operation"),
    path("history/", operations.operation_history, name="operation_history"),
    path("history/<int:number>/", operations.past_operation, name="past_operation"),
]
urlpatterns = [
    *listed("", views.index, views.NEWS),
    *listed("press-releases/", views.press_releases, views.RELEASES),
    path("press-releases/<year:year>/<two:month>/<two:day>/<slug:slug>/", include(release)),
    path("events.ics", calendars.of_list, {"of": events.EVENTS}, name="events_calendar"),
    *listed("events/", events.events, events.EVENTS),
    path("events/<year:year>/<two:month>/<two:day>/<slug:slug>/", include(event)),
    *listed("operations/", operations.operations, operations.OPERATIONS),
    path("operations/<slug:slug>/", include(operation)),
]
