"""What visitors write to SELEC, and what SELEC writes to its subscribers."""

from .letter import Announced, Delivery, Letter
from .mailing import LEASE
from .message import DailySalt, Message, SignUp
from .subscriber import Frequency, Subscriber

__all__ = [
    "LEASE",
    "Announced",
    "DailySalt",
    "Delivery",
    "Frequency",
    "Letter",
    "Message",
    "SignUp",
    "Subscriber",
]
