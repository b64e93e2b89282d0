"""Editions that were never stored, as the rules see them."""

import pytest

from news.models import PressRelease
from publishing.checks import findings


def release(body="<p>Text.</p>", **fields):
    return PressRelease(**{"title": "A headline", "summary": "A summary.", "body": body, **fields})


def found(edition, **options):
    return [finding.rule for finding in findings(edition, **{"with_neighbours": False, **options})]


def sentence_of(edition, rule):
    return next(one.sentence for one in findings(edition, with_neighbours=False) if one.rule == rule)


@pytest.fixture(autouse=True)
def own_hosts(settings):
    settings.ALLOWED_HOSTS = ["www.selec.example", "testserver"]
