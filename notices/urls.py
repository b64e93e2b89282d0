from django.urls import include, path

from library.listed import listed
from publishing import calendars
from publishing.lists import Together

from . import openings, tenders
from .models import Internship, Tender, Vacancy

LISTS = [openings.CAREERS, openings.INTERNSHIPS, tenders.PROCUREMENT]
DEADLINES = Together("notices:deadlines", "Notices", lambda: LISTS)


def notice(views, name, kind):
    """The pages of one notice: itself, its public history, its old editions; and its hours for a calendar."""
    return [
        path("", getattr(views, name), name=name),
        path("deadline.ics", calendars.of_item, {"kind": kind}, name=f"{name}_deadline"),
        path("history/", getattr(views, f"{name}_history"), name=f"{name}_history"),
        path("history/<int:number>/", getattr(views, f"past_{name}"), name=f"past_{name}"),
    ]


def notices(route, page, of):
    """A list of notices, and the calendar of its deadlines."""
    name = f"{of.name.partition(':')[2]}_deadlines"
    calendar = path(f"{route}deadlines.ics", calendars.deadlines, {"of": of}, name=name)
    return [*listed(route, page, of), calendar]


app_name = "notices"
urlpatterns = [
    path("deadlines.ics", calendars.deadlines, {"of": DEADLINES}, name="deadlines"),
    *notices("careers/", openings.careers, openings.CAREERS),
    path("careers/<slug:slug>/", include(notice(openings, "vacancy", Vacancy))),
    *notices("procurement/", tenders.procurement, tenders.PROCUREMENT),
    path("procurement/<slug:slug>/", include(notice(tenders, "tender", Tender))),
    path("procurement/<slug:slug>/ocds.json", tenders.tender_ocds, name="tender_ocds"),
    *notices("internship/", openings.internships, openings.INTERNSHIPS),
    path("internship/<slug:slug>/", include(notice(openings, "internship", Internship))),
]
