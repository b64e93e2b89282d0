"""The gate for bytes: public are those that a shown edition of any kind refers to."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from publishing.gate import may_view
from publishing.models import ReviewLink, kinds

AT_ONCE = 20  # instants, in one statement


def looks_after(request, model):
    """Whether whoever asks is of the staff who look after these rows, public or not."""
    return bool(request.staff) and may_view(request.staff, model)


class UsedQuerySet(QuerySet):
    """Of images or documents: rows to which `library.Use` refers by this model's name.

    Each kind that refers to the rows at hand makes the gate's query longer, so it is asked at once which do, and
    rows are narrowed first: `filter(pk=pk).public()`.
    """

    def visible_to(self, request):
        """Who looks after the library has everything, whoever is shown an edition before it is public what that
        edition refers to, and everybody what is public."""
        if looks_after(request, self.model):
            return self
        if shown := getattr(request, "shown_edition", None):
            return self.filter(uses__kind=shown._meta.label_lower, uses__edition=shown.pk)
        if link := ReviewLink.objects.opened_by(request.GET.get("review", "")):
            return self.filter(uses__kind=link.item.kind, uses__edition=link.edition)
        return self.public(request.moment)

    def public(self, at=None):
        """What anybody may have at `at` (an aware instant); now, when it is left out."""
        return self.filter(*self._shown(at, [None]))

    def public_since(self, instants, at=None):
        """Of the one row at hand: whether anybody may have it at `at`, by an edition that let anybody have it at the
        instant, an earlier one, already; for each of the instants."""
        found = []
        for first in range(0, len(instants), AT_ONCE):
            some = self._shown(at, instants[first : first + AT_ONCE])
            told = {f"since_{number}": one for number, one in enumerate(some)}
            found += self.annotate(**told).values_list(*told).get()
        return found

    def _shown(self, at, instants):
        """A condition for each of the instants; None is none."""
        name = self.model._meta.model_name
        uses = self.model._meta.get_field("uses").related_model.objects
        of_rows = uses.filter(**{f"{name}__in": self.order_by().values("pk")})
        referring = {*of_rows.values_list("kind", flat=True).distinct()}
        of_row = uses.filter(**{name: OuterRef("pk")})
        for since in instants:
            is_shown = Q(pk__in=[])
            for kind in [one for one in kinds() if one._meta.label_lower in referring]:
                shown = kind.objects.shown(at).filter(pk=OuterRef("edition"))
                if since:
                    shown = shown.filter(pk__in=kind.objects.shown(since).values("pk"))
                is_shown |= Q(Exists(of_row.filter(Exists(shown), kind=kind._meta.label_lower)))
            yield is_shown
