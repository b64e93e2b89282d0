"""The back office of notices."""

from . import openings, tenders

__all__ = ["openings", "tenders"]
