"""Texts in which to search."""

import pytest

from news.models import PressRelease
from tests.make import make

TEXTS = {
    "names": "<p>Bahadır and Duță met Duţă’s deputy, ŠAKIĆ, in the GJELBËR; Đorđe drove through the Straße.</p>",
    "greek": "<p>Η Αθήνα και η Θεσσαλονίκη.</p>",
    "cyrillic": "<p>Сѐ за Ѓорѓи и ѝ; всё.</p>",
    "heroin": "<p>Officers seized 40 kilograms of heroin. The seizures were part of a joint investigation team.</p>",
    "reference": "<p>See the notice 24/EJ/17, COVID-19.</p>",
    "quotes": "<p>SELEC’s “hidden” compartment &amp; <strong>mark</strong>up &lt;script&gt;.</p>",
}


@pytest.fixture
def texts():
    return {name: make(PressRelease, title=f"Titled {name}", body=html) for name, html in TEXTS.items()}
