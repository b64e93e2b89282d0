from django.contrib import admin
from django.urls import include, path

from library.listed import listed
from publishing.outside import review

from . import cards, health, machines, policy_reports, sitemaps, views
from .home import home

handler403 = "selec_cms.back_office.not_allowed"
handler404 = "selec_cms.views.not_found"
urlpatterns = [
    *listed("", home, views.EVERYTHING),
    path("feeds/", views.feeds, name="feeds"),
    path("news/", include("news.urls")),
    path("search/", include("search.urls")),
    path("about/", include("organisation.urls")),
    path("review/<str:token>/", review, name="review"),
    path("", include("notices.urls")),
    path("", include("library.urls")),
    path("", include("outreach.urls")),
    path("cards/selec.png", cards.house_card, name="house_card"),
    path("cards/<slug:kind>/<int:pk>.png", cards.card, name="card"),
    path("sitemap.xml", sitemaps.index, name="sitemaps"),
    path("sitemap-<slug:section>-<int:number>.xml", sitemaps.sitemap, name="sitemap"),
    path("news-sitemap.xml", sitemaps.news_sitemap, name="news_sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("health/", health.health, name="health"),
    path("opensearch.xml", machines.opensearch, name="opensearch"),
    path("policy-reports/", policy_reports.receive, name="policy_reports"),
    path("admin/account/", include("staff.urls")),
    path("admin/", admin.site.urls),
    path("", include("api.urls")),  # the last: below any address there may be a table
]
