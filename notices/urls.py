from django.urls import include, path

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
    path("careers/", openings.careers, name="careers"),
    path("careers/<slug:slug>/", include(notice(openings, "vacancy"))),
    path("procurement/", tenders.procurement, name="procurement"),
    path("procurement/<slug:slug>/", include(notice(tenders, "tender"))),
    path("procurement/<slug:slug>/ocds.json", tenders.tender_ocds, name="tender_ocds"),
    path("internship/", openings.internships, name="internships"),
    path("internship/<slug:slug>/", include(notice(openings, "internship"))),
]
