from datetime import timedelta

from django.core.management.base import BaseCommand

from library.orphans import AGE, sweep


class Command(BaseCommand):
    help = "Delete files that nothing in the library refers to, as a killed process may leave them."

    def add_arguments(self, parser):
        minutes = int(AGE.total_seconds() // 60)
        parser.add_argument(
            "--minutes", type=int, default=minutes, help="only older ones; 0 where nobody is uploading"
        )

    def handle(self, minutes, **_options):
        swept = sweep(timedelta(minutes=max(minutes, 0)))
        self.stdout.write(f"{len(swept)} files deleted.")
