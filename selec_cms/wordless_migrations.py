"""What people call a field is no matter of the database: a label or a help text that is changed makes no migration."""

from django.db.migrations.autodetector import MigrationAutodetector
from django.db.models import Field

WORDS = ["verbose_name", "verbose_name_plural", "help_text"]


class Autodetector(MigrationAutodetector):
    def _detect_changes(self, *args, **kwargs):
        for state in (self.from_state, self.to_state):
            for model in state.models.values():
                model.options = without_words(model.options)
        return super()._detect_changes(*args, **kwargs)

    def deep_deconstruct(self, obj):
        deconstructed = super().deep_deconstruct(obj)
        if not isinstance(obj, Field):
            return deconstructed
        path, args, kwargs = deconstructed
        return path, args, without_words(kwargs)


def without_words(named):
    return {name: value for name, value in named.items() if name not in WORDS}
