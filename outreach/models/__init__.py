"""What visitors write to SELEC, and what SELEC writes to its subscribers."""

from .letter import Announced, Delivery, Letter
from .mailing import LEASE
from .message import Message
from .subscriber import Frequency, Subscriber

__all__ = [
    "LEASE",
    "Announced",
    "Delivery",
    "Frequency",
    "Letter",
    "Message",
    "Subscriber",
]
