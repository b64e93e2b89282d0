"""Results as HTML."""

from functools import lru_cache
from html import escape

from django import template

from publishing.templatetags.components import written
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


def _entry(result):
    return ENTRY.format(
        stamp=_stamp(result["machine"], result["look"], result["big"], result["small"], result["label"]),
        url=escape(result["url"]),
        to_language=to_language(result["language"]),
        title=_marked(result["title"]),
        in_language=in_language(result["language"]),
        snippet=_marked(result["snippet"]),
        section=_section(result["section"]),
    )


@lru_cache(2_000)
def _stamp(*texts):
    machine, look, big, small, label = map(escape, texts)
    look = f' class="{look}"' if look else ""
    date = f'<time datetime="{machine}"><b{look}>{big}</b> {small}</time>' if big else ""
    return f"{date}\n      <span>{label}</span>"


@lru_cache(100)
def _section(words):
    return f'<p class="facts">{escape(words)}</p>' if words else ""


def _marked(runs):
    """Runs of text, what was found marked in it. They are escaped in one go: no text has the sign NUL in it."""
    text = escape("".join([f"\0b{text}\0e" if is_hit else text for text, is_hit in runs]))
    return text.replace("\0b", "<mark>").replace("\0e", "</mark>")


register.tag("entries", written(lambda results: "".join(map(_entry, results))))
