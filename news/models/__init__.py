"""Kinds of news."""

from .event import Event
from .event_queries import Decision, State
from .operation import Operation
from .press_release import PressRelease, admitted
from .result import Result

__all__ = ["Decision", "Event", "Operation", "PressRelease", "Result", "State", "admitted"]
