"""The images of the editor: those that its dialog offers (static/publishing/library-image.js), and its text's own."""

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from library.models import Image
from library.text_images import images_in, with_words
from publishing.pages import page_of

PER_PAGE = 12
LONGEST = 200  # characters of a search


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
