"""The filters of a list: each choice is an address that can be shared, with its count."""

from dataclasses import dataclass, field

from django.db.models import Count


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
    names: dict = field(default_factory=dict)  # words for captions that are none for readers
    is_latest_first: bool = False

    @classmethod
    def of(cls, request, name, label, value, caption="", told=(), **options):
        """As the address has it; what cannot be a value of ours finds nothing."""
        chosen = request.GET.get(name, "")[:100].replace("\0", "\ufffd")
        told, here = frozenset(told), address(request, **{name: None})
        return cls(name, label, value, caption or value, chosen, all_url=here, told=told, **options)

    @property
    def is_active(self):
        return bool(self.chosen)

    @property
    def chosen_label(self):
        return next((option.label for option in self.options if option.is_chosen), self.chosen)

    def narrow(self, editions):
        if not self.chosen:
            return editions
        if self.chosen not in self.told:
            return editions.none()
        return self.having(editions)

    def having(self, editions):
        return editions.filter(**{self.value: self.chosen})

    def count(self, editions, request):
        """Fill in the options that exist among `editions`, with the number of each."""
        found = [row for row in self.counted(editions) if row[0] in self.told]
        found.sort(key=lambda row: row[1], reverse=self.is_latest_first)
        self.options = [
            Option(value, text, number, address(request, **{self.name: value}), value == self.chosen)
            for value, text, number in found
        ]

    def counted(self, editions):
        """(value, words, number) of each value among `editions`."""
        pairs = editions.order_by().values_list(self.value, self.caption).annotate(Count("pk", distinct=True))
        return [(str(value), str(self.names.get(text, text)), number) for value, text, number in pairs]


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


def narrowed(editions, filters, request):
    """`editions` through all filters; fills in each filter's options, counted through the other ones."""
    for one in filters:
        others = editions
        for other in filters:
            if other is not one:
                others = other.narrow(others)
        one.count(others, request)
    for one in filters:
        editions = one.narrow(editions)
    return editions


def active(filters):
    """What is in use, for components/results.html."""
    return [{"label": one.chosen_label, "remove_url": one.all_url} for one in filters if one.is_active]
