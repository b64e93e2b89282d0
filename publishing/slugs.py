"""Addresses keep every letter of a title, in Latin letters."""

from anyascii import anyascii
from django.urls import Resolver404, resolve
from django.utils.text import slugify

LONGEST = 100


def slug_of(title, otherwise):
    """Bahadır is bahadir, Đorđe is dorde; cut at a word; `otherwise` where no letter is left."""
    slug = slugify(anyascii(title))
    if len(slug) > LONGEST:
        slug = slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]
    return slug.strip("-") or otherwise


def is_led_to(address, slug):
    """Whether this address leads to the page of what has the slug, and not to one that the site itself has there."""
    try:
        return resolve(address).kwargs.get("slug") == slug
    except Resolver404:
        return False


def numbered(slug):
    """The slugs that items of one title get, one after the other: the same with -2, -3, …"""
    return (slug if number == 1 else f"{slug}-{number}" for number in range(1, 1000))
