from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from publishing.crumbs import Crumb

from .gate import looks_after
from .models import Document, Image
from .renditions import Rendition
from .serving import bytes_response


@require_safe
def image(request, pk, rendition):
    """Bytes for anybody once a public edition refers to them, for the library's staff at any time.

    What staff see at another moment is never kept by anything between.
    """
    image, is_public = _asked(request, Image, pk)
    named = Rendition.named(rendition, image)
    if named is None:
        raise Http404
    return bytes_response(
        request,
        named.file(image),
        content_type=named.content_type,
        name=f"selec-{image.pk}-{rendition}",
        is_public=is_public,
        as_download=False,
    )


@require_safe
def document(request, pk):
    """A file's own page: each version that whoever asks may have."""
    document, is_public = _asked(request, Document, pk)
    versions_of = document.versions_at if looks_after(request, Document) else document.public_versions
    versions = [*versions_of(request.moment)]
    in_force = next((one for one in versions if one.effective_at), None)
    if in_force is None:
        raise Http404
    context = {"document": document, "versions": versions, "in_force": in_force, "query": _review(request)}
    context |= {"crumbs": (Crumb(document.title),)} if is_public else {"shared": None}
    response = render(request, "library/document.html", context)
    if not is_public:
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def newest(request, pk, name):
    """The address that stays, whatever version is in force."""
    document, is_public = _asked(request, Document, pk)
    version = document.public_version(at=request.moment)
    return _bytes(request, version, name, version and version.newest_url, is_public)


@require_safe
def version(request, pk, number, name):
    document, is_public = _asked(request, Document, pk)
    version = public = document.public_version(number, request.moment)
    if not public and looks_after(request, Document):
        version = document.versions_at(request.moment).filter(number=number).first()
    return _bytes(request, version, name, version and version.url, is_public and bool(public))


def _asked(request, model, pk):
    """(the image or file, whether it is what anybody has now)."""
    asked = model.objects.filter(pk=pk)
    public = asked.public(request.moment).first()
    return public or get_object_or_404(asked.visible_to(request)), bool(public) and not request.moment


def _bytes(request, version, name, url, is_public):
    if version is None:
        raise Http404
    if name != version.name:
        return redirect(url + _review(request))
    return bytes_response(
        request,
        version.file,
        content_type=version.content_type,
        name=version.name,
        is_public=is_public,
        as_download=version.format != "pdf",
        sha256=version.sha256,
    )


def _review(request):
    """The end of each link that takes the reader of a review link further."""
    token = request.GET.get("review", "")
    return f"?{urlencode({'review': token})}" if token else ""
