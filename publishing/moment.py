"""Time travel: staff with the right to it see the public site as it was or will be at a moment."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext

from . import clock
from .keeping import reading_of

RIGHT = "publishing.travel_in_time"


class Moment(datetime):
    """An instant to which staff have set the clock, and who they are: the gate shows them nothing to come
    that is limited to other people."""

    traveller = None


def signed_in_staff(request):
    """The member of staff who asks, or None. A visitor without a session's cookie costs no query."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    try:
        return request.user if request.user.is_staff else None
    except (InterfaceError, OperationalError):  # no database: the page on health still answers
        return None


def shown_at(request):
    """The instant that the request is answered for; a visitor's is the database's, read once."""
    if not hasattr(request, "answered_at"):
        request.answered_at = getattr(request, "moment", None) or reading_of(request).now
    return request.answered_at


class MomentMiddleware:
    """Sets `request.staff`, and `request.moment`: None is the database's now, for every visitor.

    `?at=2016-10-07T12:00` sets the clock until `?at=` sets it back; without the right it is ignored.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.staff = signed_in_staff(request)
        request.moment = self._moment(request) if request.staff else None
        response = self.get_response(request)
        if request.staff and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    def _moment(self, request):
        if not request.staff.has_perm(RIGHT):
            return None
        if "at" in request.GET:
            self._set(request, request.GET["at"])
        stored = request.session.get("moment")
        if not stored:
            return None
        moment = Moment.fromisoformat(stored)
        moment.traveller = request.staff
        return moment

    def _set(self, request, text):
        """`text` is a local time in Bucharest, as a form's datetime-local gives it; empty for now."""
        try:
            moment = clock.local_instant(datetime.fromisoformat(text).replace(tzinfo=None)) if text else None
            request.session["moment"] = moment.isoformat() if moment else ""
        except clock.NoSuchHour as error:
            messages.error(request, gettext("The clock was not set. %(error)s") % {"error": error})
        except ValueError:
            messages.error(request, gettext("The clock was not set. Give a date and an hour."))
