from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from publishing.clock import today
from publishing.filters import active
from publishing.limits import QUICK, Limit, too_many
from publishing.moment import shown_at
from publishing.pages import page_of

from .answers import answer
from .facets import facets_of
from .facts import facts_on


@require_safe
def search(request):
    """What was typed stands in the field still where somebody asks too often."""
    if wait := Limit("searches", (settings.SEARCHES_A_MINUTE, 60), counted_in=QUICK).wait(request):
        typed = request.GET.get("q", "")[:200]
        return too_many(render(request, "search/too_many.html", {"typed": typed, "wait": wait}), wait)
    facts = facts_on(request, today(shown_at(request)))
    facets = facets_of(request, facts)
    found = answer(facets, facts, request)
    page = page_of(found.rows, request, per_page=10)
    context = {"answer": found, "page": page, "results": found.results_on(page)}
    context |= {"filters": facets, "active_filters": active(facets)}
    response = render(request, "search/search.html", context)
    if not found.rows:  # each such search counts (search/vain_searches.py)
        response["Cache-Control"] = "no-store"
    return response
