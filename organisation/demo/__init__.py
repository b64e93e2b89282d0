"""SELEC's public facts, as far as its pages and its peers' tell them; what they do not tell is left empty.

In the TOML files a date is a date (`2011-10-07`), a month (`"2000-05"`), a year (`2003`), or the first day on
which something is certain to have been so (`{ by = 2018-10-07 }`).
"""

import tomllib
from datetime import date
from pathlib import Path

from django.db import transaction

from publishing.models import Item

from ..known_date import Precision
from ..models import CrimeArea, MemberState, Partner, SocialAccount, TaskForce, YearlyFigure

FOLDER = Path(__file__).parent
DATES = {"signed", "began", "ended", "applied", "decided", "agreed", "in_force", "established"}


@transaction.atomic
def load():
    """Adds what is not there and brings the rest up to date; a second time changes nothing."""
    for row in read("member_states"):
        load_member_state(row)
    for row in read("partners"):
        load_partner(row)
    for row in read("task_forces"):
        coordinator = MemberState.objects.get(slug=row.pop("coordinator"))
        TaskForce.objects.update_or_create(name=row.pop("name"), defaults={**row, "coordinator": coordinator})
    for order, row in enumerate(read("crime_areas"), 1):
        task_force = TaskForce.objects.filter(name=row.pop("task_force", "")).first()
        values = {**row, "order": 10 * order, "task_force": task_force}
        CrimeArea.objects.update_or_create(slug=values.pop("slug"), defaults=values)
    for order, row in enumerate(read("social_accounts"), 1):
        SocialAccount.objects.update_or_create(name=row.pop("name"), defaults={**row, "order": 10 * order})
    for row in read("yearly_figures"):
        YearlyFigure.objects.update_or_create(year=row.pop("year"), what=row.pop("what"), defaults=row)


def relate():
    """Once there are publications: each row leads to those about it, by the last parts of their addresses."""
    for kind, chosen in tomllib.loads((FOLDER / "publications.toml").read_text(encoding="utf-8")).items():
        rows = {"crime_areas": CrimeArea, "member_states": MemberState, "partners": Partner}[kind].objects
        for slug, slugs in chosen.items():
            found = Item.objects.filter(kind="library.publication", slug__in=slugs)
            rows.get(slug=slug).publications.set(found)


def read(name):
    """The file's only list of tables, with every date spread over its two columns."""
    (rows,) = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")).values()
    return [columns(row) for row in rows]


def columns(row):
    spread = {}
    for name, value in row.items():
        if name in DATES:
            spread[f"{name}_on"], spread[f"{name}_precision"] = known(value)
        elif isinstance(value, list):
            spread[name] = [columns(each) for each in value]
        else:
            spread[name] = value
    return spread


def known(value):
    if isinstance(value, dict):
        return value["by"], Precision.UNKNOWN
    if isinstance(value, date):
        return value, Precision.DAY
    if isinstance(value, int):
        return date(value, 1, 1), Precision.YEAR
    return date.fromisoformat(f"{value}-01"), Precision.MONTH


def load_member_state(row):
    names, memberships, chairs = row.pop("names"), row.pop("memberships"), row.pop("chairs", [])
    state, _ = MemberState.objects.update_or_create(slug=row.pop("slug"), defaults=row)
    for name in names:
        state.statenames.update_or_create(official_name=name.pop("official_name"), defaults=name)
    for membership in memberships:
        state.memberships.update_or_create(began_on=membership.pop("began_on"), defaults=membership)
    for chair in chairs:
        state.chairs.update_or_create(year=chair.pop("year"), role=chair.pop("role", "chair"), defaults=chair)


def load_partner(row):
    statuses = row.pop("statuses")
    if "state" in row:
        row["state"] = MemberState.objects.get(slug=row["state"])
    partner, _ = Partner.objects.update_or_create(slug=row.pop("slug"), defaults=row)
    for status in statuses:
        partner.statuses.update_or_create(status=status.pop("status"), defaults=status)
