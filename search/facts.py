"""Pages that are no editions: Member States, partners, crime areas, found by their names of the day that is shown.

There are few, and what may be named of them changes with the day: they are read at each search.
"""

from dataclasses import dataclass

from organisation.models import CrimeArea, MemberState, Partner
from publishing.clock import today

from .folding import composed, tokens

MOST = 3


@dataclass(frozen=True)
class Fact:
    label: str
    title: str
    url: str


def facts(query, at):
    """Those whose names hold every word of the query."""
    wanted = {stem for term in query.terms for stem in term.ways[0]}
    if not wanted:
        return []
    return [fact for fact, names in _all(today(at)) if wanted <= _stems(names)][:MOST]


def _all(on):
    for state in MemberState.objects.announced(on):
        names = f"{state.name} {state.name_then} {state.short_name_then}"
        yield Fact("Member State", state.short_name_then, state.get_absolute_url()), names
    for partner in Partner.objects.admitted(on):
        names = f"{partner.name} {partner.short_name} {partner.acting_through}"
        yield Fact("Partner", partner.name, partner.get_absolute_url()), names
    for area in CrimeArea.objects.all():
        yield Fact("Crime area", area.name, area.get_absolute_url()), area.name


def _stems(names):
    return {token.stem for token in tokens(composed(names))}
