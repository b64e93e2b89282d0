"""Notices: what people answer before a deadline."""

from .notice import Notice, NoticeQuerySet, key_of
from .vacancy import Vacancy

__all__ = ["Notice", "NoticeQuerySet", "Vacancy", "key_of"]
