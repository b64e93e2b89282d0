import re

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from library.models import Image
from publishing.lifecycle import Standing
from publishing.rich_text import clean, text_of

register = template.Library()
IMAGE = re.compile(r'<img\b[^>]*\bsrc="/images/(\d{1,18})/[^>]*>')
# What may hold no figure: the browser would close it before one.
BLOCK = re.compile(r"<(p|h[234]|pre|dt)\b[^>]*>.*?</\1>", re.DOTALL)


@register.filter
def shown_in(image, edition):
    """The image with the token, if any, of the review link through which the edition is read."""
    image.review_token = edition.review_token if edition else ""
    return image


@register.filter
def rich(html, edition=None):
    """Stored rich text as HTML: the one place where text becomes markup, cleaned once more for older rows.

    Its images come with what the library knows of them; none where `edition`, which answers for the
    page, is withdrawn or removed: their bytes are private again.
    """
    cleaned = clean(html)
    has_figures = edition is None or edition.standing == Standing.PUBLIC
    ids = {int(pk) for pk in IMAGE.findall(cleaned)} if has_figures else set()
    images = Image.objects.filter(pk__in=ids) if ids else []
    figures = {image.pk: _figure(shown_in(image, edition)) for image in images}
    blocks = BLOCK.sub(_beside, cleaned)
    return mark_safe(IMAGE.sub(lambda found: figures.get(int(found[1]), ""), blocks))  # noqa: S308  cleaned


def _beside(block):
    """A block's images before it or behind it, and without it where it holds nothing else."""
    images = "".join(found[0] for found in IMAGE.finditer(block[0]))
    if not images:
        return block[0]
    text = IMAGE.sub("", block[0])
    if not text_of(text):
        return images
    starts_with_text = text_of(block[0][: block[0].index("<img")] + f"</{block[1]}>")
    return text + images if starts_with_text else images + text


def _figure(image):
    return render_to_string("components/picture.html", {"image": image})
