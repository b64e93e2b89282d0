"""Publications as search engines are told of them."""

from datetime import date

import pytest

from library.models import Publication
from publishing.site import absolute
from tests.head_of_page import head
from tests.library.files import document
from tests.make import at, make

pytestmark = pytest.mark.django_db


def test_a_report_is_told_with_its_years_its_number_and_each_file_in_its_language():
    fields = {
        "covers_from": 2013,
        "covers_to": 2016,
        "document_number": "AR/16",
        "issued_on": date(2017, 3, 1),
    }
    report = make(
        Publication,
        kind="annual_report",
        isbn="978-92-95078-03-1",
        publish_at=at("2020-01-02 10:00"),
        **fields,
    )
    files = [document(title="Annual report", language=language) for language in ("ro", "en")]
    report.files.set([*files, document({"at": None}, title="Not approved")])
    told = head(report.item.address).one("Report")
    assert (told["temporalCoverage"], told["reportNumber"]) == ("2013/2016", "AR/16")
    assert (told["datePublished"], told["dateModified"]) == ("2017-03-01", "2020-01-02T10:00:00+02:00")
    assert (told["inLanguage"], told["identifier"]) == (["en", "ro"], "ISBN 978-92-95078-03-1")
    assert [one["inLanguage"] for one in told["encoding"]] == ["en", "ro"]
    assert {one["contentUrl"] for one in told["encoding"]} == {
        absolute(file.newest.newest_url) for file in files
    }
    assert {one["encodingFormat"] for one in told["encoding"]} == {"text/csv"}


def test_what_is_no_report_is_a_work():
    told = head(make(Publication, kind="form", document_number="F/1").item.address).one("CreativeWork")
    assert (told["genre"], "reportNumber" in told, "inLanguage" in told) == ("Form", False, False)
