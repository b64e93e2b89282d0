"""Reports of browsers on pages that broke the policy: counted once each, bounded, and of nobody."""

import json

import pytest
from django.test import Client

from publishing.limits import Limit
from selec_cms import policy_reports
from selec_cms.models import PolicyReport
from selec_cms.policy_reports import LONGEST_BODY, MOST_IN_ONE

pytestmark = pytest.mark.django_db
PAGE = "http://testserver/alerts/manage/a-secret-key/?said=saved"
OLD = {
    "csp-report": {
        "document-uri": PAGE,
        "referrer": "http://testserver/somebody/",
        "violated-directive": "script-src-elem",
        "effective-directive": "script-src-elem",
        "original-policy": "default-src 'none'",
        "blocked-uri": "https://evil.example/a.js?who=zora",
        "script-sample": "let zora = 1",
    }
}
NEW = [
    {
        "type": "csp-violation",
        "age": 10,
        "url": PAGE,
        "user_agent": "A Browser of Zora",
        "body": {
            "documentURL": PAGE,
            "effectiveDirective": "script-src-elem",
            "blockedURL": "https://evil.example/b.js",
            "sample": "let zora = 2",
            "disposition": "enforce",
        },
    }
]


def send(sent, **options):
    body = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
    return Client(enforce_csrf_checks=True).post(
        "/policy-reports/", body, "application/csp-report", **options
    )


def told(**changes):
    return [{"body": NEW[0]["body"] | changes}]


def test_both_forms_of_a_report_are_counted_as_one_row_that_knows_nobody():
    for sent in (OLD, NEW, OLD):
        answer = send(sent, REMOTE_ADDR="192.0.2.9")
        assert (answer.status_code, answer.content) == (204, b"")
    row = PolicyReport.objects.get()
    assert (row.directive, row.blocked, row.times) == ("script-src-elem", "evil.example", 3)
    assert row.page == "alerts/manage/<str:token>/"
    kept = str(vars(row))
    assert not [secret for secret in ("a-secret-key", "192.0.2.9", "zora", "Zora") if secret in kept]


@pytest.mark.parametrize(
    "sent",
    [
        *(b"", b"\xff\xfe", b"null", b"7", b'"x"', b"[" * 60_000, b'{"csp-report": []}', b"[null, 7, {}]"),
        told(documentURL="https://elsewhere.example/"),
        told(documentURL="http://testserver/no-such-page/"),
        told(documentURL="http://["),
        told(documentURL=7),
        told(blockedURL="moz-extension://abc/x.js"),
        told(effectiveDirective=""),
        json.dumps(NEW).encode() + b" " * LONGEST_BODY,
    ],
    ids=range(15),
)
def test_what_is_no_report_of_a_page_of_ours_is_dropped(sent):
    assert send(sent).status_code == 204
    assert not PolicyReport.objects.exists()


def test_control_characters_and_lengths_are_bounded():
    send(told(effectiveDirective="style\0-src\ud800" * 30, blockedURL="x" * 9000))
    row = PolicyReport.objects.get()
    assert (len(row.directive), len(row.blocked)) == (60, 120)
    assert row.directive.isprintable()


def test_one_sender_and_one_report_cannot_fill_the_table(monkeypatch):
    send([told(effectiveDirective=f"d{n}")[0] for n in range(100)])
    assert PolicyReport.objects.count() == MOST_IN_ONE
    monkeypatch.setattr(policy_reports, "LIMIT", Limit("few", (2, 3600)))
    for number in range(4):
        send(told(effectiveDirective=f"e{number}"))
    assert PolicyReport.objects.filter(directive__startswith="e").count() == 2


def test_the_least_recent_go_where_there_are_too_many(monkeypatch):
    monkeypatch.setattr(policy_reports, "MOST", 150)
    monkeypatch.setattr(policy_reports, "MOST_IN_ONE", 400)
    send([told(effectiveDirective=f"d{n:03}")[0] for n in range(160)])
    left = set(PolicyReport.objects.values_list("directive", flat=True))
    assert len(left) <= 150
    assert ("d159" in left, "d000" in left) == (True, False)


def test_it_is_told_nothing_by_a_link(client):
    assert client.get("/policy-reports/").status_code == 405


def test_staff_read_and_forget_them(client, person):
    send(OLD)
    client.force_login(person("root", "view_policyreport", "delete_policyreport"))
    page = client.get("/admin/selec_cms/policyreport/").content.decode()
    assert "evil.example" in page
    assert "alerts/manage/&lt;str:token&gt;/" in page
