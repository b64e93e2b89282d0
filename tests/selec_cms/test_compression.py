import gzip

import pytest
from django.test import Client

from news.models import PressRelease
from tests.library.pictures import image, shown
from tests.make import make

pytestmark = [pytest.mark.django_db, pytest.mark.looks]


@pytest.mark.parametrize(
    "address", ["/", "/news/feed/", "/news/feed.json", "/sitemap.xml", "/api/v1/openapi.json"]
)
def test_text_is_sent_compressed_to_those_who_can_read_it(address):
    make(PressRelease, summary="The same words again. " * 10)
    plain, packed = Client().get(address), Client(headers={"Accept-Encoding": "gzip"}).get(address)
    assert not plain.has_header("Content-Encoding")
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content)
    assert gzip.decompress(packed.content) == plain.content
    assert {"Accept-Encoding"} <= {*packed["Vary"].split(", ")}


def test_images_and_files_keep_their_length():
    release = make(PressRelease, body=shown(image((90, 60))))
    html = Client().get(release.get_absolute_url()).content.decode()
    source = html.partition(' src="/images/')[2].partition('"')[0]
    response = Client(headers={"Accept-Encoding": "gzip"}).get(f"/images/{source}")
    assert response.status_code == 200
    assert not response.has_header("Content-Encoding")
    assert int(response["Content-Length"]) == len(b"".join(response))
