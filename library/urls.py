from django.urls import include, path

from . import publications, views
from .listed import listed

app_name = "library"
publication = [
    path("", publications.publication, name="publication"),
    path("history/", publications.publication_history, name="publication_history"),
    path("history/<int:number>/", publications.past_publication, name="past_publication"),
]
urlpatterns = [
    *listed("resources/", publications.publications, publications.PUBLICATIONS),
    path("resources/<slug:slug>/", include(publication)),
    path("images/<int:pk>/<str:rendition>", views.image, name="image"),
    path("files/<int:pk>/", views.document, name="document"),
    path("files/<int:pk>/<int:number>/<str:name>", views.version, name="version"),
    path("files/<int:pk>/<str:name>", views.newest, name="newest"),
]
