from django.urls import path

from . import views

app_name = "library"
urlpatterns = [
    path("images/<int:pk>/<str:rendition>", views.image, name="image"),
]
