"""Kinds of news."""

from .operation import Operation
from .press_release import PressRelease, admitted
from .result import Result

__all__ = ["Operation", "PressRelease", "Result", "admitted"]
