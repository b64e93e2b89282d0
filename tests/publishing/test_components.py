"""Parts of templates that are written once: never for another than the same."""

from datetime import date

import pytest
from django.template import Context, Engine, Template
from django.urls import NoReverseMatch
from django.utils.safestring import SafeString

from publishing.crumbs import Crumb
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


WAY = Template('{% include "components/crumbs.html" with crumbs=crumbs only %}')


def test_a_way_down_is_written_once_for_all_pages_below_it():
    way = (Crumb("News", "/news/"), Crumb("A day"))
    assert WAY.render(Context({"crumbs": way})) == WAY.render(Context({"crumbs": (*way,)}))
    assert times() == 1


def test_a_text_within_a_way_that_is_safe_lends_nothing_to_the_same_text_that_is_not():
    def leaf(words):
        return WAY.render(Context({"crumbs": (Crumb("News", "/news/"), Crumb(words))}))

    assert "<b>A</b>" in leaf(SafeString("<b>A</b>"))
    assert "&lt;b&gt;A" in leaf("<b>A</b>")


def test_a_template_within_another_within_a_third_is_put_together_each_time():
    texts = {
        "page": '{% extends "middle" %}{% block a %}{{ words }} {{ block.super }}{% endblock %}',
        "middle": '{% extends "outer" %}{% block a %}middle {{ block.super }}{% endblock %}'
        "{% block b %}b{% endblock %}",
        "outer": "<{% block a %}outer{% endblock %}|{% block b %}{% endblock %}|{% block c %}c{% endblock %}>",
    }
    loader = ("django.template.loaders.locmem.Loader", texts)
    engine = Engine(loaders=[loader], builtins=[components.__name__])
    page, middle = engine.get_template("page"), engine.get_template("middle")
    for words in ("first", "second"):
        assert page.render(Context({"words": words})) == f"<{words} middle outer|b|c>"
        assert middle.render(Context()) == "<middle outer|b|c>"
