"""The parts of the site: each has a page of its own, found by its name, and results say in which they stand."""

from functools import cache

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

NEWS, ABOUT = _("News & Events"), _("About SELEC")
# Of two that one address begins with, the longer one counts.
SECTIONS = {
    "news:index": [NEWS],
    "news:press_releases": [NEWS, _("Press releases")],
    "news:events": [NEWS, _("Events")],
    "news:operations": [NEWS, _("Operations")],
    "organisation:about": [ABOUT],
    "organisation:member_states": [ABOUT, _("Member States")],
    "organisation:partners": [ABOUT, _("Partners")],
    "organisation:crime_areas": [ABOUT, _("Crime areas")],
    "organisation:figures": [ABOUT, _("Facts and figures")],
    "organisation:faq": [ABOUT, _("Questions and answers")],
    "library:publications": [_("Resources")],
    "notices:careers": [_("Careers")],
    "notices:internships": [_("Internship")],
    "notices:procurement": [_("Procurement")],
    "outreach:contacts": [_("Contacts")],
}


@cache
def sections():
    """{address: names from the top down}"""
    return {reverse(name): names for name, names in SECTIONS.items()}


def section_of(address):
    """In words, the section that an address belongs to; of a file, which stands in none, none."""
    return next((words for start, words in _in_words() if address.startswith(start)), "")


@cache  # the interface has one language
def _in_words():
    """(address, names in words), the longest address first."""
    found = [(address, " › ".join(map(str, names))) for address, names in sections().items()]
    return sorted(found, key=lambda one: len(one[0]), reverse=True)
