"""The back office lists what was edited last first, and sorts no table for that."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from publishing.models import kinds


@pytest.mark.django_db
@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind._meta.model_name)
def test_it_reads_them_in_that_order(kind):
    person = get_user_model().objects.create_user("Ana")
    editions = kind.objects.for_person(person).one_per_item().order_by(*admin.site._registry[kind].ordering)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # which would rather sort the few rows of a test
            cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off")
        assert f"{kind._meta.model_name}_edited" in editions[:50].explain()
