from django.urls import path

from . import views

app_name = "library"
urlpatterns = [
    path("images/<int:pk>/<str:rendition>", views.image, name="image"),
    path("files/<int:pk>/", views.document, name="document"),
    path("files/<int:pk>/<int:number>/<str:name>", views.version, name="version"),
    path("files/<int:pk>/<str:name>", views.newest, name="newest"),
]
