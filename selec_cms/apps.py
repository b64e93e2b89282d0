from django.apps import AppConfig


class SelecCmsConfig(AppConfig):
    name = "selec_cms"
    verbose_name = "This site"
