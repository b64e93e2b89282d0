"""Checks before publishing: small rules, each of which says what is wrong, where, and what to do.

An app adds its own with `@rule` in a module that its AppConfig.ready loads.
"""

from . import (  # noqa: F401
    capitals,
    dates,
    headings,
    identity,
    internal,
    link_words,
    neighbours,
    outward,
    personal,
    summary,
)
from .registry import Finding, findings, fingerprint, rule, rules_hash

__all__ = ["Finding", "findings", "fingerprint", "rule", "rules_hash"]
