from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags

from library.models import Publication
from library.models.publication import is_isbn
from publishing.lifecycle import Status
from tests.library.files import document
from tests.make import at, make

pytestmark = pytest.mark.django_db
LIST = "/resources/"


def publication(title, *languages, **fields):
    made = make(Publication, title=title, **fields)
    made.files.set([document(title=f"{title} {language}", language=language) for language in languages])
    return made


def titles(client, query=""):
    return [one.title for one in client.get(f"{LIST}{query}").context["page"]]


@pytest.fixture
def shelf(db):
    publication("Report 2012", "en", "ro", kind="annual_report", covers_from=2012)
    publication("Assessment", "en", kind="threat_assessment", covers_from=2013, covers_to=2016)
    publication("Convention", "ro", kind="legal_text", publish_at=at("2011-10-07 10:00"))
    publication("Draft", "en", kind="annual_report", covers_from=2014, status=Status.DRAFT)


def test_one_of_several_files_in_a_language_counts_once_in_it(client, db):
    publication("Report 2012", "en", "en", "ro")
    (languages,) = [one for one in client.get(LIST).context["filters"] if one.name == "language"]
    assert {one.value: one.count for one in languages.options} == {"en": 1, "ro": 1}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Assessment", "Report 2012", "Convention"]),
        ("?type=annual_report", ["Report 2012"]),
        ("?type=nonsense", []),
        ("?year=2012", ["Report 2012"]),
        ("?year=2013", ["Assessment"]),
        ("?year=2014", ["Assessment"]),
        ("?year=2016", ["Assessment"]),
        ("?year=2017", []),
        ("?year=1e3", []),
        ("?year=99999999999999999999", []),
        ("?language=ro", ["Report 2012", "Convention"]),
        ("?language=en&year=2012", ["Report 2012"]),
        ("?language=ro&type=threat_assessment", []),
    ],
)
def test_the_list_is_narrowed_by_type_year_and_language(client, shelf, query, found):
    assert titles(client, query) == found


def test_two_files_in_one_language_make_no_two_lines(client):
    publication("Twice", "en", "en")
    assert titles(client, "?language=en") == ["Twice"]


def test_each_choice_says_how_many_it_would_find(client, shelf):
    kinds, years, languages = client.get(f"{LIST}?language=ro").context["filters"]
    assert [(one.label, one.count) for one in kinds.options] == [("Annual report", 1), ("Legal text", 1)]
    assert [(one.label, one.count) for one in years.options] == [("2012", 1)]
    assert [(one.label, one.count) for one in languages.options] == [("English", 2), ("Romanian", 2)]


def test_editions_of_a_series_lead_to_each_other_as_the_public_sees_them(client):
    rows = [
        publication(f"Report {year}", series=series, covers_from=year)
        for year, series in [(2011, "Activity report"), (2012, "activity report "), (2019, "Activity Report")]
    ]
    publication("Report 2013", series="Another", covers_from=2013)
    publication("Report 2025", series="Activity report", covers_from=2025, status=Status.IN_REVIEW)
    shown = client.get(rows[1].get_absolute_url()).context
    assert [one.title for one in shown["later"]] == ["Report 2019"]
    assert [one.title for one in shown["earlier"]] == ["Report 2011"]
    page = unescape(strip_tags(client.get(rows[0].get_absolute_url()).content.decode()))
    assert "There is a later edition" in page
    assert "There is a later edition" not in client.get(rows[2].get_absolute_url()).content.decode()


def test_the_page_gives_each_file_with_its_language_format_and_size(client):
    row = publication("Report", "en", "ro")
    unready = document({"at": None}, title="Not approved")
    row.files.add(unready)
    page = " ".join(unescape(strip_tags(client.get(row.get_absolute_url()).content.decode())).split())
    assert "Report en (English, CSV," in page
    assert "Report ro (Romanian, CSV," in page
    assert "Not approved" not in page


def test_the_abstract_is_read_before_the_files_are_taken(client):
    row = publication("Report", "en", abstract="<p>What it says.</p>")
    page = client.get(row.get_absolute_url()).content.decode()
    assert page.index("What it says.") < page.index("Read it")


def test_the_list_tells_the_languages_each_once_by_the_alphabet(client):
    publication("Report", "en", "sq", "en", "ro")
    assert "Albanian, English, Romanian" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"covers_to": 2012}, "covers_from"),
        ({"covers_from": 2013, "covers_to": 2012}, "covers_to"),
        ({"covers_from": 12}, "covers_from"),
        ({"isbn": "978-3-16-148410-1"}, "isbn"),
        ({"licence": "other"}, "terms"),
        ({"covers_from": 2012, "covers_to": 2013, "isbn": "978-3-16-148410-0"}, ""),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(fields, field):
    row = Publication(title="Report", abstract="<p>x</p>", **fields)
    if not field:
        row.clean()
        return
    with pytest.raises(ValidationError) as refused:
        row.clean()
    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("978-3-16-148410-0", True),
        ("0-306-40615-2", True),
        ("080442957X", True),
        ("0804429570", False),
        ("978-3-16-148410", False),
        ("979-10-90636-07-1", True),
        ("4006381333931", False),  # the number of a pencil
        ("X", False),
        ("\uff19783161484100", False),
    ],
)
def test_an_isbn_is_known_by_its_check_digit(text, is_one):
    assert is_isbn(text) == is_one
