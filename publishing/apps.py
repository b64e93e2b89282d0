from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "publishing"

    def ready(self):
        from . import checks, jobs  # noqa: F401  rules and jobs register themselves
