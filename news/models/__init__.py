"""Kinds of news."""

from .event import Event
from .event_queries import Decision, State
from .press_release import PressRelease, admitted

__all__ = ["Decision", "Event", "PressRelease", "State", "admitted"]
