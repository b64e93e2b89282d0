from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Entry
from news.models import PressRelease
from organisation import demo
from organisation.models import Chair, CrimeArea, MemberState, Partner, SocialAccount, TaskForce

from ..make import make

pytestmark = pytest.mark.django_db
MODELS = [Chair, CrimeArea, MemberState, Partner, SocialAccount, TaskForce]


@pytest.fixture
def staff(admin_client):
    demo.load()
    return admin_client


def address(row, page="change"):
    return reverse(f"admin:organisation_{row._meta.model_name}_{page}", args=[row.pk] if row.pk else [])


def sent_back(page):
    """What a browser would send back unchanged."""
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    fields = {field.html_name: field.value() for form in forms for field in form}
    return {name: "" if value is None else value for name, value in fields.items()}


def save(staff, row, changes):
    return staff.post(address(row), {**sent_back(staff.get(address(row))), **changes})


def name(index, official, **dates):
    words = {"official_name": official, "short_name": official, "sort_key": official}
    fields = {**words, "began_precision": "day", "ended_precision": "day", **dates}
    return {f"statenames-{index}-{field}": value for field, value in fields.items()}


def chair(year):
    return {"chairs-TOTAL_FORMS": 1, "chairs-0-year": year, "chairs-0-role": "chair"}


@pytest.mark.parametrize("model", MODELS)
def test_every_list_and_form_opens(staff, model):
    assert staff.get(address(model(), "changelist")).status_code == 200
    assert staff.get(address(model(), "changelist"), {"q": "a"}).status_code == 200
    assert staff.get(address(model(), "add")).status_code == 200
    assert staff.get(address(model.objects.first())).status_code == 200


@pytest.mark.parametrize("model", [MemberState, Partner, TaskForce, CrimeArea])
def test_more_rows_in_a_list_make_no_more_queries(staff, model):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert staff.get(address(model(), "changelist")).status_code == 200
        return len(captured)

    queries()
    before = queries()
    for number in range(5):
        fields = (
            {"slug": f"more-{number}"}
            if hasattr(model, "slug")
            else {"coordinator": MemberState.objects.first()}
        )
        fields |= {"iso": f"Z{number}"} if model is MemberState else {}
        model.objects.create(name=f"More {number}", **fields)
    assert queries() == before


@pytest.mark.parametrize(
    ("status", "partners"), [("observer", 19), ("operational", 6), ("applied", 0), ("ended", 1), ("", 26)]
)
def test_partners_can_be_listed_by_their_status_of_today(staff, status, partners):
    left = Partner.objects.create(name="Atlantis", slug="atlantis")
    left.statuses.create(status="observer", ended_on=date(2020, 1, 1))
    page = staff.get(address(Partner(), "changelist"), {"status": status} if status else {})
    assert page.context["cl"].result_count == partners


def test_a_new_name_is_entered_in_one_go_with_the_end_of_the_old_one(staff):
    hungary = MemberState.objects.get(slug="hungary")
    changes = {
        "statenames-TOTAL_FORMS": 2,
        "statenames-0-ended_on": "2026-03-01",
        **name(1, "Republic of Hungary", began_on="2026-03-01"),
    }
    assert save(staff, hungary, changes).status_code == 302
    named = [
        MemberState.objects.named(day).get(pk=hungary.pk) for day in (date(2026, 2, 28), date(2026, 3, 1))
    ]
    assert [state.name_then for state in named] == ["Hungary", "Republic of Hungary"]
    assert Entry.objects.filter(act="changed", subject__contains="Hungary").exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"memberships-0-ended_on": "2010-01-01"}, "The end must be later than the start."),
        ({"memberships-0-began_on": "1066-10-14"}, "Give a date in the years 1900 to 2100."),
        ({"memberships-0-began_on": "99999-01-01"}, "Enter a valid date."),
        ({"memberships-0-note": "x" * 1001}, "at most 1000 characters"),
        ({"name": "x" * 10_000}, "at most 100 characters"),
        ({"name": "a\0b"}, "Null characters are not allowed."),
        ({"iso": "hu"}, "Give the two capital letters"),
        (chair("9" * 30), "Give a year from 1996 to 2100"),
        (chair("20265"), "Give a year from 1996 to 2100"),
        (chair("2016"), "Another state has this office"),
        ({"statenames-TOTAL_FORMS": 2, **name(1, "Republic of Hungary", began_on="2026-03-01")}, "overlap"),
    ],
)
def test_bad_input_gets_a_sentence_and_changes_nothing(staff, changes, sentence):
    hungary = MemberState.objects.get(slug="hungary")
    page = save(staff, hungary, changes)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert MemberState.objects.filter(pk=hungary.pk, name="Hungary", memberships__ended_on=None).exists()
    assert not hungary.chairs.exists()


def test_an_observer_twice_at_once_is_refused(staff):
    austria = Partner.objects.get(slug="austria")
    row = {"status": "observer", "decided_on": "2020-01-01"}
    precisions = {
        f"{date}_precision": "day" for date in ("applied", "decided", "agreed", "in_force", "ended")
    }
    changes = {f"statuses-1-{field}": value for field, value in (row | precisions).items()}
    page = save(staff, austria, {"statuses-TOTAL_FORMS": 2, **changes})
    assert "overlap" in page.content.decode()
    assert austria.statuses.count() == 1


def test_an_address_stays_when_a_name_changes(staff):
    area = CrimeArea.objects.get(slug="terrorism")
    assert save(staff, area, {"name": "Terrorism and its money", "slug": "money"}).status_code == 302
    area.refresh_from_db()
    assert (area.name, area.slug) == ("Terrorism and its money", "terrorism")


@pytest.mark.parametrize(
    ("model", "relation"), [(MemberState, "member_states"), (Partner, "partners"), (CrimeArea, "crime_areas")]
)
def test_what_a_release_refers_to_cannot_be_deleted(staff, model, relation):
    fields = {"iso": "ZZ"} if model is MemberState else {}
    row = model.objects.create(name="Atlantis", slug="atlantis", **fields)
    release = make(PressRelease)
    getattr(release, relation).add(row)
    assert staff.post(address(row, "delete"), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    staff.post(address(model(), "changelist"), chosen)
    assert model.objects.filter(pk=row.pk).exists()
    getattr(release, relation).clear()
    assert staff.post(address(row, "delete"), {"post": "yes"}).status_code == 302
    assert not model.objects.filter(pk=row.pk).exists()
