"""Words in capitals are slow to read, and spelt out letter by letter to people who listen."""

import re

from django.utils.translation import gettext

from .piece import quoted
from .registry import rule

WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:[-’'][^\W\d_]+)*(?!\w)")
BETWEEN = re.compile(r"[\s\d\"“”„&–-]{0,12}")  # no comma: a list of acronyms is no shouting
ACRONYMS = set(
    "SELEC EUROPOL INTERPOL EUROJUST FRONTEX CEPOL OLAF EPPO EMPACT UNODC OSCE NATO SECI WCO ICPO BKA DIICOT ANAF SAI "
    "IGPR DEA FBI HSI ICE CBP USA US UK EU UN UNHCR IOM WHO ENISA MARRI RCC DCAF ICMPD SIENA TAXUD JIT JITS AVN VAT "
    "RON EUR USD BGN TRY HUF MDL ALL BAM MKD RSD MDMA LSD THC PNR SIS VIS TV ID IT AI GPS SUV EC CEO TIR CMR".split()
)


@rule(stops=False)
def capitals(piece):
    for where, words in piece.passages:
        yield from _in_passage(where, words)


def _in_passage(where, passage):
    least = 2 if where == "headline" and passage.isupper() else 3
    for run in _runs(passage):
        words = [word[0] for word in run if len(word[0]) > 1]
        plain = [word for word in words if word not in ACRONYMS and not re.fullmatch("[IVXLC]+", word)]
        if len(words) >= least and len(plain) >= 2:
            shown = passage[run[0].start() : run[-1].end()]
            yield gettext(
                "%(shown)s in “%(where)s” is written in capitals throughout: write it as a sentence."
            ) % {"shown": quoted(shown), "where": where}


def _runs(passage):
    """Words in capitals that follow each other, with no other word between."""
    run = []
    for word in WORD.finditer(passage):
        if not word[0].isupper():
            if run:
                yield run
            run = []
        elif run and not BETWEEN.fullmatch(passage, run[-1].end(), word.start()):
            yield run
            run = [word]
        else:
            run.append(word)
    if run:
        yield run
