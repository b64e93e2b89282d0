"""Operations for tests, with results as they are said: "arrests 53", "cannabis 8.4 t", "cash about 1000 EUR"."""

from decimal import Decimal
from itertools import count

from news.models import Operation, Result
from news.models.quantity import UNITS, Exactness, What
from tests.make import make

NAMES = count(1)
NOW_KNOWN = {"is_concluded": True, "is_final": True, "is_legally_checked": True}


def row(said, **fields):
    what, *middle, number, unit = [*said.split(), ""] if said.split()[-1][0].isdecimal() else said.split()
    exactness = {"about": Exactness.ABOUT, "over": Exactness.OVER}[middle[0]] if middle else Exactness.EXACT
    unit = unit or UNITS[What(what)][0].value
    return Result(what=what, number=Decimal(number), unit=unit, exactness=exactness, **fields)


def beyond(said):
    return row(said, scope="beyond")


def other(words, number, unit):
    return Result(what="other", in_words=words, number=Decimal(number), unit=unit)


def operation(*results, about=(), **fields):
    """An edition, final unless said otherwise, related to the rows of `about`: states as taking part."""
    defaults = {**NOW_KNOWN, "code_name": f"NAME {next(NAMES)}"}
    if after := fields.get("after"):
        kept = ("title", "code_name", "began_on", "ended_on")
        defaults |= {name: getattr(after, name) for name in kept}
    edition = make(Operation, **{**defaults, **fields})
    rows = [one if isinstance(one, Result) else row(one) for one in results]
    Operation._meta.get_field("results").save_form_data(edition, rows)
    for one in about:
        relation = {"memberstate": "member_states", "partner": "partners", "crimearea": "crime_areas"}
        getattr(edition, relation[one._meta.model_name]).add(one)
    return edition
