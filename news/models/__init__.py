"""Kinds of news."""

from .press_release import PressRelease, admitted

__all__ = ["PressRelease", "admitted"]
