"""A text as feeds carry it: whole, and with whole addresses, since it is read far from this site."""

from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html, linebreaks
from django.utils.translation import gettext

from publishing.clock import today
from publishing.deadlines import day_in_words
from publishing.parts import parts_of
from publishing.rich_text import clean, with_whole_addresses
from publishing.site import absolute

from .attached import files_read
from .models import Image
from .templatetags.rich_text import BLOCK, IMAGE, beside


def images_in(editions, at):
    """{id: Image} of all that their texts show, in one query."""
    texts = (html for edition in editions for _heading, html in edition.texts_told(at))
    return Image.objects.in_bulk({int(pk) for html in texts for pk in IMAGE.findall(html)})


def whole(edition, at, images, corrections):
    """All that a page tells: corrections first, with their dates; then dates and deadlines; then its texts."""
    page = absolute(edition.get_absolute_url())
    texts = edition.texts_told(at)
    parts = [_correction(one) for one in corrections]
    parts += [format_html("<p>{}</p>", fact) for fact in edition.key_facts]
    parts += [_figure(edition.picture)]
    parts += [linebreaks(edition.summary, autoescape=True)] if edition.summary else []
    for heading, html in texts:
        parts += [format_html("<h2>{}</h2>", heading)] if heading and len(texts) > 1 else []
        parts += [_text(html, images)]
    parts += [_rows(edition, field) for field in parts_of(edition)]
    parts += [_files(edition)]
    return with_whole_addresses("\n".join(part for part in parts if part), page)


def _correction(edition):
    day = day_in_words(today(edition.publish_at))
    return format_html(
        "<p><strong>{}</strong> {}</p>", gettext("Correction of %(day)s:") % {"day": day}, edition.note
    )


def _text(html, images):
    blocks = BLOCK.sub(beside, clean(html))
    return IMAGE.sub(lambda found: _figure(images.get(int(found[1]))), blocks)


def _figure(image):
    if image is None:
        return ""
    words = " · ".join(part for part in (image.caption, image.credit) if part)
    picture = format_html('<img src="{}" alt="{}">', image.fallback_url, image.text)
    return format_html("<figure>{}<figcaption>{}</figcaption></figure>", picture, words)


def _rows(edition, field):
    rows = [format_html("<li>{}</li>", str(row)) for row in getattr(edition, field.name).all()]
    heading = format_html("<h2>{}</h2>", field.verbose_name.capitalize())
    return f"{heading}<ul>{''.join(rows)}</ul>" if rows else ""


def _files(edition):
    """Each with its language, its format and its size."""
    line = '<li><a href="{}">{}</a> ({}, {}, {})</li>'
    rows = [
        format_html(
            line,
            one.newest_url,
            file.title,
            file.get_language_display(),
            one.format.upper(),
            filesizeformat(one.size),
        )
        for file, one in files_read(edition)
    ]
    return f"{format_html('<h2>{}</h2>', gettext('Documents'))}<ul>{''.join(rows)}</ul>" if rows else ""
