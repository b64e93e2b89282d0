from datetime import timedelta
from html import unescape

import pytest
from django.utils.html import strip_tags

from outreach.guarded import ELSEWHERE, ENOUGH_OF_ALL, TOO_LATE, TOO_QUICK, TRAP
from outreach.models import Message
from tests.make import at

pytestmark = pytest.mark.django_db
NOON = at("2026-11-20 12:00")


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOON)


def said(response):
    return unescape(strip_tags(response.content.decode()))


def test_a_message_is_taken_and_waits_for_the_worker(client, filled):
    response = filled()
    assert response.status_code == 302
    assert response["Location"] == "/contacts/sent/"
    message = Message.objects.get()
    assert (message.purpose, message.subject, message.state) == ("press", "A question", "Waiting")
    assert "has been taken" in said(client.get("/contacts/sent/"))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": ""}, "Give your e-mail address"),
        ({"email": "ann@"}, "This is no e-mail address that an answer could go to"),
        ({"email": "ann@example.com\r\nBcc: all@example.com"}, "This is no e-mail address"),
        ({"subject": "Hello\r\nBcc: all@example.com"}, "Write “Subject” on one line"),
        ({"subject": "Hello\u2028Bcc: all@example.com"}, "Write “Subject” on one line"),
        ({"name": "Ann\nBcc: all@example.com"}, "Write “Your name” on one line"),
        ({"name": "A" * 121}, "120 letters are the most, and these are 121"),
        ({"subject": ""}, "Say in a few words what it is about"),
        ({"text": ""}, "Write your message"),
        ({"text": "x" * 5001}, "5000 letters are the most, and these are 5001"),
        ({"text": "x" * 3_000_000}, "these are 3000000"),
        ({"purpose": "director"}, "Choose what it is about from the list"),
        ({"purpose": ""}, "Choose what it is about"),
        ({"website": "https://example.com"}, TRAP),
        ({"opened": "forged"}, TOO_LATE),
        ({"seconds": 2}, TOO_QUICK),
        ({"seconds": 24 * 3600 + 1}, TOO_LATE),
    ],
)
def test_a_refusal_says_what_to_do_and_loses_nothing(filled, fields, sentence):
    response = filled(**{"text": "What I had typed.", **fields})
    assert response.status_code == 422
    assert str(sentence) in said(response)
    assert not Message.objects.exists()
    kept = response.context["form"]
    for name, value in {"text": "What I had typed.", **fields}.items():
        if name not in ("seconds", "opened"):
            assert kept[name].value() == value


def test_an_old_form_can_be_sent_once_more(client, filled):
    """The page of the refusal carries the hour anew."""
    form = filled(seconds=24 * 3600 + 1).context["form"]
    data = {name: form[name].value() for name in ("purpose", "name", "email", "subject", "text", "opened")}
    assert str(TOO_QUICK) in said(client.post("/contacts/", data))


def test_what_is_larger_than_any_message_is_refused_in_words(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = client.post(
        "/contacts/", {"text": "x" * 2000}, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 413
    assert "larger than any message may be" in said(response)


def test_the_letters_are_counted_as_whoever_wrote_them_counts(filled):
    assert filled(text="Line\r\n" * 999 + "Line.").status_code == 302
    assert filled(text="Line\r\n" * 999 + "Lines.").status_code == 422


def test_letters_of_every_language_are_taken(filled):
    assert filled(name="Oğuz Čović", subject="Ερώτηση\u00a0– питање", text="Đorđe").status_code == 302


def test_who_has_sent_very_much_is_told_when_to_send_the_next_and_keeps_the_text(filled):
    assert [filled().status_code for _ in range(20)] == [302] * 20
    refused = filled(text="The twenty-first.")
    assert (refused.status_code, "from your connection" in said(refused)) == (429, True)
    assert 0 < int(refused["Retry-After"]) <= 3601
    assert ">\nThe twenty-first.</textarea>" in refused.content.decode()
    assert Message.objects.count() == 20


def test_what_is_refused_for_another_reason_counts_for_nothing(filled):
    assert {filled(subject="").status_code for _ in range(25)} == {422}
    assert filled().status_code == 302


def test_no_more_come_in_an_hour_from_everybody_together_than_anybody_can_read(filled, message):
    rows = [message(at=NOON - timedelta(minutes=50)) for _ in range(300)]
    assert str(ENOUGH_OF_ALL) in said(filled())
    rows[0].delete()
    assert filled().status_code == 302


def test_others_may_write_meanwhile(settings, filled):
    settings.CLIENT_ADDRESS_HEADER = "X-Real-IP"
    for _ in range(20):
        filled(headers={"X-Real-IP": "192.0.2.1"})
    assert filled(headers={"X-Real-IP": "192.0.2.1"}).status_code == 429
    assert filled(headers={"X-Real-IP": "192.0.2.2"}).status_code == 302


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://e.example"}],
)
def test_what_a_page_of_another_site_sends_is_shown_and_not_taken(filled, headers):
    refused = filled(headers=headers)
    assert (refused.status_code, str(ELSEWHERE) in said(refused)) == (403, True)
    assert "Hello." in refused.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "http://testserver"},
        {"Origin": "null"},
        {},
    ],
)
def test_the_sites_own_page_is_believed_without_a_cookie(filled, client, headers):
    assert filled(headers=headers).status_code == 302
    assert not client.cookies


def test_nothing_of_who_wrote_is_kept_but_what_they_typed(filled):
    filled()
    kept = {field.name for field in Message._meta.concrete_fields}
    assert kept == {
        *("id", "key", "at", "sent_at", "sent_to", "failures", "last_error", "next_try_at", "claimed_until"),
        *("purpose", "name", "email", "subject", "text"),
    }
