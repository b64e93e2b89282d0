"""Parts of templates that are written once: never for another than the same."""

from datetime import date

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString

from publishing.templatetags import components
from tests.make import at

NAMES = ["date", "label", "url", "title", "lang", "summary"]
ENTRY = Template(
    f'{{% include "components/entry.html" with {" ".join(f"{name}={name}" for name in NAMES)} only %}}'
)
GIVEN = {
    "date": date(2016, 10, 7),
    "label": "News",
    "url": "/a/",
    "title": "A title",
    "lang": "",
    "summary": "",
}


@pytest.fixture(autouse=True)
def nothing_written():
    components._written.cache_clear()


def written(**changes):
    return ENTRY.render(Context(GIVEN | changes))


def times():
    return components._written.cache_info().misses


def test_the_same_values_are_written_once():
    assert written() == written()
    assert times() == 2  # the entry, and the stamp within


def test_other_values_give_another_text():
    assert "Another" in written(title="Another")
    assert "A title" in written()
    assert 'datetime="2017-01-02"' in written(date=date(2017, 1, 2))


def test_a_text_that_is_safe_lends_nothing_to_the_same_text_that_is_not():
    title = "<b>A</b>"
    assert title in written(title=SafeString(title))
    assert "&lt;b&gt;A" in written(title=title)


def test_what_is_no_plain_value_is_written_each_time():
    class Label:
        number = 0

        def __str__(self):
            self.number += 1
            return f"Label {self.number}"

    label = Label()
    assert "Label 1" in written(label=label)
    assert "Label 2" in written(label=label)
    assert not components.is_plain(at("2016-10-07 09:00"))


def test_words_stay_the_same_wherever_they_stand():
    words = Template('{% translate "What changed" %} {{ who }}')
    assert [words.render(Context({"who": who})) for who in "AB"] == ["What changed A", "What changed B"]
