from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from .models import Image
from .renditions import Rendition
from .serving import bytes_response


@require_safe
def image(request, pk, rendition):
    """Bytes for anybody once a public edition refers to them, for the library's staff at any time.

    What staff see at another moment is never kept by anything between.
    """
    image = get_object_or_404(Image.objects.visible_to(request), pk=pk)
    named = Rendition.named(rendition, image)
    if named is None:
        raise Http404
    return bytes_response(
        request,
        named.file(image),
        content_type=named.content_type,
        name=f"selec-{image.pk}-{rendition}",
        is_public=not request.moment and Image.objects.public().filter(pk=pk).exists(),
        as_download=False,
    )
