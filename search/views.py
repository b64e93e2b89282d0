from django.shortcuts import render
from django.views.decorators.http import require_safe

from publishing.filters import active
from publishing.pages import page_of

from .answers import answer
from .facets import facets_of


@require_safe
def search(request):
    facets = facets_of(request)
    found = answer(facets, request)
    page = page_of(found.rows, request, per_page=10)
    context = {"answer": found, "page": page, "filters": facets, "active_filters": active(facets)}
    return render(
        request, "search/search.html", {**context, "results": found.shown(page), "found": found.found}
    )
