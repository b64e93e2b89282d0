from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from selec_cms.backups import Unfit, making


class Command(BaseCommand):
    help = "Write database, files and the audit log's head into one archive, while the site goes on."

    def add_arguments(self, parser):
        parser.add_argument(
            "file", nargs="?", type=Path, help="the archive; one named by the hour in BACKUP_ROOT"
        )
        parser.add_argument("--keep", type=int, help="then delete all but so many of BACKUP_ROOT's newest")

    def handle(self, file, keep, **_options):
        if keep is not None and (file or keep < 1):
            raise CommandError("--keep is for the archives in BACKUP_ROOT: give no file, and 1 or more.")
        target = (file or making.default_path()).absolute()
        if target.exists():
            raise CommandError(f"{target} exists already: name another file.")
        try:
            troubles = making.make(target)
        except (Unfit, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        self.stdout.write(f"Backed up into {target}.")
        if troubles:
            raise CommandError(
                f"The backup is made, but {len(troubles)} files that the database names are missing or "
                f"damaged: {', '.join(troubles[:20])}. No older backup was deleted."
            )
        for old in making.forget_all_but(keep) if keep else []:
            self.stdout.write(f"Deleted {old.name}.")
