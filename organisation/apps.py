from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "organisation"

    def ready(self):
        from . import checks  # noqa: F401  registers its rules
