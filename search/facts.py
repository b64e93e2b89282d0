"""What is public without being an edition, as it is on the day that is shown: Member States, partners, crime areas,
Task Forces, contacts, and the parts of the site. States and areas are filters of the search, too.

There is little of it, and it changes with the day: it is read at each search.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.db.models import Prefetch
from django.urls import reverse

from organisation.models import Contact, CrimeArea, MemberState, Partner, StateName, TaskForce
from publishing.clock import today

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


class Facts:
    """Of the day at the instant `at`; of today, where it is None."""

    def __init__(self, at):
        self.on = today(at)

    @cached_property
    def areas(self):
        return list(CrimeArea.objects.all())

    @cached_property
    def states(self):
        return list(_announced(self.on).all())

    def found(self, query):
        """Those that hold every word of the query, in their names before elsewhere."""
        wanted = {stem for term in query.terms for stem in term.ways[0]}
        if not wanted:
            return []
        facts = [*self._sections(), *self._states(), *self._partners(), *self._work(), *self._contacts()]
        named = [fact for fact in facts if wanted <= _stems(fact.names)]
        told = [
            fact for fact in facts if fact not in named and wanted <= _stems(f"{fact.names} {fact.about}")
        ]
        return [*named, *told][:MOST]

    def _sections(self):
        for url, names in sections().items():
            yield Fact("Section", names[-1], url, names[-1])

    def _states(self):
        for state in self.states:
            names = " ".join(f"{one.official_name} {one.short_name}" for one in state.statenames.all())
            url, title = state.get_absolute_url(), state.short_name_then
            yield Fact("Member State", title, url, f"{names} {title}", state.about)

    def _partners(self):
        for partner in _admitted(self.on).all():
            names = f"{partner.name} {partner.short_name} {partner.acting_through}"
            yield Fact("Partner", partner.name, partner.get_absolute_url(), names, partner.about)

    def _work(self):
        for area in self.areas:
            yield Fact("Crime area", area.name, area.get_absolute_url(), area.name, area.description)
        for force in TaskForce.objects.established(self.on):
            url, names = reverse("organisation:crime_areas"), f"{force.name} {force.former_name}"
            yield Fact("Task Force", force.name, url, names, force.sub_groups)

    def _contacts(self):
        for contact in Contact.objects.all():
            about = f"{contact.name} {contact.phone} {contact.email} {contact.note}"
            if about.strip():
                yield Fact("Contacts", str(contact), reverse("outreach:contacts"), str(contact), about)


# Queries that are asked at each search: to put one together takes longer than to ask it.


@lru_cache(maxsize=10)
def _announced(on):
    """States, each with the names that it has had so far, which its page tells."""
    return MemberState.objects.announced(on).prefetch_related(
        Prefetch("statenames", StateName.objects.begun(on))
    )


@lru_cache(maxsize=10)
def _admitted(on):
    return Partner.objects.admitted(on)


@lru_cache(maxsize=2000)
def _stems(text):
    return frozenset(token.stem for token in tokens(composed(text)))
