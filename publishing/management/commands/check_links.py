from django.core.management.base import BaseCommand

from publishing.link_visit import check_links


class Command(BaseCommand):
    help = "Visit the links to other sites that are due: new ones, weekly, and daily what failed."

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, default=200, metavar="N", help="visit N links at most")

    def handle(self, limit, **_options):
        self.stdout.write(f"{check_links(max(limit, 0))} links visited.")
