"""What both importers do alike: read the whole file first, to know that it is whole, then take over in batches."""

from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from tqdm import tqdm

from .becoming import KINDS, SKIP, mapping_of
from .intake import BATCH, Intake
from .keys import keys_of
from .media import Media
from .models import path_of
from .posts import Post, Unreadable
from .references import HOSTS
from .report import Report


class ImportCommand(BaseCommand):
    """A dry run, unless --write is given. What is taken over is approved at once, and dated as it was there.

    Each batch is stored whole or not at all, and no post twice: after a kill, the same command goes on.
    """

    read = None  # of a binary file, each Post and Attachment

    def add_arguments(self, parser):
        parser.add_argument("file", help="the export")
        parser.add_argument("--write", action="store_true", help="do it; without it, nothing is written")
        parser.add_argument("--by", metavar="USERNAME", required=True, help="who takes it over")
        parser.add_argument(
            "--approver",
            metavar="USERNAME",
            required=True,
            help="a colleague who may approve, and answers for it",
        )
        parser.add_argument(
            "--media", metavar="FOLDER", help="where the images and files of the former site lie"
        )
        parser.add_argument(
            "--map", action="append", default=[], metavar="THERE=HERE", help="post=news, category:visits=skip"
        )
        parser.add_argument("--report", metavar="FILE.csv", help="each line of the report, as a table")

    def handle(self, file, write, by, approver, media, report, **options):
        by, approver = person(by), person(approver)
        try:
            mapping = mapping_of(options["map"])
        except ValueError as sentence:
            raise CommandError(str(sentence)) from None
        refuse_people(by, approver, mapping, media and write)
        if media and not Path(media).is_dir():
            raise CommandError(f"{media} is no folder.")
        path, folder, told = Path(file), Media(media), Report(is_dry=not write)
        number, keys, hosts = self.survey(path, folder)
        source = path.name[:100]
        intake = Intake(told, folder, mapping, source, by, approver, keys, hosts)
        self.take_over(path, intake, number)
        self.tell(told, report)

    def survey(self, path, media):
        """(how many posts, the keys of their addresses, the hosts that they stood at) of a file that is whole."""
        number, keys, hosts = 0, set(), {*HOSTS}
        for one in self.posts(path):
            if not isinstance(one, Post):
                media.tell(one)
                continue
            number += 1
            keys.update(keys_of(path_of(one.address))[:1])
            hosts.add(host_of(one.address))
        return number, keys, hosts

    def take_over(self, path, intake, number):
        posts = (one for one in self.posts(path) if isinstance(one, Post))
        with tqdm(total=number, unit="post", disable=None) as progress:
            while batch := list(islice(posts, BATCH)):
                try:
                    intake.take(batch)
                except IntegrityError as error:
                    raise CommandError(
                        "Somebody else takes over the same at this moment: start it again."
                    ) from error
                progress.update(len(batch))

    def posts(self, path):
        try:
            with path.open("rb") as file:
                yield from type(self).read(file)
        except Unreadable as sentence:
            raise CommandError(f"{path.name}: {sentence} Nothing of it was taken over.") from sentence
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error

    def tell(self, report, path):
        for line in report.in_words():
            self.stdout.write(line)
        if path:
            try:
                report.write(path)
            except OSError as error:
                raise CommandError(f"The report cannot be written to {path}: {error.strerror}.") from error


def person(name):
    found = get_user_model().objects.filter(username=name, is_active=True, is_staff=True).first()
    if found is None:
        raise CommandError(f"There is no account of staff named {name}.")
    return found


def refuse_people(by, approver, mapping, takes_media):
    """Four eyes hold for what is taken over as for what is written here."""
    if by == approver:
        raise CommandError("Who takes over and who approves are two people: name a colleague as --approver.")
    for meta in {KINDS[kind][0]._meta for kind in mapping.values() if kind != SKIP}:
        for one, act in ((by, "add"), (approver, "approve")):
            if not one.has_perm(f"{meta.app_label}.{act}_{meta.model_name}"):
                raise CommandError(f"{one} has no right to {act} {meta.verbose_name_plural}.")
    if takes_media and not by.has_perms(["library.add_image", "library.add_document"]):
        raise CommandError(f"{by} has no right to add images and files to the library.")


def host_of(address):
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
