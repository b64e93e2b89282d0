"""Images and files, and where they are used."""

from .document import Document, Version
from .image import Image
from .use import Use

__all__ = ["Document", "Image", "Use", "Version"]
