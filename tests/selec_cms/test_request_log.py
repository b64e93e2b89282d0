import io
import json
import logging

import pytest
from django.conf import settings as site_settings
from django.db import IntegrityError
from django.test import Client

from selec_cms import machines
from selec_cms.request_lines import Identified, JsonLines

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
SECRETS = ["ana", "192.0.2.7", "Firefox", "example.org", "sekret", "q=", "?"]


@pytest.fixture
def lines(monkeypatch):
    """A function that gives the log's lines, as production writes them."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    handler.addFilter(Identified())
    requests = logging.getLogger("selec.requests")
    monkeypatch.setattr(requests, "level", logging.INFO)
    requests.manager._clear_cache()
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def curious(path, **headers):
    client = Client(
        raise_request_exception=False, REMOTE_ADDR="192.0.2.7", HTTP_USER_AGENT="Firefox", **headers
    )
    return client.get(path)


def test_a_request_has_one_line_which_says_what_was_asked_and_not_by_whom(lines, writer):
    client = Client(REMOTE_ADDR="192.0.2.7", HTTP_USER_AGENT="Firefox", HTTP_X_REQUEST_ID="0123-abcd")
    client.force_login(writer)
    client.get("/robots.txt?q=sekret&email=ana@example.org")
    [line] = lines()
    assert line.pop("milliseconds") >= 0
    assert line.pop("at")
    assert line == {
        **{"levelname": "INFO", "name": "selec.requests", "message": "request", "request_id": "0123-abcd"},
        **{"method": "GET", "path": "/robots.txt", "status": 200},
    }


def test_an_error_is_told_with_its_traceback_and_nothing_of_anybody(lines, monkeypatch):
    def broken(*_arguments):
        raise IntegrityError(
            "DETAIL: Key (email)=(ana@example.org) exists; see /alerts/sekret/ and /x?q=sekret"
        )

    monkeypatch.setattr(machines, "answer", broken)
    answer = curious("/robots.txt?email=ana%40example.org")
    assert answer.status_code == 500
    error, request = lines()
    assert error["message"] == "Internal Server Error: /robots.txt"
    assert "Traceback" in error["exc_info"]
    assert "Key (email)=([e-mail]) exists" in error["exc_info"]
    assert error["request_id"] == request["request_id"] != ""
    assert request["status"] == 500
    told = json.dumps([request, error["message"], error["exc_info"].splitlines()[-1]])
    assert [secret for secret in SECRETS[:-2] if secret in told] == []


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/review/sekret/", "/review/[key]"),
        ("/alerts/sekret/", "/alerts/[key]"),
        ("/ana@example.org/", "/[e-mail]/"),
        ("/ana%40example.org/", "/[e-mail]/"),
    ],
)
def test_what_in_a_path_is_a_key_or_somebodys_address_is_in_no_line(lines, path, told):
    curious(path)
    found = lines()
    assert found[-1]["path"] == told
    assert "sekret" not in json.dumps(found)


def test_a_refused_form_has_no_word_of_the_form_in_the_log(lines):
    client = Client(enforce_csrf_checks=True, REMOTE_ADDR="192.0.2.7")
    client.post("/contacts/", {"email": "ana@example.org", "text": "sekret"})
    told = json.dumps(lines())
    assert "422" in told
    assert [secret for secret in SECRETS[:-2] if secret in told] == []


@pytest.mark.parametrize("given", ["x", "a b c d e f g h", "0" * 65, 'abcdefgh"\n{"forged": 1}'])
def test_an_id_that_could_forge_a_line_is_replaced(lines, given):
    curious("/robots.txt", HTTP_X_REQUEST_ID=given)
    [line] = lines()
    assert line["request_id"] != given
    assert len(line["request_id"]) == 32


def test_production_writes_json():
    assert ("plain" if site_settings.DEBUG else "json") == site_settings.LOG_FORMAT


def test_what_else_is_said_under_the_name_of_requests_is_told_as_any_line(lines):
    logging.getLogger("selec.requests").warning("of %s", "ana@example.org")
    [line] = lines()
    assert (line["levelname"], line["message"]) == ("WARNING", "of [e-mail]")
