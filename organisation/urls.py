from django.urls import path

from . import views

app_name = "organisation"
urlpatterns = [
    path("", views.about, name="about"),
    path("member-states/", views.member_states, name="member_states"),
    path("member-states/<slug:slug>/", views.member_state, name="member_state"),
    path("partners/", views.partners, name="partners"),
    path("partners/<slug:slug>/", views.partner, name="partner"),
    path("crime-areas/", views.crime_areas, name="crime_areas"),
    path("crime-areas/<slug:slug>/", views.crime_area, name="crime_area"),
]
