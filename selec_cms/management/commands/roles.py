from django.core.management.base import BaseCommand

from selec_cms import roles


class Command(BaseCommand):
    help = "Make the roles' groups exactly as selec_cms/roles.py says; other groups are left alone."

    def handle(self, **_options):
        for sentence in roles.settle() or ["Every role has its rights already: nothing was changed."]:
            self.stdout.write(sentence)
