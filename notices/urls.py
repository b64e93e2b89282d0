from django.urls import include, path

from . import views


def notice(name):
    """The pages of one notice: itself, its public history, its old editions."""
    return [
        path("", getattr(views, name), name=name),
        path("history/", getattr(views, f"{name}_history"), name=f"{name}_history"),
        path("history/<int:number>/", getattr(views, f"past_{name}"), name=f"past_{name}"),
    ]


app_name = "notices"
urlpatterns = [
    path("careers/", views.careers, name="careers"),
    path("careers/<slug:slug>/", include(notice("vacancy"))),
    path("procurement/", views.procurement, name="procurement"),
    path("procurement/<slug:slug>/", include(notice("tender"))),
    path("internship/", views.internships, name="internships"),
    path("internship/<slug:slug>/", include(notice("internship"))),
]
