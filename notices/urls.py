from django.urls import include, path

from library.listed import listed

from . import openings, tenders


def notice(views, name):
    """The pages of one notice: itself, its public history, its old editions."""
    return [
        path("", getattr(views, name), name=name),
        path("history/", getattr(views, f"{name}_history"), name=f"{name}_history"),
        path("history/<int:number>/", getattr(views, f"past_{name}"), name=f"past_{name}"),
    ]


app_name = "notices"
urlpatterns = [
    *listed("careers/", openings.careers, openings.CAREERS),
    path("careers/<slug:slug>/", include(notice(openings, "vacancy"))),
    *listed("procurement/", tenders.procurement, tenders.PROCUREMENT),
    path("procurement/<slug:slug>/", include(notice(tenders, "tender"))),
    path("procurement/<slug:slug>/ocds.json", tenders.tender_ocds, name="tender_ocds"),
    *listed("internship/", openings.internships, openings.INTERNSHIPS),
    path("internship/<slug:slug>/", include(notice(openings, "internship"))),
]
