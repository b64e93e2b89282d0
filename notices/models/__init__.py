"""Notices: what people answer before a deadline."""

from .internship import Internship
from .notice import Notice, NoticeQuerySet, key_of
from .opening import Opening
from .stage import Stage
from .tender import Tender
from .tender_rows import Award, Clarification, Lot
from .vacancy import Vacancy

__all__ = [
    "Award",
    "Clarification",
    "Internship",
    "Lot",
    "Notice",
    "NoticeQuerySet",
    "Opening",
    "Stage",
    "Tender",
    "Vacancy",
    "key_of",
]
