"""The addresses below /api/v1/. Read when the first of them is asked for: by then every list is declared."""

from django.http import Http404
from django.urls import path
from ninja import NinjaAPI
from ninja.errors import ValidationError

from . import facts, lists
from .answers import NOT_FOUND, problem, read_only
from .cursors import NoSuchPlace
from .facts import FACTS
from .index import Index, contents
from .served import served

api = NinjaAPI(
    title="Public data of SELEC",
    version="1",
    description="Read-only. What is public on the site, at the same moment as there. See /api/ for examples.",
    urls_namespace="api",
    docs_url=None,
)
for public_list in served():
    lists.add(api, public_list)
for name in FACTS:
    facts.add(api, name)


@api.get("/", response=Index, url_name="index", summary="What there is", operation_id="index")
def index(request):
    """The lists and where each is found: as data, as a page for people, as a table."""
    return contents()


@api.exception_handler(Http404)
def not_found(request, _error):
    return problem(404, NOT_FOUND)


@api.exception_handler(ValidationError)
def refused(request, error):
    """One sentence for each parameter. What was asked for is not repeated."""
    return problem(422, " ".join(f"{one['loc'][-1]}: {one['msg']}." for one in error.errors))


@api.exception_handler(NoSuchPlace)
def no_such_place(request, sentence):
    return problem(422, str(sentence))


def nothing(request, **_path):
    return problem(404, NOT_FOUND)


urlpatterns = api.urls[0]
for pattern in urlpatterns:
    pattern.callback = read_only(pattern.callback)
urlpatterns.append(path("<path:anything>", read_only(nothing)))
