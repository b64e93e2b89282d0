from django import template
from django.utils.safestring import mark_safe

from publishing.rich_text import clean

register = template.Library()


@register.filter
def rich(html):
    """Stored rich text as HTML: the one place where text becomes markup, cleaned once more for older rows."""
    return mark_safe(clean(html))  # noqa: S308  the sanitiser's own output
