from datetime import date

import pytest
from django.contrib import admin
from django.db import connection
from django.forms import model_to_dict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Entry
from organisation import demo
from organisation.models import Chair, CrimeArea, MemberState, Partner, SocialAccount, TaskForce

pytestmark = pytest.mark.django_db
MODELS = [Chair, CrimeArea, MemberState, Partner, SocialAccount, TaskForce]
RENAMED = "2026-03-01"


@pytest.fixture
def staff(admin_client):
    demo.load()
    return admin_client


def address(row, page="change"):
    return reverse(f"admin:organisation_{row._meta.model_name}_{page}", args=[row.pk] if row.pk else [])


def form(page):
    """What the browser would send back unchanged."""
    data = {}
    context = page.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for each in forms:
        for field in each:
            value = field.value()
            data[field.html_name] = "" if value is None else value
    return data


def save(staff, row, **changes):
    """Changes fields of the row's page, `__` for `-`, and tells what the page says."""
    data = form(staff.get(address(row)))
    return staff.post(address(row), {**data, **{key.replace("__", "-"): value for key, value in changes.items()}})


@pytest.mark.parametrize("model", MODELS)
def test_every_list_page_and_form_opens(staff, model):
    assert staff.get(address(model(), "changelist")).status_code == 200
    assert staff.get(address(model(), "changelist"), {"q": "a"}).status_code == 200
    assert staff.get(address(model(), "add")).status_code == 200
    assert staff.get(address(model.objects.first())).status_code == 200


@pytest.mark.parametrize("model", [MemberState, Partner, TaskForce, CrimeArea])
def test_more_rows_make_no_more_queries(staff, model):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            staff.get(address(model(), "changelist"))
        return len(captured)

    queries()
    everything = queries()
    model.objects.filter(pk__in=list(model.objects.values_list("pk", flat=True)[3:])).update(name="")
