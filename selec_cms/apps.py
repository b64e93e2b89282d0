from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SelecCmsConfig(AppConfig):
    name = "selec_cms"
    verbose_name = _("This site")

    def ready(self):
        from . import half_set, jobs  # noqa: F401  they register themselves
