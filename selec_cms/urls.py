from django.contrib import admin
from django.urls import include, path

from publishing.outside import review

from . import views

handler404 = "selec_cms.views.not_found"
urlpatterns = [
    path("", views.home, name="home"),
    path("news/", include("news.urls")),
    path("about/", include("organisation.urls")),
    path("review/<str:token>/", review, name="review"),
    path("", include("notices.urls")),
    path("", include("library.urls")),
    path("", include("outreach.urls")),
    path("admin/", admin.site.urls),
    path("", include("api.urls")),  # the last: it serves every list that is declared above
]
