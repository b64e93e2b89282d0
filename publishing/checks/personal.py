"""Telephone numbers and e-mail addresses in the text; the press contact has fields of its own."""

import re

from django.utils.translation import gettext

from .identity import name_of
from .piece import quoted
from .registry import rule

EMAIL = re.compile(r"(?<![\w.+@-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,20}\b")
# A row of digits in groups, as people write telephone numbers: judged as a whole below.
ROW = re.compile(
    r"(?<![\w.,/:+(-])(?:\+|\(\+)?\(?\d(?:[ \u00a0./()-]{0,3}\d){5,17}(?![\w%€$]|[,:]\d)", re.ASCII
)
ANNOUNCED = re.compile(
    r"\b(?:tel|telephone|telefon|phone|fax|mobile|mob|hotline|helpline|whatsapp|viber|тел|τηλ)\b"
    r"(?:\.|\s|:|no\b|number\b|line\b|is\b|at\b|on\b){0,6}\(?$",
    re.IGNORECASE,
)
NUMBERED = re.compile(
    r"(?:\b(?:nos?|nr|numbers?|case|file|dosar|ref|reference|serial|invoice|iban|account|decision|order|barcode|"
    r"container|plates?|chassis|vin|isbn|issn|version|protocol)|[№#])[.:\s]{0,3}$",
    re.IGNORECASE,
)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){1,7} ?$", re.ASCII)
DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}[./-] ?\d{1,2}[./-] ?\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2} \d{1,2} (?:19|20)\d\d)(?!\d)"
)
UNIT = re.compile(
    r"\s{0,2}(?:euros?|eur|ron|lei|leva|lev|bgn|usd|dollars|forints?|huf|lira|try|dinars?|rsd|denars?|mkd|"
    r"kg|kilograms?|grams?|g|tonnes?|t|litres?|l|km|pieces|pcs|cigarettes|sticks|packs|tablets|pills|persons|people)\b",
    re.IGNORECASE,
)


def is_phone(row, before="", after=""):
    """Whether a row of digits is a telephone number, by its form and the words around it."""
    digits = re.sub(r"\D", "", row)
    if DATE.search(row) or UNIT.match(after):
        return False
    if ANNOUNCED.search(before):
        return 6 <= len(digits) <= 16
    if row.lstrip("(").startswith("+"):
        return 8 <= len(digits) <= 15
    if (
        NUMBERED.search(before)
        or IBAN.search(before)
        or name_of(digits)
        or re.search(r"/\s?(?:19|20)\d\d$|/.*/", row)
    ):
        return False
    if re.match(r"00[1-9]", digits):
        return 10 <= len(digits) <= 16
    return bool(re.match(r"0[1-9]", digits)) and 9 <= len(digits) <= 11


def phones_in(words):
    for match in ROW.finditer(words):
        before = words[max(0, match.start() - 40) : match.start()]
        if is_phone(match[0], before, words[match.end() : match.end() + 20]):
            yield match[0].strip()


@rule(stops=False)
def phone_number(piece):
    own = re.sub(r"\D", "", str(getattr(piece.edition, "contact_phone", "") or ""))
    for where, words in piece.passages:
        for phone in phones_in(words):
            if re.sub(r"\D", "", phone) != own:
                yield (
                    gettext(
                        "%(phone)s in “%(where)s” looks like a telephone number: take it out, or put it into "
                        "the press contact if it is the newsroom’s."
                    )
                    % {"phone": quoted(phone), "where": where}
                )


@rule(stops=False)
def email_address(piece):
    own = str(getattr(piece.edition, "contact_email", "") or "").lower()
    for where, words in piece.passages:
        for match in EMAIL.finditer(words):
            if match[0].lower() != own:
                yield (
                    gettext(
                        "%(address)s in “%(where)s” is an e-mail address: take it out, or put it into the "
                        "press contact if it is the newsroom’s."
                    )
                    % {"address": quoted(match[0]), "where": where}
                )
