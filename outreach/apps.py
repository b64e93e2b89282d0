from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "outreach"

    def ready(self):
        from . import jobs  # noqa: F401  registers its jobs
