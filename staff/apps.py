from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "staff"
    verbose_name = _("Signing in")

    def ready(self):
        from . import acts, jobs  # noqa: F401  connects the receivers, registers its job
