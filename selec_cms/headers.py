"""What answers say to browsers beyond what packages do by settings alone."""

from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.urls import reverse

from publishing.site import back_office

from .policy_reports import GROUP


@cache
def reporting_endpoints():
    return f'{GROUP}="{reverse("policy_reports")}"'


class HeadersMiddleware:
    """The first of all, so that no answer goes without: a file, a redirect and an error no more than a page.

    No other site may embed what is sent, but for what is meant for that: those views say so themselves.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response["Reporting-Endpoints"] = reporting_endpoints()
        return response


@cache
def public_policy():
    return build_policy()


class PolicyMiddleware(CSPMiddleware):
    """One policy for what the public reads, one for the back office, whose pages do more by scripts.

    Neither has nonces: a page that is kept by a cache would hand the same one to everybody.
    """

    def process_response(self, request, response):
        """That of what the public reads is the same on every page, and written once."""
        if settings.DEBUG or request.path.startswith(back_office()):
            return super().process_response(request, response)
        response.setdefault(HEADER, public_policy())
        return response

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(back_office()):
            parts.replace = settings.BACK_OFFICE_POLICY | (parts.replace or {})
        return parts
