"""The rules, and what they find."""

import inspect
import logging
import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import islice

from django.db import connection, transaction
from django.utils.translation import gettext

from ..lifecycle import Standing
from .piece import Piece

log = logging.getLogger(__name__)
MOST_OF_A_RULE = 10


@dataclass(frozen=True)
class Finding:
    """`sentence` is for writers. What `stops` has to be put right; a warning can be overridden with a reason.

    `url` is a page that shows what is meant, and `link_words` what to call the link to it.
    """

    rule: str
    sentence: str
    stops: bool
    url: str = ""
    link_words: str = ""


@dataclass(frozen=True)
class Rule:
    name: str
    look: Callable
    stops: bool
    compares: bool


RULES = {}


def rule(stops, compares=False):
    """Register a function that takes a Piece and yields sentences, or (sentence, url, link words).

    One that `compares` looks at other items too.
    """

    def register(look):
        RULES[look.__name__] = Rule(look.__name__, look, stops, compares)
        rules_hash.cache_clear()
        return look

    return register


def fingerprint(found):
    """A short word for these findings, another one where a sentence differs; empty for none."""
    return sha256("\n".join(one.sentence for one in found).encode()).hexdigest()[:16] if found else ""


def findings(edition, by=None, with_neighbours=True, only=()):
    """What is wrong with an edition, the stops first. `by` is who asks: they are shown nothing that they may not see.
    `only` names the rules that are to look; all of them, when it is left out.

    Taking a page down is never held up by what is wrong with its text.
    """
    if edition.standing != Standing.PUBLIC:
        return []
    piece = Piece(edition, by)
    rules = [one for one in RULES.values() if with_neighbours or not one.compares]
    rules = [one for one in rules if one.name in only] if only else rules
    found = [finding for one in rules for finding in _found(one, piece)]
    return sorted(found, key=lambda finding: not finding.stops)


def _found(one, piece):
    """Of a rule that breaks down it is said so: an approver should look, and not meet a broken page."""
    # A query that fails must not spoil the transaction of whoever approves.
    apart = transaction.atomic() if connection.in_atomic_block else nullcontext()
    try:
        with apart:
            lines = list(islice(one.look(piece), MOST_OF_A_RULE))
    except Exception:
        log.exception("The rule “%s” broke down.", one.name)
        words = one.name.replace("_", " ")
        sentence = gettext(
            "The check on “%(words)s” broke down on this text: look for yourself, and tell "
            "whoever runs the site."
        ) % {"words": words}
        return [Finding(one.name, sentence, stops=False)]
    parts = [line if isinstance(line, tuple) else (line,) for line in lines]
    return [Finding(one.name, str(sentence), one.stops, *link) for sentence, *link in dict.fromkeys(parts)]


@cache
def rules_hash():
    """SHA-256 over the code of all rules, with what their modules hold: a changed rule is noticed by itself."""
    names = {one.look.__module__ for one in RULES.values()} | {Piece.__module__}
    code = [f"{name}\n{inspect.getsource(sys.modules[name])}" for name in sorted(names)]
    return sha256("\n".join(code).encode()).hexdigest()
