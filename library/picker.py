"""The images of the editor: those that its dialog offers (static/publishing/library-image.js), and its text's own."""

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from library.models import Image
from library.text_images import images_in, with_words
from publishing.pages import page_of

PER_PAGE = 12
WORDS = {
    "name": _("Image from the library"),
    "close": _("Close"),
    "sought": _("Words in its title, text, caption or credit"),
    "search": _("Search"),
    "keys": _("Arrow keys move between the images, Enter takes one, Escape closes."),
    "wait": _("Looking…"),
    "broken": _("The library did not answer just now. Your text is safe: search again in a moment."),
    "refused": _("Your account may not look into the library of images: ask whoever gives rights."),
    "signedOut": _(
        "You are signed out. Your text is safe in this page: sign in in a new tab, then search again."
    ),
    "signIn": _("Sign in in a new tab"),
}
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
