from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"

    def ready(self):
        from . import checks, event_checks  # noqa: F401  their rules register themselves
