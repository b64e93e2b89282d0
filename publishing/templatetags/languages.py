"""Attributes of what may be in another language than the page: of a text, and of a link to one."""

from django import template
from django.utils.html import format_html

from publishing.languages import apart

register = template.Library()


@register.filter
def in_language(code):
    return format_html(' lang="{}"', code) if code and apart(code) else ""


@register.filter
def to_language(code):
    return format_html(' lang="{0}" hreflang="{0}"', code) if code and apart(code) else ""
