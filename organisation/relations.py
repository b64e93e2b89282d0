"""The crime areas, Member States and partners that a text is about: read in one query, since what they are is kept."""

from bisect import bisect
from collections import defaultdict

from django.db.models import Value

from publishing.clock import today
from publishing.keeping import copy_of, kept
from publishing.moment import shown_at
from publishing.prepared import prepared

from .models import CrimeArea, MemberState, Partner, StateName


def relations_of(edition, request):
    """{name of a relation: its rows}: states by the names of the edition's own day, if they may be told on the day that
    is shown, and partners that have been admitted by then."""
    on, told = today(shown_at(request)), {}
    fields = _fields(type(edition))
    chosen = defaultdict(set)
    for name, pk in _chosen(type(edition), None, edition.pk) if fields else []:
        chosen[name].add(pk)
    for field in fields:
        rows = EVERY[field.related_model](request, on, edition.dated)
        told[field.name] = [row for pk, row in rows.items() if pk in chosen[field.name]]
    return told


def _fields(kind):
    return [field for field in kind._meta.many_to_many if field.related_model in EVERY]


@prepared
def _chosen(kind, _at, edition):
    """(name of a relation, id)."""
    queries = [
        getattr(kind, field.name)
        .through.objects.filter(**{field.m2m_field_name(): edition})
        .annotate(relation=Value(field.name))
        .values_list("relation", field.m2m_reverse_name())
        for field in _fields(kind)
    ]
    return queries[0].union(*queries[1:], all=True)


def areas(request, _on, _day):
    return _every(request, "areas", CrimeArea.objects.all)


def partners(request, on, _day):
    return _every(request, ("partners", on), lambda: Partner.objects.admitted(on))


def states(request, on, day):
    """Of all days on which the states have the same names, one is read."""
    period = bisect(days_of_new_names(request), day)
    return _every(request, ("states", on, period), lambda: MemberState.objects.announced(on).named(day))


def _every(request, key, rows):
    return copy_of(request, (__name__, key), lambda: {row.pk: row for row in rows()})


EVERY = {CrimeArea: areas, Partner: partners, MemberState: states}


@kept
def days_of_new_names():
    days = StateName.objects.values_list("began_on", "ended_on")
    return sorted({day for both in days for day in both if day})
