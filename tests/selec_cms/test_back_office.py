"""The back office as a whole: where it leads, and what it says when somebody has been signed out."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from news.models import PressRelease
from organisation.models import CrimeArea
from publishing.lifecycle import Status
from publishing.models import ReviewLink
from selec_cms.back_office import form_refused
from tests.make import at, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("settled"), pytest.mark.looks]


def on_site(row):
    return reverse("admin:view_on_site", args=[ContentType.objects.get_for_model(row).pk, row.pk])


@pytest.mark.parametrize("role", ["HR", "Auditor", "Administrator"])
def test_no_address_of_the_back_office_leads_staff_to_drafts_or_by_review_links(role, holder, person):
    client, writer = holder(role), person("ana")
    draft = make(PressRelease, status=Status.DRAFT)
    scheduled = make(PressRelease, publish_at=at("2027-03-01 09:00"))
    scheduled.limit_to([writer])
    link = ReviewLink.make(draft, writer, "Ministry", 7)
    for row in (draft, scheduled, link):
        assert client.get(on_site(row)).status_code == 404


def test_a_fact_leads_to_its_page_whoever_may_view_it(holder):
    area = CrimeArea.objects.create(name="Drugs", slug="drugs", order=1)
    assert holder("Writer").get(on_site(area))["Location"].endswith(area.get_absolute_url())
    assert holder("HR").get(on_site(area)).status_code == 404


COMMENT = {"text": "Three <b>lorries</b>, not two.", "csrfmiddlewaretoken": "x" * 64}


def test_what_is_sent_after_the_session_ended_is_shown_to_be_copied():
    page = f"/admin/news/pressrelease/{make(PressRelease, status=Status.DRAFT).pk}/comment/"
    answer = Client().post(page, COMMENT)
    assert answer.status_code == 401
    assert "Three &lt;b&gt;lorries&lt;/b&gt;, not two." in answer.content.decode()
    assert "x" * 64 not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert not Entry.objects.filter(act="commented").exists()
    assert Client().get(page).status_code == Client().post(page, {"post": "yes"}).status_code == 302


def test_a_form_from_before_a_sign_in_is_shown_to_be_copied_and_does_nothing(holder, rf):
    draft = make(PressRelease, status=Status.DRAFT)
    client = Client(enforce_csrf_checks=True)
    client.force_login(holder("Writer").user)
    answer = client.post(f"/admin/news/pressrelease/{draft.pk}/comment/", COMMENT)
    assert answer.status_code == 403
    assert "Three &lt;b&gt;lorries&lt;/b&gt;, not two." in answer.content.decode()
    assert not Entry.objects.filter(act="commented").exists()
    assert "lorries" not in form_refused(rf.post("/elsewhere/", COMMENT)).content.decode()


def test_no_password_is_ever_shown_again():
    typed = {"old_password": "Zq-old-one", "new_password1": "Zq-new-one", "first_name": "Ana"}
    for client in (Client(), Client(enforce_csrf_checks=True)):
        page = client.post("/admin/password_change/", typed).content.decode()
        assert "Ana" in page
        assert "Zq-" not in page


def test_whoever_signs_out_is_told_so_in_our_words_and_comes_back_to_the_desk(holder):
    page = holder("Writer").post("/admin/logout/")
    assert "All that you saved is kept." in page.content.decode()
    assert 'href="/admin/">Sign in again' in page.content.decode()


def test_whoever_lacks_a_right_is_told_so_and_finds_the_way_back(holder):
    answer = holder("Approver").get("/admin/roles/")
    assert (answer.status_code, "Your account may not do this" in answer.content.decode()) == (403, True)
    assert 'href="/admin/">To what happens next' in answer.content.decode()
