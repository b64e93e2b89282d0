from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "staff"
    verbose_name = "Signing in"

    def ready(self):
        from . import acts, jobs  # noqa: F401  connects the receivers, registers its job
