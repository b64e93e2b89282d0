from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "library"

    def ready(self):
        from . import checks, jobs, uses  # noqa: F401  rules and jobs register themselves

        uses.connect()
