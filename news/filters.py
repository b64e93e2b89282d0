"""The filters of the list of releases: each choice is an address that can be shared, with its count."""

from dataclasses import dataclass, field

from django.db.models import Count
from django.db.models.functions import ExtractYear

from organisation.models import CrimeArea, MemberState, Partner
from publishing.clock import SEAT, YEARS, today

from .models import PressRelease

KINDS = dict(PressRelease.Kind.choices)


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass
class Filter:
    """One way to narrow the list: `value` and `caption` are lookups; `chosen` is what the address says."""

    name: str
    label: str
    value: str
    caption: str
    chosen: str = ""
    options: list = field(default_factory=list)
    all_url: str = ""
    told: frozenset = frozenset()  # the values that may be named on the day that is shown

    @property
    def is_active(self):
        return bool(self.chosen)

    @property
    def chosen_label(self):
        return next((option.label for option in self.options if option.is_chosen), self.chosen)

    def narrow(self, releases):
        if not self.chosen:
            return releases
        if self.chosen not in self.told:
            return releases.none()
        return releases.filter(**{self.value: self.chosen})

    def count(self, releases, request):
        """Fill in the options that exist among `releases`, with the number of each."""
        pairs = releases.order_by().values_list(self.value, self.caption).annotate(Count("pk", distinct=True))
        rows = [(str(value), KINDS.get(text, str(text)), number) for value, text, number in pairs]
        found = [row for row in rows if row[0] in self.told]
        found.sort(key=lambda row: row[1], reverse=self.name == "year")
        self.options = [
            Option(value, text, number, address(request, **{self.name: value}), value == self.chosen)
            for value, text, number in found
        ]


def address(request, **changes):
    """This list's address with some parameters changed, and back on its first page; None takes one out."""
    query = request.GET.copy()
    for name in ("page", "at", "edition"):
        query.pop(name, None)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}" if query else request.path


def filters(request):
    """The list's filters as the address has them; what cannot be a value of ours finds nothing."""
    on = today(request.moment)

    def one(name, label, value, caption, told):
        chosen = request.GET.get(name, "")[:100].replace("\0", "\ufffd")
        here = address(request, **{name: None})
        return Filter(name, label, value, caption, chosen, all_url=here, told=frozenset(told))

    def slugs(rows):
        return rows.order_by().values_list("slug", flat=True)

    states, partners = MemberState.objects.announced(on), Partner.objects.admitted(on)
    return [
        one("year", "Year", "year", "year", map(str, YEARS)),
        one("kind", "Kind", "kind", "kind", KINDS),
        one("area", "Crime area", "crime_areas__slug", "crime_areas__name", slugs(CrimeArea.objects)),
        one("state", "Member State", "member_states__slug", "member_states__name", slugs(states)),
        one("partner", "Partner", "partners__slug", "partners__name", slugs(partners)),
    ]


def narrowed(releases, chosen, request):
    """`releases` through all filters; fills in each filter's options, counted through the other ones."""
    releases = releases.annotate(year=ExtractYear("first_public_at", tzinfo=SEAT))
    for one in chosen:
        others = releases
        for other in chosen:
            if other is not one:
                others = other.narrow(others)
        one.count(others, request)
    for one in chosen:
        releases = one.narrow(releases)
    return releases
