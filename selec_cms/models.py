"""What the site remembers of its own running."""

from .missed import MissedAddress

__all__ = ["MissedAddress"]
