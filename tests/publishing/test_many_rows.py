"""A form with more rows than an edition may have loses none of them."""

import pytest
from django.urls import reverse

from publishing.lifecycle import Status
from publishing.models import Writing, kinds
from publishing.part_forms import MOST
from publishing.parts import parts_of
from tests.make import whole

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", [kind for kind in kinds() if parts_of(kind())])
def test_too_many_rows_are_kept_while_typed_and_refused_in_words_when_saved(kind, admin_client):
    draft = whole(kind, status=Status.DRAFT)
    name = f"admin:{kind._meta.app_label}_{kind._meta.model_name}"
    typed = {"title": "A headline", "writing_key": "k1k2k3k4k5k6k7k8"}
    for part in parts_of(draft):
        fields = [field.name for field in part.part.typed_fields()]
        typed |= {f"{part.name}-{row}-{field}": "1" for row in range(MOST + 1) for field in fields}
    assert admin_client.post(reverse(f"{name}_autosave", args=[draft.pk]), typed).json()["state"] == "kept"
    assert Writing.objects.get().data.keys() == typed.keys()
    page = admin_client.post(reverse(f"{name}_change", args=[draft.pk]), typed)
    assert page.status_code == 200
    assert f"There are more than {MOST}" in page.content.decode()
