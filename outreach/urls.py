from django.urls import path

from . import alert_views, views

app_name = "outreach"
urlpatterns = [
    path("contacts/", views.contacts, name="contacts"),
    path("contacts/sent/", views.sent, name="sent"),
    path("alerts/", alert_views.alerts, name="alerts"),
    path("alerts/sent/", alert_views.alerts_sent, name="alerts_sent"),
    path("alerts/confirm/<str:token>/", alert_views.confirm, name="confirm"),
    path("alerts/manage/<str:token>/", alert_views.manage, name="manage"),
    path("alerts/leave/<str:token>/", alert_views.leave, name="leave"),
]
