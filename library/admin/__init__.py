"""The library's back office."""

from . import documents, images

__all__ = ["documents", "images"]
