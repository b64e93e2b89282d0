"""Addresses keep every letter of a title, in Latin letters."""

from anyascii import anyascii
from django.utils.text import slugify

LONGEST = 100


def slug_of(title, otherwise):
    """Bahadır is bahadir, Đorđe is dorde; cut at a word; `otherwise` where no letter is left."""
    slug = slugify(anyascii(title))
    if len(slug) > LONGEST:
        slug = slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]
    return slug.strip("-") or otherwise
