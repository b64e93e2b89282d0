"""Lists as CSV: what the page shows, on all its pages and in the same order."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import organisation.demo
from news.models import Event, Operation, PressRelease, Result
from notices.models import Tender
from organisation.models import CrimeArea
from publishing.lists import LISTS
from tests.leaking import public_content
from tests.library.pictures import image, shown
from tests.make import at, make

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
RELEASES = "/news/press-releases/list.csv"


def read(client, address):
    content = b"".join(client.get(address)).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(content, newline="")))


def titles(client, address):
    return [row["title"] for row in read(client, address)]


def test_every_list_has_a_table_with_a_line_for_each_item_of_its_page(client, site):
    for public_list in LISTS.values():
        page = client.get(public_list.url).context["page"].paginator
        shown = [one.title for number in page.page_range for one in page.page(number)]
        assert titles(client, f"{public_list.url}list.csv") == shown, public_list.name


def test_it_follows_the_filters_of_the_page_and_its_parts(client, now):
    organisation.demo.load()
    area = CrimeArea.objects.first()
    old, new = (make(PressRelease, publish_at=at(f"{year}-05-04 10:00")) for year in (2016, 2017))
    new.crime_areas.add(area)
    assert titles(client, RELEASES) == [new.title, old.title]
    assert titles(client, f"{RELEASES}?year=2016") == [old.title]
    assert titles(client, f"{RELEASES}?area={area.slug}&page=7") == [new.title]
    assert titles(client, f"{RELEASES}?area=nothing") == []
    is_open, closed = (make(Tender, closes_at=at(f"{day} 10:00")) for day in ("2027-01-05", "2026-01-05"))
    assert titles(client, "/procurement/list.csv") == [is_open.title]
    assert titles(client, "/procurement/list.csv?status=closed") == [closed.title]
    past = make(Event, starts_on=date(2026, 1, 5), decision="confirmed")
    assert titles(client, "/news/events/list.csv?when=past") == [past.title]


def test_the_page_leads_to_the_table_with_its_filters(client, now):
    make(PressRelease)
    assert (
        'href="list.csv?year=2020&amp;kind=news"'
        in client.get("/news/press-releases/?year=2020&kind=news&page=1").content.decode()
    )


def test_cells_are_words_and_what_is_several_stands_with_semicolons_between(client, now):
    organisation.demo.load()
    operation = make(Operation, kind="regional", began_on="2026-05-04", began_precision="month")
    operation.crime_areas.set(CrimeArea.objects.all()[:2])
    numbers = [("arrests", 53, "persons"), ("heroin", "8.4", "kg")]
    for place, (what, number, unit) in enumerate(numbers):
        Result.objects.create(edition=operation, place=place, what=what, number=number, unit=unit)
    (row,) = read(client, "/news/operations/list.csv")
    areas = [area.name for area in operation.crime_areas.all()]
    assert row["crime_areas"] == "; ".join(areas)
    assert (row["kind"], row["began"], row["is_final"]) == ("Regional operation", "May 2026", "no")
    assert row["results"] == "Arrests: 53; Heroin: 8.4\N{NO-BREAK SPACE}kg"
    assert "body" not in row


DANGEROUS = ["=1+1", "+40 21 303", "-2", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x.example";"y")']


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_spreadsheet_calculates_what_somebody_wrote(client, now, text):
    make(PressRelease, title=text, contact_phone=text[:40])
    (row,) = read(client, RELEASES)
    assert row["title"] == f"'{text}"
    assert row["contact_phone"] == f"'{text[:40]}"


def test_a_text_with_commas_quotes_and_lines_stays_one_cell(client, now):
    text = 'Drugs, "cash"\nand; cars – ș'
    make(PressRelease, summary=text)
    assert read(client, RELEASES)[0]["summary"] == text


def test_it_is_a_file_with_the_name_of_the_list_and_the_date_in_bucharest(client, clock):
    clock.set(at("2026-11-21 00:30"))
    answer = client.get(RELEASES)
    assert answer["Content-Disposition"] == 'attachment; filename="selec-press-releases-2026-11-21.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert b"".join(answer).startswith(b"\xef\xbb\xbfid,")
    assert answer["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("address", ["/x/list.csv", "/list.csv", "/news/list.csv", "/about/figures/list.csv"])
def test_what_is_no_list_has_no_table(client, now, address):
    assert client.get(address).status_code == 404


def test_it_is_read_in_batches(client, now, monkeypatch):
    monkeypatch.setattr("api.tables.AT_ONCE", 2)
    rows = [make(PressRelease) for _number in range(5)]
    with CaptureQueriesContext(connection) as queries:
        found = titles(client, RELEASES)
    assert found == [one.title for one in reversed(rows)]
    assert len([one for one in queries if "IN (" in one["sql"] and "crime_areas" in one["sql"]]) == 3
    lines = [piece.count(b"\r\n") for piece in client.get(RELEASES).streaming_content]
    assert lines == [1, 2, 2, 1]  # each handed on as soon as it is read


def test_nothing_is_read_that_no_cell_holds(client, now):
    """Neither long texts nor what stands beside them: they are most of a release."""
    picture = image()
    make(PressRelease, after=make(PressRelease), body=shown(picture))
    with CaptureQueriesContext(connection) as queries:
        read(client, RELEASES)
    texts = '"news_pressrelease"."body"', '"notes_to_editors"', "library_image", '"number" ASC'
    assert [one["sql"] for one in queries if any(text in one["sql"] for text in texts)] == []


def test_a_row_takes_no_query_of_its_own(client, site):
    def taken(address):
        with CaptureQueriesContext(connection) as queries:
            read(client, address)
        return len(queries)

    addresses = [one.table_url for one in LISTS.values()]
    before = {address: taken(address) for address in addresses}
    for one in LISTS.values():
        public_content(one.kind)
    assert {address: taken(address) for address in addresses} == before
