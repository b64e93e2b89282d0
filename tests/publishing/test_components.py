"""Parts of templates that are written once: never for another than the same."""

from datetime import date

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch
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


def test_a_long_value_is_not_kept_for_strangers_can_make_up_as_many_as_they_like():
    long = "x" * (components.LONGEST + 1)
    assert written(url=f"?q={long}") == written(url=f"?q={long}")
    assert times() == 1  # the stamp within


def test_a_path_is_worked_out_once_for_each_of_its_values():
    path = Template('{% url "organisation:crime_area" slug %}')
    assert [path.render(Context({"slug": slug})) for slug in ("drugs", "arms", "drugs")] == [
        "/about/crime-areas/drugs/",
        "/about/crime-areas/arms/",
        "/about/crime-areas/drugs/",
    ]


def test_a_path_that_does_not_exist_fails_as_ever():
    with pytest.raises(NoReverseMatch):
        Template('{% url "organisation:crime_area" %}').render(Context())
    assert Template('{% url "nowhere" as path %}[{{ path }}]').render(Context()) == "[]"
