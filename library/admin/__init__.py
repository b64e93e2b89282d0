"""The library's back office."""

from . import images

__all__ = ["images"]
