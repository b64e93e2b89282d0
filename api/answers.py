"""How every answer is given: to be read by anybody, kept by nobody without asking again, and never changed by it."""

from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.http import HttpResponseNotAllowed, JsonResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from publishing.conditional import READING, open_data, tag_of
from publishing.limits import QUICK, Limit, too_many

from .shapes import Shape

NOT_FOUND = "There is nothing public at this address."


class Problem(Shape):
    """An error, as RFC 9457 has it. `detail` is a sentence."""

    type: str
    title: str
    status: int
    detail: str


# What the description says of these answers.
PROBLEM = {"content": {"application/problem+json": {"schema": Problem.model_json_schema()}}}
REFUSED = {422: {"description": "What was asked for cannot be: “detail” says why.", **PROBLEM}}
TOO_OFTEN = {429: {"description": "Too many questions: “Retry-After” says in how many seconds.", **PROBLEM}}
NOTHING = {404: {"description": NOT_FOUND, **PROBLEM}}
UNCHANGED = {304: {"description": "It is what the ETag in If-None-Match stands for."}, **TOO_OFTEN}


def problem(status, detail):
    told = Problem(type="about:blank", title=HTTPStatus(status).phrase, status=status, detail=detail)
    return JsonResponse(told.model_dump(), status=status, content_type="application/problem+json")


def not_allowed():
    response = problem(405, "This can only be read: ask by GET or HEAD.")
    response["Allow"] = HttpResponseNotAllowed(READING)["Allow"]
    return response


def too_often(wait):
    return too_many(problem(429, f"Too many questions from your address: ask again in {wait} s."), wait)


def read_only(view):
    """GET and HEAD alone. A HEAD is answered as the GET that it stands for, and the server leaves the body out.

    What visitors get is asked for again each time. What staff get depends on who asks: publishing/moment.py has it
    kept nowhere.
    """

    @csrf_exempt
    @open_data
    @wraps(view)
    def answered(request, *args, **kwargs):
        if request.method not in READING:
            return _asked_again(request, not_allowed())
        if wait := Limit("data", (settings.DATA_A_MINUTE, 60), counted_in=QUICK).wait(request):
            return too_often(wait)
        request.method, asked = "GET", request.method
        try:
            response = view(request, *args, **kwargs)
        finally:
            request.method = asked
        if response.streaming and asked == "HEAD":
            response.streaming_content = []
        return _asked_again(request, response if response.streaming else _tagged(request, response))

    return answered


def _asked_again(request, response):
    patch_vary_headers(response, ["Cookie"])
    if not request.staff:
        response["Cache-Control"] = "no-cache"
    return response


def _tagged(request, response):
    """With the `ETag` of what it says; 304 where whoever asks has that already."""
    if response.status_code != 200:
        return response
    tag = tag_of(response.content)
    response["ETag"] = tag
    return get_conditional_response(request, etag=tag, response=response)
