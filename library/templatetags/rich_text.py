import re

from django import template
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from library.referred import files_with, images_of
from publishing.languages import apart
from publishing.lifecycle import Standing
from publishing.rich_text import clean, text_of
from publishing.translations import languages_behind

register = template.Library()
IMAGE = re.compile(r'<img\b[^>]*\bsrc="/images/(\d{1,18})/[^>]*>')
FILE_LINK = re.compile(
    r'(<a\b[^>]*\bhref="/files/(\d{1,18})/(?:(\d{1,9})/)?[^"]*)"([^>]*>)(.*?)</a>', re.DOTALL
)
PAGE_LINK = re.compile(r'(<a\b[^>]*\bhref="(/(?!files/)[^"?#]*)[^"]*")')
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

    Its images and links to files come with what the library knows of them; there are none where `edition`,
    which answers for the page, is withdrawn or removed: their bytes are private again.
    """
    cleaned = clean(html)
    if "<a" not in cleaned and "<img" not in cleaned:
        return mark_safe(cleaned)  # noqa: S308  cleaned
    cleaned = _with_languages(cleaned, edition)
    has_bytes = edition is None or edition.standing == Standing.PUBLIC
    cleaned = _with_files(cleaned, edition) if has_bytes else FILE_LINK.sub(r"\5", cleaned)
    ids = {int(pk) for pk in IMAGE.findall(cleaned)} if has_bytes else set()
    images = images_of(ids, edition)
    figures = {pk: _figure(shown_in(images[pk], edition)) for pk in ids & {*images}}
    blocks = BLOCK.sub(beside, cleaned)
    return mark_safe(IMAGE.sub(lambda found: figures.get(int(found[1]), ""), blocks))  # noqa: S308  cleaned


def _with_languages(html, edition):
    """Each link to a page of the site in another language says which, so that nobody follows it in vain."""
    addresses = {found[2] for found in PAGE_LINK.finditer(html)}
    others = languages_behind(addresses, edition) if addresses else {}
    return PAGE_LINK.sub(lambda found: found[1] + _hreflang(others.get(found[2])), html)


def _hreflang(code):
    return f' hreflang="{code}"' if code else ""


def _with_files(html, edition):
    """Each link to a file with its language, and followed by its format and size at the page's moment."""
    ids = {int(found[2]) for found in FILE_LINK.finditer(html)}
    if not ids:
        return html
    files = files_with(ids, edition)
    token = edition.review_token if edition else ""

    def link(found):
        start, pk, number, end, words = found.groups()
        if int(pk) not in files:
            return found[0]
        document, versions = files[int(pk)]
        version = next((one for one in versions if not number or one.number == int(number)), None)
        query = f"?review={token}" if token and "?" not in start else ""
        facts = f" ({version.format.upper()}, {filesizeformat(version.size)})" if version else ""
        return f'{start}{query}"{_hreflang(apart(document.language))}{end}{words}{facts}</a>'

    return FILE_LINK.sub(link, html)


def beside(block):
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
