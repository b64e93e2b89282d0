"""Images and files, where they are used, and the publications that are made of them."""

from .document import Document, Version
from .image import Image
from .publication import Publication
from .use import Use

__all__ = ["Document", "Image", "Publication", "Use", "Version"]
