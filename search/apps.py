from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self):
        from . import files, index, jobs  # noqa: F401  jobs register themselves

        index.connect()
        files.connect()
