"""The images of the editor: those that its dialog offers (static/publishing/library-image.js), and its text's own."""

import re

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from library.models import Image
from publishing.pages import page_of

PER_PAGE = 12
LONGEST = 200  # characters of a search
IN_TEXT = re.compile(r'<img\b[^>]*\bsrc="(/images/(\d{1,18})/[\w.-]{1,40})"[^>]*>', re.ASCII)


@require_safe
def picker(request, image_admin):
    """A part of a page: the images that are sought by `?q=`, and the one that `?now=` says the text has."""
    if not request.user.has_perm("library.view_image"):
        raise PermissionDenied
    sought = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    images, _may_repeat = image_admin.get_search_results(request, Image.objects.all(), sought)
    now = request.GET.get("now", "")
    context = {
        "page": page_of(images, request, PER_PAGE),
        "sought": sought,
        "now": now,
        "in_text": Image.objects.filter(pk=now).first() if now.isdecimal() and len(now) <= 18 else None,
        "may_add": image_admin.has_add_permission(request),
        "may_change": image_admin.has_change_permission(request),
    }
    return TemplateResponse(request, "admin/library/picker.html", context)


def described(html):
    """Rich text for the editor: its images say what they show to whoever writes by ear."""
    return with_words(html, Image.objects.in_bulk(images_in(html)))


def images_in(html):
    """The ids of the images in a rich text; some may be of nothing."""
    return {int(found[2]) for found in IN_TEXT.finditer(html)}


def with_words(html, images):
    """Rich text whose images say what they show; `images` are those of `images_in` by their ids."""

    def with_text(found):
        image = images.get(int(found[2]))
        return format_html('<img alt="{}" src="{}">', image.text, found[1]) if image else found[0]

    return IN_TEXT.sub(with_text, html) if images else html
