"""Results as HTML: ten of them are slow to write by Django's own tags."""

from functools import lru_cache

from django import template
from django.utils.html import format_html

from publishing.templatetags.languages import in_language, to_language

register = template.Library()
ENTRY = """
  <article class="entry">
    <p class="stamp">
      {stamp}
    </p>
    <div>
      <h2><a href="{url}"{to_language}>{title}</a></h2>
      <p class="summary"{in_language}>{snippet}</p>
      {section}
    </div>
  </article>
"""


@register.filter
def as_entries(results):
    return format_html("{}" * len(results), *map(_entry, results)) if results else ""


def _entry(result):
    return format_html(
        ENTRY,
        stamp=_stamp(result["machine"], result["look"], result["big"], result["small"], result["label"]),
        url=result["url"],
        to_language=to_language(result["language"]),
        title=_with_marks(result["title"]),
        in_language=in_language(result["language"]),
        snippet=_with_marks(result["snippet"]),
        section=_section(result["section"]),
    )


@lru_cache(2_000)
def _stamp(machine, look, big, small, label):
    look = format_html(' class="{}"', look) if look else ""
    date = format_html('<time datetime="{}"><b{}>{}</b> {}</time>', machine, look, big, small) if big else ""
    return format_html("{}\n      <span>{}</span>", date, label)


@lru_cache(100)
def _section(words):
    return format_html('<p class="facts">{}</p>', words) if words else ""


def _with_marks(runs):
    """Runs of text, what was found marked in it."""
    pattern = "".join("<mark>{}</mark>" if run.is_hit else "{}" for run in runs)
    return format_html(pattern, *(run.text for run in runs)) if runs else ""
