"""What the site remembers of its own running."""

from .missed import MissedAddress
from .pins import Pin

__all__ = ["MissedAddress", "Pin"]
