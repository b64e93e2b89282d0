from django.core.management.base import BaseCommand, CommandError

from audit.models import BROKEN, VERIFIED, Entry, first_broken_link, record


class Command(BaseCommand):
    help = "Check the audit log's chain of hashes; names the first broken link. The check is on record, too."

    def handle(self, **_options):
        count, broken = Entry.objects.count(), first_broken_link()
        sentence = broken or f"The audit log is whole: {count} entries."
        record(BROKEN if broken else VERIFIED, reason=sentence)
        if broken:
            raise CommandError(sentence)
        self.stdout.write(sentence)
