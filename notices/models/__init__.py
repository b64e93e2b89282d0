"""Notices: what people answer before a deadline."""

from .internship import Internship
from .notice import Notice, NoticeQuerySet, key_of
from .opening import Opening
from .tender import Award, Clarification, Lot, Tender
from .vacancy import Vacancy

__all__ = [
    "Award",
    "Clarification",
    "Internship",
    "Lot",
    "Notice",
    "NoticeQuerySet",
    "Opening",
    "Tender",
    "Vacancy",
    "key_of",
]
