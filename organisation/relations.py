"""The crime areas, Member States and partners that a text is about: read in one query, since what they are is kept."""

from bisect import bisect
from collections import defaultdict

from django.db.models import Value

from publishing.clock import today
from publishing.keeping import copy_of, kept
from publishing.moment import shown_at

from .models import CrimeArea, MemberState, Partner, StateName


def read_relations(edition, request):
    """Fills in what the edition's relations give from now on: states by the names of its own day, if they may be told
    on the day that is shown, and partners that have been admitted by then."""
    on = today(shown_at(request))
    every = {CrimeArea: areas, Partner: partners, MemberState: states}
    fields = [field for field in edition._meta.many_to_many if field.related_model in every]
    chosen = _chosen(edition, fields)
    for field in fields:
        rows = every[field.related_model](request, on, edition.dated)
        known = getattr(edition, field.name).all()
        known._result_cache = [row for pk, row in rows.items() if pk in chosen[field.name]]
        known._prefetch_done = True  # as Django leaves what it has read ahead
        edition.__dict__.setdefault("_prefetched_objects_cache", {})[field.name] = known


def _chosen(edition, fields):
    """{name of a relation: ids}."""
    queries = [
        getattr(edition, field.name)
        .through.objects.filter(**{field.m2m_field_name(): edition.pk})
        .annotate(relation=Value(field.name))
        .values_list("relation", field.m2m_reverse_name())
        for field in fields
    ]
    chosen = defaultdict(set)
    for name, pk in queries[0].union(*queries[1:], all=True):
        chosen[name].add(pk)
    return chosen


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


@kept
def days_of_new_names():
    days = StateName.objects.values_list("began_on", "ended_on")
    return sorted({day for both in days for day in both if day})
