from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "library"

    def ready(self):
        from publishing.rich_text import Editor

        from . import checks, jobs, picker, uses  # noqa: F401  rules and jobs register themselves

        uses.connect()
        Editor.image_picker = "admin:library_image_picker"
        Editor.described = staticmethod(picker.described)
