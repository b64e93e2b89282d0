from django.core.management.commands import makemigrations

from selec_cms.wordless_migrations import Autodetector


class Command(makemigrations.Command):
    autodetector = Autodetector
