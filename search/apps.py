from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self):
        from . import files, index, jobs  # noqa: F401  jobs register themselves

        index.connect()
        files.connect()
