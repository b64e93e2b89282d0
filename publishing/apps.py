from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Publishing")

    def ready(self):
        from . import checks, jobs  # noqa: F401  rules and jobs register themselves
        from .site_version import watch_tables

        post_migrate.connect(watch_tables, sender=self)  # once, not once for each app
