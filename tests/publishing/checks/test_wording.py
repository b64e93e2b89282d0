import pytest

from .conftest import found, release, sentence_of

pytestmark = [pytest.mark.django_db, pytest.mark.looks]


@pytest.mark.parametrize("summary", ["", "  \n ", "\t"])
def test_an_empty_summary_stops(summary):
    assert found(release(summary=summary)) == ["empty_summary"]


def test_a_summary_is_all_that_it_needs():
    assert found(release()) == []


@pytest.mark.parametrize(
    "html", ["<h3>A</h3>", "<h2>A</h2><h4>B</h4>", "<h2>A</h2><h3>B</h3><h2>C</h2><h4>D</h4>"]
)
def test_a_skipped_heading_level_warns_and_quotes_the_heading(html):
    edition = release(html)
    assert found(edition) == ["skipped_heading"]
    assert f"“{html[-6]}”" in sentence_of(edition, "skipped_heading")


@pytest.mark.parametrize(
    "html", ["<p>x</p>", "<h2>A</h2><h3>B</h3><h4>C</h4><h2>D</h2>", "<h2>A</h2><h2>B</h2>"]
)
def test_headings_in_steps_are_right(html):
    assert found(release(html)) == []


@pytest.mark.parametrize(
    "words",
    ["click here", "Click here!", "HERE", "<em>here</em>", "read more…", "More", "this link", "https://europol.europa.eu/x",
     "www.interpol.int", "»Read more«", "  here\n", ""],
)  # fmt: skip
def test_a_link_that_says_nothing_warns(words):
    assert found(release(f'<p>Text <a href="https://example.org/x">{words}</a></p>')) == ["empty_link_words"]


@pytest.mark.parametrize(
    "words",
    [
        "Europol’s report",
        "here is the report",
        "selec.example",
        "the 2016 report (PDF)",
        "Click fraud",
    ],
)
def test_a_link_that_names_its_page_is_right(words):
    assert found(release(f'<p>Text <a href="https://example.org/x">{words}</a></p>')) == []


CAPITALS = [
    "The suspects WERE ALL ARRESTED today.",
    "ARRESTED IN BUCHAREST: the leader",
    "Ministers said THIS IS A SUCCESS for all.",
    "ОПЕРАЦИЯ СРЕЩУ ТРАФИКА започна.",
    "THE SELEC CONVENTION entered into force and DIRECTOR GENERAL OF SELEC spoke.",
]
NO_CAPITALS = [
    "SELEC, EUROPOL and INTERPOL met.",
    "SELEC EUROPOL INTERPOL FRONTEX met.",
    "SELEC, EUROPOL, INTERPOL, CEPOL, FRONTEX",
    "Operation BLACK SEA ended.",
    "Investigation SUNSHINE: 410 kg of marijuana seized so far",
    "The lorry B 123 ABC and CT 04 XYZ.",
    "Task Force MIRAGE, Romania",
    "US DEA FBI HSI officers took part.",
    "Charles III and Carol II of Romania.",
    "A COUNTRY",
    "Part A B C D",
]


@pytest.mark.parametrize("words", CAPITALS)
def test_capitals_throughout_warn(words):
    assert set(found(release(f"<p>{words}</p>"))) == {"capitals"}
    assert set(found(release(title=words))) == {"capitals"}


@pytest.mark.parametrize("words", NO_CAPITALS)
def test_acronyms_and_single_words_may_be_capitals(words):
    assert found(release(f"<p>{words}</p>")) == []


@pytest.mark.parametrize("title", ["DRUGS SEIZED", "BIG HAUL OF HEROIN", "410 KG HEROIN SEIZED"])
def test_a_headline_in_capitals_warns(title):
    assert found(release(title=title)) == ["capitals"]


@pytest.mark.parametrize("title", ["SELEC", "SELEC EUROPOL", "SUNSHINE", "SELEC 2016"])
def test_a_headline_of_an_acronym_is_right(title):
    assert found(release(title=title)) == []
