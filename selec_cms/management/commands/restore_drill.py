from django.core.management.base import BaseCommand, CommandError

from selec_cms.backups import Unfit, making, restoring


class Command(BaseCommand):
    help = "Restore a backup into a scratch database and compare all of it; the desk tells when that last succeeded."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="the archive; the newest in BACKUP_ROOT")

    def handle(self, file, **_options):
        newest = file or next(iter(making.kept()), None)
        if newest is None:
            raise CommandError("There is no backup yet: run manage.py backup.")
        try:
            words = restoring.drill(newest)
        except (Unfit, OSError) as error:
            raise CommandError(f"The drill failed. {error}") from error
        self.stdout.write(f"The backup can be restored: {words}.")
