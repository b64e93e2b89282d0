from django.core.management.base import BaseCommand

from publishing.checked import check_items


class Command(BaseCommand):
    help = "Check editions in force by the present rules, where that has not been done."

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, default=1000, metavar="N", help="check N editions at most")

    def handle(self, limit, **_options):
        self.stdout.write(f"{check_items(max(limit, 0))} editions checked.")
