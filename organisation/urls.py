from django.urls import include, path

from . import figures, pages, views


def page(name):
    """A page that staff write, or a question: itself, its public history, its old editions."""
    return [
        path("", pages.page, name=name),
        path("history/", pages.page_history, name=f"{name}_history"),
        path("history/<int:number>/", pages.past_page, name=f"past_{name}"),
    ]


app_name = "organisation"
urlpatterns = [
    path("", views.about, name="about"),
    path("member-states/", views.member_states, name="member_states"),
    path("member-states/<slug:slug>/", views.member_state, name="member_state"),
    path("partners/", views.partners, name="partners"),
    path("partners/<slug:slug>/", views.partner, name="partner"),
    path("crime-areas/", views.crime_areas, name="crime_areas"),
    path("crime-areas/<slug:slug>/", views.crime_area, name="crime_area"),
    path("figures/", figures.figures, name="figures"),
    path("figures/figures.csv", figures.figures_csv, name="figures_csv"),
    path("faq/", pages.faq, name="faq"),
    path("faq/<slug:slug>/", include(page("question"))),
    # The last: what has an address above is never hidden by a page's title.
    path("<slug:slug>/", include(page("page"))),
]
