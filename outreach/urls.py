from django.urls import path

from . import views

app_name = "outreach"
urlpatterns = [
    path("contacts/", views.contacts, name="contacts"),
    path("contacts/sent/", views.sent, name="sent"),
]
