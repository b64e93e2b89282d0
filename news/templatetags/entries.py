from django import template

from publishing.templatetags.components import component

register = template.Library()


@register.simple_tag
def entry(release):
    """A press release in a list."""
    return component(
        "components/entry.html",
        date=release.dated,
        label=release.kind_in_words,
        url=release.get_absolute_url(),
        title=release.title,
        lang=release.lang,
        summary=release.summary,
    )
