from decimal import Decimal

import pytest

from publishing.figures import figures

WORDS = {
    "1250000": "1\u202f250\u202f000",
    "1250000.50": "1\u202f250\u202f000.50",
    "999.00": "999",
    "0.05": "0.05",
    "0": "0",
}


@pytest.mark.parametrize(("number", "words"), WORDS.items())
def test_thousands_are_set_apart_and_cents_told_where_there_are_some(number, words):
    assert figures(Decimal(number)) == words
