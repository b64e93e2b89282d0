"""The facts about SELEC as data, each as things stood on the day of the answer; short lists, each whole."""

from typing import Annotated

from django.db.models import Prefetch
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from ninja import Path
from pydantic import Field, create_model

from organisation.figures import read
from organisation.models import CrimeArea, Membership, MemberState, Partner, PartnerStatus
from publishing.clock import today
from publishing.moment import shown_at
from publishing.site import absolute

from .answers import NOTHING, REFUSED, UNCHANGED
from .cursors import LONGEST
from .properties import known
from .related import choice
from .shapes import Address, Choice, Day, Partly, Shape

SLUG = "^[-a-zA-Z0-9_]+$"
TAKEN = "What filters take, and the address of one."
BY_ITSELF = "This, by itself."


class Period(Shape):
    """From the first day on which it held to the first on which it no longer did."""

    began: Partly | None = Field(description="Null where it has always been so.")
    ended: Partly | None = Field(description="Null while it holds.")


class MemberStateShape(Shape):
    slug: str = Field(description=TAKEN)
    name: str
    official_name: str = Field(description="Of the day of the answer.")
    iso: str = Field(description="The two letters of ISO 3166.")
    signed: Partly | None = Field(description="When it signed the Convention.")
    memberships: list[Period]
    about: str
    url: Address
    api_url: Address = Field(description=BY_ITSELF)


class StatusShape(Period):
    status: Choice


class PartnerShape(Shape):
    slug: str = Field(description=TAKEN)
    name: str
    short_name: str
    kind: Choice
    acting_through: str
    statuses: list[StatusShape]
    about: str
    url: Address
    api_url: Address = Field(description=BY_ITSELF)


class CrimeAreaShape(Shape):
    slug: str = Field(description=TAKEN)
    name: str
    description: str
    url: Address
    api_url: Address = Field(description=BY_ITSELF)


class FigureShape(Shape):
    """One number of one year, as stated or as added up. What is not known is not nought."""

    year: int | None
    figure: str
    number: str | None = Field(description="A decimal number.")
    unit: str
    exactness: str
    state: str
    basis: str = Field(description="Who states it, or what it was added up from.")
    corrected_on: list[Day]
    source: str
    source_url: str
    note: str


def _period(row):
    return {"began": known(row.began), "ended": known(row.ended) if row.has_ended else None}


def _texts(among, row, *names):
    """`among` is the name of all of them, in FACTS."""
    texts, alone = {name: getattr(row, name) for name in names}, reverse(f"api:{among}-item", args=[row.slug])
    return {**texts, "url": absolute(row.get_absolute_url()), "api_url": absolute(alone)}


def member_states(request):
    on = today(shown_at(request))
    rows = Prefetch("memberships", Membership.objects.begun(on).newest_first())
    return [
        {
            **_texts("member-states", state, "slug", "name", "iso", "about"),
            "official_name": state.name_then,
            "signed": known(state.signed) if state.signed and state.signed.on <= on else None,
            "memberships": [_period(row) for row in state.memberships.all()],
        }
        for state in MemberState.objects.announced(on).prefetch_related(rows)
    ]


def partners(request):
    on = today(shown_at(request))
    rows = Prefetch("statuses", PartnerStatus.objects.granted().begun(on).newest_first())
    return [
        {
            **_texts("partners", partner, "slug", "name", "short_name", "acting_through", "about"),
            "kind": choice(partner, "kind"),
            "statuses": [_period(row) | {"status": choice(row, "status")} for row in partner.statuses.all()],
        }
        for partner in Partner.objects.admitted(on).prefetch_related(rows)
    ]


def crime_areas(request):
    return [_texts("crime-areas", area, "slug", "name", "description") for area in CrimeArea.objects.all()]


def figures(request):
    stated, blocks = read(request)
    texts = "year figure unit exactness state basis source source_url note".split()
    return [
        {
            **{name: getattr(row, name) for name in texts},
            "number": row.number or None,
            "corrected_on": [str(today(at)) for at in row.corrected],
        }
        for row in [*stated.rows, *(row for block in blocks for row in block.rows)]
    ]


FACTS = {
    "member-states": (
        _("Member States"),
        MemberStateShape,
        member_states,
        _("Member States, former ones and signatories."),
    ),
    "partners": (
        _("Partners"),
        PartnerShape,
        partners,
        _("Partners and former partners, with what they are or were."),
    ),
    "crime-areas": (_("Crime areas"), CrimeAreaShape, crime_areas, _("What SELEC works on.")),
    "figures": (
        _("Facts and figures"),
        FigureShape,
        figures,
        _("What SELEC has stated of its work, and what the published operations add up to: never mixed."),
    ),
}


def has_items(name):
    """Whether each of its rows has an address of its own: one that has a page has."""
    return "slug" in FACTS[name][1].model_fields


def add(api, name):
    """The address of all of them, and those of each."""
    label, row, function, sentence = FACTS[name]
    shape = create_model(f"{row.__name__.removesuffix('Shape')}List", __base__=Shape, items=(list[row], ...))
    words = {"summary": label, "description": sentence, "tags": [label], "url_name": name}
    words["openapi_extra"] = {"responses": UNCHANGED}

    @api.get(f"/{name}", response=shape, operation_id=f"list-{name}", **words)
    def rows(request):
        return {"items": function(request)}

    if has_items(name):
        _add_item(api, name)


def _add_item(api, name):
    label, shape, function, _sentence = FACTS[name]
    words = {"summary": f"{label}: one of them", "tags": [label], "operation_id": f"read-{name}"}
    words |= {"url_name": f"{name}-item", "openapi_extra": {"responses": UNCHANGED | NOTHING | REFUSED}}

    @api.get(f"/{name}/{{slug}}", response=shape, **words)
    def item(request, slug: Annotated[str, Path(max_length=LONGEST, pattern=SLUG, description=TAKEN)]):
        """As things stand on the day of the answer."""
        found = [one for one in function(request) if one["slug"] == slug]
        if not found:
            raise Http404
        return found[0]
