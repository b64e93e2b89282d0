from django.core.management.base import BaseCommand, CommandError

from audit.models import Entry, first_broken_link


class Command(BaseCommand):
    help = "Check the audit log's chain of hashes; names the first broken link."

    def handle(self, **_options):
        if broken := first_broken_link():
            raise CommandError(broken)
        self.stdout.write(f"The audit log is whole: {Entry.objects.count()} entries.")
