from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()


@register.filter
def with_marks(runs):
    """Runs of text as HTML, what was found marked in it."""
    return format_html_join("", "{}", ([_marked(run)] for run in runs))


def _marked(run):
    return format_html("<mark>{}</mark>", run.text) if run.is_hit else run.text
