"""What the site remembers of its own running."""

from .missed import MissedAddress
from .pins import Pin
from .policy_reports import PolicyReport

__all__ = ["MissedAddress", "Pin", "PolicyReport"]
