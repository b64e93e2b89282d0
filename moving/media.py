"""Images and files of a former site whose bytes lie in a folder: taken into the library, each once."""

import re
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.files import File

from library.content import file_from
from library.image_intake import image_from
from library.models import Document, Image, Version

from .posts import Attachment

SIZE = re.compile(r"-\d{2,4}x\d{2,4}(?=\.\w+$)")  # WordPress's smaller ones stand beside the original
CREDIT = "Former web site of SELEC; the author is not on record"


class Media:
    """`folder` holds what stood under the former site's address, or under wp-content/uploads/; None for nothing."""

    def __init__(self, folder=None):
        self.folder = folder and Path(folder).resolve()
        self.by_name, self.told, self.taken = defaultdict(list), {}, {}
        for path in sorted(self.folder.rglob("*")) if folder else []:
            if path.is_file() and path.resolve().is_relative_to(self.folder):
                self.by_name[path.name].append(path)

    def tell(self, attachment):
        self.told[path_of(attachment.url)] = attachment

    def find(self, url):
        """The file of an address: by its path, or by its name where only one has that; None where it is missing."""
        path = path_of(url)
        for name in dict.fromkeys([SIZE.sub("", path), path]):
            candidates = self.by_name.get(Path(name).name, [])
            ends = [name, name.partition("uploads/")[2]]
            exact = [one for one in candidates if any(end and _is_at(one, self.folder, end) for end in ends)]
            if found := exact or (candidates if len(candidates) == 1 else []):
                return found[0]
        return None

    def image(self, url, by):
        """Its address in texts; ValidationError with a sentence where the library refuses it."""
        path = self.find(url)
        if path not in self.taken:
            with path.open("rb") as file:
                taken = image_from(File(file, name=path.name))
            image = Image.objects.filter(sha256=taken.sha256).first() or self._image(path, url, taken, by)
            self.taken[path] = image.address_in_texts
        return self.taken[path]

    def _image(self, path, url, taken, by):
        """Whose it is and on what terms, nobody has said: so it is not offered to be taken over."""
        said = self.told.get(SIZE.sub("", path_of(url))) or self.told.get(path_of(url)) or Attachment(url)
        image = Image(
            title=(said.title or path.stem)[:200],
            alt=said.alt[:300],
            caption=said.caption[:500],
            credit=CREDIT,
            licence=Image.Licence.PERMISSION,
        )
        image.take(taken, by)
        image.save()
        return image

    def file(self, url, by):
        """Its address for good; ValidationError with a sentence where the library refuses it."""
        path = self.find(url)
        if path not in self.taken:
            with path.open("rb") as file:
                taken = file_from(File(file, name=path.name))
                version = Version.objects.filter(sha256=taken.sha256, number=1).first()
                self.taken[path] = (version or self._version(path, url, taken, by)).newest_url
        return self.taken[path]

    def _version(self, path, url, taken, by):
        said = self.told.get(path_of(url)) or Attachment(url)
        document = Document(title=(said.title or path.stem)[:200])
        document.begin(by)
        document.save()
        return document.add_version(taken, by, "From a former site")


def path_of(url):
    try:
        return unquote(urlsplit(url.strip()).path)
    except ValueError:
        return ""


def _is_at(path, folder, end):
    return path.relative_to(folder).as_posix() == end.strip("/")
