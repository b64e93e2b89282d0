"""Personal numbers of the region, told from other numbers by their dates and check digits."""

import re
from datetime import date

from django.utils.translation import gettext, gettext_lazy as _

from .piece import quoted
from .registry import rule

DIGITS = re.compile(r"(?<![\w.,/+-])\d{10,13}(?![\w/]|[.,-]\d)", re.ASCII)
ALBANIAN = re.compile(r"\b[A-T]\d(?:[0156]\d)(?:[0-3]\d)\d{3}[A-W]\b", re.ASCII)
PASSPORT = re.compile(
    r"\b(?:[Pp]assport|PASSPORT|[Ii]dentity (?:card|document)|[Tt]ravel document|ID(?: card)?)"
    r"(?:\s{0,3}(?:no\b\.?|number\b|numbers\b|nr\b\.?|№|series\b|bearing\b|with\b|the\b|[:#(,]|is\b|was\b)){0,4}"
    r"\s{0,3}([A-Z]{0,3}\s?\d{6,9})\b(?!\s*(?:euro|EUR|RON|lei|leva|cigarettes|pieces|kg))",
    re.ASCII,
)
OF_A_CASE = re.compile(r"\b(?:case|file|reference|tender|project|video|ref\.?)\s*$", re.IGNORECASE)


def is_day(year, month, day):
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False


def weighed(digits, weights):
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False))


def is_romanian(digits):
    """CNP: sex and century, YYMMDD, county, serial, check digit."""
    if len(digits) != 13 or not digits[0]:
        return False
    year, month, day = (digits[n] * 10 + digits[n + 1] for n in (1, 3, 5))
    rest = weighed(digits, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11
    return is_day(2000 + year, month, day) and digits[12] == (1 if rest == 10 else rest)


def is_yugoslav(digits):
    """JMBG, of Serbia, Bosnia and Herzegovina, Montenegro, North Macedonia and others: DDMMYYY, region, serial."""
    if len(digits) != 13:
        return False
    day, month = digits[0] * 10 + digits[1], digits[2] * 10 + digits[3]
    year = digits[4] * 100 + digits[5] * 10 + digits[6]
    rest = weighed(digits, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
    year += 1000 if year >= 850 else 2000
    return rest != 1 and is_day(year, month, day) and digits[12] == (11 - rest) % 11


def is_bulgarian(digits):
    """EGN: YYMMDD, where the month is raised by 20 or 40 for other centuries."""
    if len(digits) != 10:
        return False
    year, month, day = (digits[n] * 10 + digits[n + 1] for n in (0, 2, 4))
    century = {0: 1900, 20: 1800, 40: 2000}.get((month - 1) // 20 * 20)
    rest = weighed(digits, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10
    return century is not None and is_day(century + year, (month - 1) % 20 + 1, day) and digits[9] == rest


def is_turkish(digits):
    """TC kimlik: two check digits over the nine before them."""
    if len(digits) != 11 or not digits[0] or len(set(digits)) < 3:
        return False
    tenth = (sum(digits[0:9:2]) * 7 - sum(digits[1:8:2])) % 10
    return digits[9] == tenth and digits[10] == sum(digits[:10]) % 10


def is_greek(digits):
    """AMKA: DDMMYY, serial, a check digit after Luhn."""
    if len(digits) != 11:
        return False
    day, month, year = (digits[n] * 10 + digits[n + 1] for n in (0, 2, 4))
    doubled = [sum(divmod(digit * 2, 10)) if place % 2 else digit for place, digit in enumerate(digits)]
    return is_day(2000 + year, month, day) and sum(doubled) % 10 == 0


def is_croatian(digits):
    """OIB: no date, a check digit after ISO 7064 (11, 10)."""
    if len(digits) != 11 or len(set(digits)) < 3:
        return False
    rest = 10
    for digit in digits[:10]:
        rest = ((rest + digit) % 10 or 10) * 2 % 11
    return digits[10] == (11 - rest) % 10


NUMBERS = {
    _("a Romanian CNP"): is_romanian,
    _("a JMBG"): is_yugoslav,
    _("a Bulgarian EGN"): is_bulgarian,
    _("a Turkish identity number"): is_turkish,
    _("a Greek AMKA"): is_greek,
    _("a Croatian OIB"): is_croatian,
}


def name_of(number):
    """Which personal number a row of digits is; empty if it is none."""
    digits = [int(digit) for digit in number]
    return next((name for name, is_one in NUMBERS.items() if is_one(digits)), "")


def numbers_in(words):
    """(what was found, what it is) for each."""
    for match in DIGITS.finditer(words):
        if name := name_of(match[0]):
            yield match[0], name
    for match in ALBANIAN.finditer(words):
        yield match[0], gettext("an Albanian identity number")
    for match in PASSPORT.finditer(words):
        if not OF_A_CASE.search(words[max(0, match.start() - 20) : match.start()]):
            yield match[1], gettext("the number of a passport or identity card")


@rule(stops=False)
def identity_number(piece):
    for where, words in piece.passages:
        for number, name in numbers_in(words):
            yield gettext(
                "%(number)s in “%(where)s” looks like %(name)s: take it out, unless its owner may be named."
            ) % {"number": quoted(number), "where": where, "name": name}
