from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self):
        from . import checks, tender_checks  # noqa: F401  they register their rules
