from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    name = "library"
    verbose_name = _("Library")

    def ready(self):
        from publishing.rich_text import CONFIG, Editor

        from . import checks, jobs, picker, uses  # noqa: F401  rules and jobs register themselves

        uses.connect()
        Editor.image_picker = "admin:library_image_picker"
        CONFIG["libraryImage"] = picker.WORDS
        Editor.described = staticmethod(picker.described)
