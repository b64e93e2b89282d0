from django import template
from django.utils.html import format_html

register = template.Library()


@register.filter
def with_marks(runs):
    """Runs of text as HTML, what was found marked in it."""
    pattern = "".join("<mark>{}</mark>" if run.is_hit else "{}" for run in runs)
    return format_html(pattern, *(run.text for run in runs)) if runs else ""
