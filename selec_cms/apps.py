from django.apps import AppConfig


class SelecCmsConfig(AppConfig):
    name = "selec_cms"
    verbose_name = "This site"

    def ready(self):
        from . import jobs  # noqa: F401  they register themselves
