from django.core.management.commands import migrate

from selec_cms.wordless_migrations import Autodetector


class Command(migrate.Command):
    autodetector = Autodetector
