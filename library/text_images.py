"""The images that stand in rich texts, by their addresses."""

import re

from django.utils.html import format_html

IN_TEXT = re.compile(r'<img\b[^>]*\bsrc="(/images/(\d{1,18})/[\w.-]{1,40})"[^>]*>', re.ASCII)


def images_in(html):
    """The ids of the images in a rich text; some may be of nothing."""
    return {int(found[2]) for found in IN_TEXT.finditer(html)}


def with_words(html, images):
    """Rich text whose images say what they show; `images` are those of `images_in` by their ids."""

    def with_text(found):
        image = images.get(int(found[2]))
        return format_html('<img alt="{}" src="{}">', image.text, found[1]) if image else found[0]

    return IN_TEXT.sub(with_text, html) if images else html
