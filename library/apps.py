from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "library"

    def ready(self):
        from . import checks, uses  # noqa: F401  the checks' rules register themselves

        uses.connect()
