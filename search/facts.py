"""What is public without being an edition, as it is on the day that is shown: Member States, partners, crime areas,
Task Forces, contacts, and the parts of the site. States and areas are filters of the search, too.

There is little of it: each process keeps it, for the day and until anything on the site changes.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext

from organisation.models import Contact, CrimeArea, MemberState, Partner, StateName, TaskForce
from publishing.keeping import kept

from .facets import facets_by
from .folding import composed, tokens
from .sections import sections

MOST = 4


@dataclass(frozen=True)
class Fact:
    """`names` and `about` are what it is found by, the first before the second."""

    label: str
    title: str
    url: str
    names: str
    about: str = ""

    @cached_property
    def stems_of_names(self):
        return _stems(self.names)

    @cached_property
    def stems(self):
        return self.stems_of_names | _stems(self.about)


class Facts:
    """Those of a day, which is that at the seat."""

    def __init__(self, on):
        self.on = on
        self.areas = list(CrimeArea.objects.all())
        names = Prefetch("statenames", StateName.objects.begun(on))  # those that its page tells
        self.states = list(MemberState.objects.announced(on).prefetch_related(names))
        self.facets = facets_by(self)
        self.all = [*_sections(), *self._states(), *self._partners(), *self._work(), *_contacts()]

    def found(self, query):
        """Those that hold every word of the query, in their names before elsewhere."""
        wanted = {stem for term in query.terms for stem in term.ways[0]}
        if not wanted:
            return []
        named = [fact for fact in self.all if wanted <= fact.stems_of_names]
        told = [fact for fact in self.all if wanted <= fact.stems and not wanted <= fact.stems_of_names]
        return [*named, *told][:MOST]

    def _states(self):
        for state in self.states:
            names = " ".join(f"{one.official_name} {one.short_name}" for one in state.statenames.all())
            url, title = state.get_absolute_url(), state.short_name_then
            yield Fact(gettext("Member State"), title, url, f"{names} {title}", state.about)

    def _partners(self):
        for partner in Partner.objects.admitted(self.on):
            names = f"{partner.name} {partner.short_name} {partner.acting_through}"
            yield Fact(gettext("Partner"), partner.name, partner.get_absolute_url(), names, partner.about)

    def _work(self):
        for area in self.areas:
            yield Fact(gettext("Crime area"), area.name, area.get_absolute_url(), area.name, area.description)
        for force in TaskForce.objects.established(self.on):
            url, names = reverse("organisation:crime_areas"), f"{force.name} {force.former_name}"
            yield Fact(gettext("Task Force"), force.name, url, names, force.sub_groups)


facts_on = kept(Facts)


def _sections():
    for url, names in sections().items():
        yield Fact(gettext("Section"), str(names[-1]), url, str(names[-1]))


def _contacts():
    for contact in Contact.objects.all():
        about = f"{contact.name} {contact.phone} {contact.email} {contact.note}"
        if about.strip():
            url = reverse("outreach:contacts")
            yield Fact(gettext("Contacts"), str(contact), url, str(contact), about)


def _stems(text):
    return frozenset(token.stem for token in tokens(composed(text)))
