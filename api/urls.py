"""The API at /api/v1/, and the lists as tables: pydantic and ninja, 14 MB, come with the first question."""

from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from publishing.later import Later, later

urlpatterns = [
    path("api/", later("api.documentation.documentation"), name="api"),
    Later("api/v1/", "api.version_1", app_name="ninja", namespace="api"),
    re_path(
        r"^(?P<address>.+/)list\.csv$",
        csrf_exempt(later("api.tables.table")),  # it refuses whatever does not read
        name="table",
    ),
]
