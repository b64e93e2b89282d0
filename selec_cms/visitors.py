"""Django for visitors: of a page that is the same for everybody nothing asks who has signed in."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler
from django.utils.module_loading import import_string

FURTHER = ["process_view", "process_exception", "process_template_response"]


class ForVisitors(WSGIHandler):
    """With the middleware that is not OF_PEOPLE: what it does not run of theirs takes a twentieth of a page."""

    def load_middleware(self, is_async=False):
        self._view_middleware = self._exception_middleware = self._template_response_middleware = []
        chain = convert_exception_to_response(self._get_response)
        for name in reversed([one for one in settings.MIDDLEWARE if one not in settings.OF_PEOPLE]):
            middleware = import_string(name)(chain)
            if any(hasattr(middleware, more) for more in FURTHER):
                raise ImproperlyConfigured(f"{name} does more than visitors' pages know of.")
            chain = convert_exception_to_response(middleware)
        self._middleware_chain = chain
