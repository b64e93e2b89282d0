"""The JSON of one item: all that the public may read of it, and nothing else."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import models

import organisation.demo
from api.kinds import kind_of, name_of
from api.related import RELATIONS
from library.models import Publication
from news.models import Event, Operation, PressRelease
from notices.models import Lot, Tender, Vacancy
from organisation.models import MemberState, Partner, PartnerStatus, TaskForce
from publishing.difference import text_fields
from publishing.lifecycle import ACTS, ChangeKind, Standing, Status
from publishing.parts import parts_of
from tests.api.conftest import NOW, SERVED, list_of
from tests.leaking import public_content
from tests.library.files import document, version
from tests.library.pictures import image, shown
from tests.make import at, make

pytestmark = pytest.mark.django_db
SITE = settings.SITE_URL
STAFF_ONLY = {
    "review_on",
    "redirect_to",
    "emergency_reason",
    "version",
    "is_legally_checked",
    "status",
    "note",
}


def told(client, edition):
    answer = client.get(f"/api/v1/{name_of(list_of(type(edition)))}/{edition.item_id}")
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.mark.parametrize("public_list", SERVED, ids=[one.name for one in SERVED])
def test_what_is_told_is_what_the_public_history_compares(public_list):
    """A field of staff's own is told as little as there; a new one of the text is told by itself."""
    kind = public_list.kind
    names = {one.name for one in kind_of(public_list).properties}
    fields = [*text_fields(kind), *kind._meta.many_to_many, *parts_of(kind)]
    known = {
        one.name for one in fields if isinstance(getattr(kind, one.name[:-3], None), type(Operation.began))
    }
    for field in fields:
        name = field.name.removesuffix("_precision")
        assert (name.removesuffix("_on") if field.name in known else name) in names
    assert not names & (STAFF_ONLY | {*ACTS} - {"id", "change"} | kind.own_acts)
    assert not [name for name in names if name.endswith(("_by", "_by_id", "_key"))]


@pytest.mark.parametrize("public_list", SERVED, ids=[one.name for one in SERVED])
def test_every_relation_is_declared(public_list):
    relations = [one for one in text_fields(public_list.kind) if isinstance(one, models.ForeignKey)]
    for field in [*relations, *public_list.kind._meta.many_to_many]:
        assert field.related_model in RELATIONS


def test_hours_bear_the_offset_of_their_zone_and_name_it(client, now):
    hour = at("2027-01-06 12:59:59")
    one = told(client, make(Vacancy, closes_at=hour, closes_zone="Europe/Brussels"))
    assert (one["closes_at"], one["closes_zone"]) == ("2027-01-06T11:59:59+01:00", "Europe/Brussels")
    assert one["deadline"] == "6 January 2027, 11:59:59 (CET), that is 12:59:59 in Bucharest"
    assert one["opens_at"] is None
    summer = told(client, make(Vacancy, closes_at=at("2027-07-06 12:00")))
    assert summer["closes_at"] == "2027-07-06T12:00:00+03:00"
    assert one["published"] == "2020-05-04T10:00:00+03:00"


def test_dates_are_dates_and_no_more_of_them_is_told_than_is_known(client, now):
    known = {"began_on": date(2016, 5, 1), "began_precision": "month", "ended_precision": "unknown"}
    one = told(client, make(Operation, **known, ended_on=date(2017, 1, 1), is_concluded=True))
    assert one["began"] == {"date": "2016-05", "precision": "month", "words": "May 2016"}
    words = "date not known, no later than 01 January 2017"
    assert one["ended"] == {"date": None, "precision": "unknown", "words": words}
    assert told(client, make(Operation))["began"] is None
    assert told(client, make(PressRelease, dateline_on=date(2016, 10, 7)))["dateline_on"] == "2016-10-07"


def test_numbers_are_exact_and_choices_have_their_words(client, now):
    tender = make(Tender, estimated_value="120000.10", currency="EUR", procedure="open")
    Lot.objects.create(edition=tender, place=0, number=1, title="Servers", estimated_value="95000.00")
    one = told(client, tender)
    assert one["estimated_value"] == "120000.1"
    assert one["procedure"] == {"value": "open", "words": "Open procedure"}
    assert one["outcome"] is None
    assert (one["lots"][0]["number"], one["lots"][0]["estimated_value"]) == (1, "95000")
    assert one["lots"][0]["words"].startswith("Lot number: 1 · Title: Servers")
    assert one["clarifications"] == []


def test_texts_are_clean_with_whole_addresses_and_images_that_say_what_they_show(client, now):
    picture = image(alt='A "lorry" & a van')
    body = (
        '<p>See <a href="/about/">us</a>, <a href="https://other.example/x">others</a> and "/files/1/".</p>'
    )
    release = make(PressRelease, body=body + shown(picture))
    PressRelease.objects.filter(pk=release.pk).update(
        notes_to_editors="<p onclick='x'>Old<script>x</script></p>"
    )
    one = told(client, release)
    assert f'<a href="{SITE}/about/">us</a>' in one["body"]
    assert '<a href="https://other.example/x">others</a> and "/files/1/".' in one["body"]
    assert (
        f'<img alt="A &quot;lorry&quot; &amp; a van" src="{SITE}/images/{picture.pk}/640.jpg">' in one["body"]
    )
    assert one["notes_to_editors"] == "<p>Old</p>"


def test_an_image_has_its_words_and_whom_to_name(client, now):
    picture = image(alt="A lorry.", credit="Police", caption="At the border")
    one = told(client, make(PressRelease, lead_image=picture))["lead_image"]
    assert (one["alt"], one["credit"], one["caption"]) == ("A lorry.", "Police", "At the border")
    assert client.get(one["url"].removeprefix(SITE)).status_code == 200


def test_a_file_is_told_in_the_version_that_is_in_force(client, now):
    row = document({"name": "old.csv"}, {"name": "new.csv", "at": at("2026-11-01 10:00")}, language="ro")
    waiting = version(row, at=None, name="waiting.csv")
    empty = document({"at": None})
    publication = make(Publication)
    publication.files.set([row, empty])
    (file,) = told(client, publication)["files"]
    (newest,) = row.versions.filter(name="new.csv")
    assert (file["file_name"], file["sha256"], file["size"]) == ("new.csv", newest.sha256, newest.size)
    assert file["language"] == {"value": "ro", "words": "Romanian"}
    assert client.get(file["url"].removeprefix(SITE)).status_code == 200
    assert waiting.sha256 not in str(file)


def test_relations_are_told_as_far_as_anybody_may_know_of_them(client, now):
    organisation.demo.load()
    negotiating = MemberState.objects.create(name="Nowhere", slug="nowhere", iso="XX")
    applicant = Partner.objects.create(name="Applicants", slug="applicants")
    PartnerStatus.objects.create(partner=applicant, status="applied", applied_on=date(2026, 1, 1))
    coming = TaskForce.objects.create(name="To come", established_on=date(2027, 1, 1))
    event = make(Event, task_force=coming)
    event.member_states.set([negotiating, MemberState.objects.get(slug="albania")])
    event.partners.set([applicant])
    one = told(client, event)
    assert one["member_states"] == [
        {"slug": "albania", "name": "Albania", "url": f"{SITE}/about/member-states/albania/"}
    ]
    assert one["partners"] == []
    assert one["task_force"] is None
    Event.objects.filter(pk=event.pk).update(task_force=TaskForce.objects.earliest("pk"))
    assert told(client, event)["task_force"]["url"] is None


def test_another_item_is_told_as_the_public_sees_it(client, clock):
    clock.set(NOW)
    first = make(PressRelease, title="As it was")
    last = make(PressRelease, after=first, title="As it is")
    operation = make(Operation, title="Operation")
    event = make(Event, outcome_release=first)
    release = make(PressRelease, operation=operation.item)
    linked = told(client, event)["outcome_release"]
    assert linked == {"id": first.item_id, "title": "As it is", "url": f"{SITE}{last.item.address}"}
    assert told(client, release)["operation"]["title"] == "Operation"
    make(PressRelease, after=last, publish_at=NOW, standing=Standing.WITHDRAWN, note="Wrong")
    make(
        Operation,
        after=operation,
        publish_at=NOW + timedelta(seconds=1),
        standing=Standing.REMOVED,
        note="Wrong",
    )
    assert told(client, event)["outcome_release"] is None
    assert told(client, release)["operation"]["title"] == "Operation"
    clock.set(NOW + timedelta(seconds=1))
    assert told(client, release)["operation"] is None


def test_its_history_is_told_as_far_as_the_public_may_read_it(client, now):
    slip = {"change": ChangeKind.CORRECTION}
    one = make(PressRelease, publish_at=at("2026-01-01 10:00"))
    one = make(PressRelease, after=one, publish_at=at("2026-01-02 10:00"), **slip, note="Before")
    gone = {"standing": Standing.REMOVED, "note": "Gone"}
    one = make(PressRelease, after=one, publish_at=at("2026-01-03 10:00"), **gone)
    dropped = {"status": Status.DISCARDED, "note": "Dropped", **slip}
    make(PressRelease, item=one.item, number=4, **dropped)
    one = make(PressRelease, after=one, number=5, publish_at=at("2026-01-05 10:00"), **slip, note="Said")
    one = make(PressRelease, after=one, publish_at=at("2026-01-06 10:00"), change=ChangeKind.MINOR)
    make(PressRelease, after=one, publish_at=at("2027-01-01 10:00"), **slip, note="To come")
    now_told = told(client, one)
    assert now_told["corrections"] == [{"at": "2026-01-05T10:00:00+02:00", "note": "Said"}]
    assert (now_told["edition"], now_told["change"]) == (6, "minor")
    assert now_told["updated"] == "2026-01-05T10:00:00+02:00"


def test_states_are_those_of_the_moment(client, clock):
    hour = at("2026-11-20 12:00")
    tender = make(Tender, closes_at=hour, opening_of_tenders_at=hour + timedelta(hours=1))
    event = make(Event, starts_at=hour, ends_at=hour + timedelta(hours=1), decision="confirmed")
    seconds = {-1: ("closing_soon", "confirmed"), 0: ("closed", "under_way"), 3600: ("closed", "held")}
    for second, expected in seconds.items():
        clock.set(hour + timedelta(seconds=second))
        states = told(client, tender), told(client, event)
        assert tuple(one["state"]["value"] for one in states) == expected
    assert states[0]["stage"] == {"value": "evaluation", "words": "Closed: under evaluation"}
    assert states[1]["dates"] == "20 November 2026, 12:00–13:00 (EET)"


def test_a_deadline_that_was_moved_says_why(client, now):
    first = make(Vacancy, closes_at=at("2026-12-01 16:00"))
    act = {"deadline_act": "extended", "deadline_reason": "Few applied", "change": "update"}
    last = make(
        Vacancy, after=first, closes_at=at("2026-12-09 16:00"), publish_at=at("2026-11-01 09:00"), **act
    )
    (change,) = told(client, last)["deadline_changes"]
    assert change["act"] == {"value": "extended", "words": "Deadline extended"}
    assert (change["at"], change["reason"]) == ("2026-11-01T09:00:00+02:00", "Few applied")
    assert change["before"] == "1 December 2026, 16:00 (EET)"


def test_dates_that_were_moved_are_told_as_former_ones(client, now):
    first = make(Event, starts_on=date(2026, 12, 1), decision="confirmed")
    later = {"starts_on": date(2027, 1, 12), "publish_at": at("2026-11-01 09:00"), "change": "update"}
    last = make(Event, after=first, decision="confirmed", **later)
    expected = {"at": "2026-11-01T09:00:00+02:00", "words": "Dates changed", "former": "1 December 2026"}
    assert told(client, last)["date_changes"] == [expected]
    gone = {"standing": Standing.REMOVED, "note": "Gone", "publish_at": at("2026-11-02 09:00")}
    removed = make(Event, after=last, starts_on=date(2027, 1, 13), decision="confirmed", **gone)
    again = {"starts_on": date(2027, 1, 14), "publish_at": at("2026-11-03 09:00")}
    restored = make(Event, after=removed, decision="confirmed", **again)
    assert told(client, restored)["date_changes"] == []


def test_the_same_is_told_in_the_list(client, now):
    organisation.demo.load()
    for model in (Event, Tender):
        live = public_content(model)
        address = f"/api/v1/{list_of(model).name.split(':')[1]}?limit=100"
        items = {one["id"]: one for one in client.get(address).json()["items"]}
        assert all(items[edition.item_id] == told(client, edition) for edition in live)
