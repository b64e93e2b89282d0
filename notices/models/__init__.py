"""Notices: what people answer before a deadline."""

from .internship import Internship
from .notice import Notice, NoticeQuerySet, key_of
from .opening import Opening
from .vacancy import Vacancy

__all__ = ["Internship", "Notice", "NoticeQuerySet", "Opening", "Vacancy", "key_of"]
