"""The parts of the site: each has a page of its own, found by its name, and results say in which they stand."""

from functools import cache

from django.urls import reverse

NEWS, ABOUT = "News & Events", "About SELEC"
# Of two that one address begins with, the longer one counts.
SECTIONS = {
    "news:index": [NEWS],
    "news:press_releases": [NEWS, "Press releases"],
    "news:events": [NEWS, "Events"],
    "news:operations": [NEWS, "Operations"],
    "organisation:about": [ABOUT],
    "organisation:member_states": [ABOUT, "Member States"],
    "organisation:partners": [ABOUT, "Partners"],
    "organisation:crime_areas": [ABOUT, "Crime areas"],
    "organisation:figures": [ABOUT, "Facts and figures"],
    "organisation:faq": [ABOUT, "Questions and answers"],
    "library:publications": ["Resources"],
    "notices:careers": ["Careers"],
    "notices:internships": ["Internship"],
    "notices:procurement": ["Procurement"],
    "outreach:contacts": ["Contacts"],
}


@cache
def sections():
    """{address: names from the top down}"""
    return {reverse(name): names for name, names in SECTIONS.items()}


def section_of(address):
    """The names of the section that an address belongs to; of a file, which stands in none, no name."""
    above = [start for start in sections() if address.startswith(start)]
    return sections()[max(above, key=len)] if above else []
