from django.core.management.base import BaseCommand, CommandError

from selec_cms.backups import Unfit, restoring
from staff.sealing import unreadable


class Command(BaseCommand):
    help = "Restore a backup into the empty database of DATABASE_URL, and its files. Stop the worker first."

    def add_arguments(self, parser):
        parser.add_argument("file", help="what manage.py backup has written")
        parser.add_argument(
            "--replace", metavar="NAME", default="", help="give up what the database NAME holds"
        )

    def handle(self, file, replace, **_options):
        try:
            manifest = restoring.restore(file, replace)
        except (Unfit, OSError) as error:
            raise CommandError(f"Nothing was restored. {error}") from error
        self.stdout.write(f"Restored what the site was at {manifest['made_at']}.")
        if lost := unreadable():
            self.stdout.write(
                f"Second factors that another SECRET_KEY sealed, and that cannot be read: {len(lost)}. Put it into "
                "SECRET_KEY_FALLBACKS, or let their owners enrol anew by `manage.py second_factors --forget`."
            )
        if manifest["missing"]:
            self.stdout.write(f"Missing in the backup already: {', '.join(manifest['missing'])}.")
