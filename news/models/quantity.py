"""What operations result in, the units that it is counted in, and how such a number is written."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisation.models import in_figures


class What(models.TextChoices):
    """In the order of tables."""

    ARRESTS = "arrests", _("Arrests")
    WANTED = "wanted", _("Persons wanted")
    VICTIMS = "victims", _("Victims identified")
    HEROIN = "heroin", _("Heroin")
    COCAINE = "cocaine", _("Cocaine")
    CANNABIS = "cannabis", _("Cannabis")
    CAPTAGON = "captagon", _("Captagon")
    OTHER_DRUGS = "other_drugs", _("Other drugs")
    PRECURSORS = "precursors", _("Precursors")
    CIGARETTES = "cigarettes", _("Cigarettes")
    TOBACCO = "tobacco", _("Tobacco")
    FUEL = "fuel", _("Fuel")
    FIREARMS = "firearms", _("Firearms")
    AMMUNITION = "ammunition", _("Rounds of ammunition")
    VEHICLES = "vehicles", _("Vehicles")
    CULTURAL_GOODS = "cultural_goods", _("Cultural goods")
    CASH = "cash", _("Cash")
    VALUE = "value", _("Estimated value")
    DAMAGE = "damage", _("Estimated damage")
    OTHER = "other", _("Other, in words")


class Unit(models.TextChoices):
    PERSONS = "persons", _("persons")
    PIECES = "pieces", _("pieces")
    GRAMS = "g", "g"
    KILOGRAMS = "kg", _("kg")
    TONNES = "t", "t"
    TABLETS = "tablets", _("tablets")
    LITRES = "litres", _("litres")
    EUR = "EUR", _("EUR, euro")
    USD = "USD", _("USD, US dollar")
    GBP = "GBP", _("GBP, pound sterling")
    CHF = "CHF", _("CHF, Swiss franc")
    ALL = "ALL", _("ALL, Albanian lek")
    BAM = "BAM", _("BAM, Bosnian convertible mark")
    BGN = "BGN", _("BGN, Bulgarian lev")
    HUF = "HUF", _("HUF, Hungarian forint")
    MDL = "MDL", _("MDL, Moldovan leu")
    MKD = "MKD", _("MKD, Macedonian denar")
    RON = "RON", _("RON, Romanian leu")
    RSD = "RSD", _("RSD, Serbian dinar")
    TRY = "TRY", _("TRY, Turkish lira")


class Exactness(models.TextChoices):
    EXACT = "exact", _("exactly")
    OVER = "over", _("more than")
    ABOUT = "about", _("about")


MASS = (Unit.GRAMS, Unit.KILOGRAMS, Unit.TONNES)
MONEY = tuple(unit for unit in Unit if unit.isupper() and len(unit) == 3)
COUNTED = (Unit.PERSONS, Unit.PIECES, Unit.TABLETS)  # whole numbers
PEOPLE, PIECES = (Unit.PERSONS,), (Unit.PIECES,)
# What each may be counted in; where there is one unit alone, it need not be typed.
UNITS = {
    **dict.fromkeys([What.ARRESTS, What.WANTED, What.VICTIMS], PEOPLE),
    **dict.fromkeys([What.HEROIN, What.COCAINE, What.CANNABIS, What.TOBACCO], MASS),
    What.CAPTAGON: (Unit.TABLETS, *MASS),
    What.OTHER_DRUGS: (*MASS, Unit.TABLETS, Unit.LITRES),
    What.PRECURSORS: (*MASS, Unit.LITRES),
    What.FUEL: (Unit.LITRES, *MASS),
    **dict.fromkeys([What.CIGARETTES, What.FIREARMS, What.AMMUNITION], PIECES),
    **dict.fromkeys([What.VEHICLES, What.CULTURAL_GOODS], PIECES),
    **dict.fromkeys([What.CASH, What.VALUE, What.DAMAGE], MONEY),
    What.OTHER: tuple(Unit),
}
PLACES = {what.value: place for place, what in enumerate(What)}  # in tables
KILOGRAMS_IN = {Unit.GRAMS: Decimal("0.001"), Unit.KILOGRAMS: Decimal(1), Unit.TONNES: Decimal(1000)}


def in_base(number, unit):
    """(number, unit) in which all of its family can be added, exactly: grams and tonnes as kilograms."""
    return (number * KILOGRAMS_IN[unit], Unit.KILOGRAMS) if unit in KILOGRAMS_IN else (number, Unit(unit))


def added(number, unit):
    """(number, unit) of a sum as people read it: a thousand kilograms and more are tonnes."""
    if unit == Unit.KILOGRAMS and number >= KILOGRAMS_IN[Unit.TONNES]:
        return number / KILOGRAMS_IN[Unit.TONNES], Unit.TONNES
    return number, unit


def in_words(number, unit, exactness=Exactness.EXACT):
    """ "53", "8.4 t", "more than EUR 1,100,000"; persons and pieces say what they are by the name beside them."""
    figures = in_figures(number)
    if unit in MONEY:
        figures = f"{unit}\N{NO-BREAK SPACE}{figures if number == int(number) else f'{number:,.2f}'}"
    elif unit not in (Unit.PERSONS, Unit.PIECES):
        figures = f"{figures}\N{NO-BREAK SPACE}{Unit(unit).label}"
    return figures if exactness == Exactness.EXACT else f"{Exactness(exactness).label} {figures}"
