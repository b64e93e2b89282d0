"""The library's back office."""

from . import documents, images, publications

__all__ = ["documents", "images", "publications"]
