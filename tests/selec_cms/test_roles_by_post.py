"""Every role and what is sent to the back office beside texts: images, files, what visitors miss, the log, and the
pages about an item. What it may do is the table of test_roles.py."""

import pytest
from django.apps import apps

from audit.models import Entry, record
from library.models import Document, Image, Version
from publishing.lifecycle import Status
from publishing.models import ReviewLink, Writing
from selec_cms import roles
from selec_cms.models import MissedAddress
from tests.library import files, pictures
from tests.make import account, at, make

from .test_roles import KINDS, TABLE, acts_of, address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("settled"), pytest.mark.looks]
EVERY_ROLE = pytest.mark.parametrize("role", TABLE)
WORDS = {"title": "A lorry", "alt": "A lorry.", "credit": "SELEC", "licence": "free"}
WORDS |= {"focal_x": "50", "focal_y": "50"}


@EVERY_ROLE
def test_images_are_added_described_and_deleted_as_the_table_allows(role, holder):
    client, acts, row = holder(role), acts_of(role, roles.IMAGES), pictures.image((90, 60), title="Before")
    upload = pictures.upload(pictures.encoded(pictures.drawn((90, 60))))
    client.post(address("library.image", "add"), {**WORDS, "upload": upload})
    assert Image.objects.count() == (2 if "a" in acts else 1)
    client.post(address("library.image", "change", row.pk), WORDS)
    assert Image.objects.get(pk=row.pk).title == ("A lorry" if "c" in acts else "Before")
    client.post(address("library.image", "delete", row.pk), {"post": "yes"})
    assert Image.objects.filter(pk=row.pk).exists() == ("d" not in acts)


@EVERY_ROLE
def test_files_are_added_replaced_approved_and_deleted_as_the_table_allows(role, holder):
    client, acts, row = holder(role), acts_of(role, roles.FILES), files.document(title="Before")
    client.post(
        address("library.document", "add"), {"title": "New", "language": "en", "upload": files.upload()}
    )
    assert Document.objects.count() == (2 if "a" in acts else 1)
    change = {"title": "After", "language": "en", "upload": files.upload(), "note": "A slip."}
    client.post(address("library.document", "change", row.pk), change)
    row = Document.objects.get(pk=row.pk)
    assert (row.title, row.versions.count()) == (("After", 2) if "c" in acts else ("Before", 1))
    waiting = files.version(row, at=None)
    client.post(address("library.document", "approve", row.pk, waiting.number))
    assert bool(Version.objects.get(pk=waiting.pk).effective_at) == ("p" in acts)
    client.post(address("library.document", "delete", row.pk), {"post": "yes"})
    assert Document.objects.filter(pk=row.pk).exists() == ("d" not in acts)


@EVERY_ROLE
def test_what_visitors_miss_is_forgotten_as_the_table_allows(role, holder):
    client, now = holder(role), at("2026-11-20 12:00")
    row = MissedAddress.objects.create(path="/missing/", first_at=now, last_at=now)
    chosen = {"action": "forget", "_selected_action": row.pk}
    client.post(address("selec_cms.missedaddress", "changelist"), chosen)
    assert MissedAddress.objects.exists() == ("d" not in acts_of(role, roles.MISSED))


@EVERY_ROLE
def test_nobody_writes_or_deletes_in_the_log(role, holder):
    client, entry = holder(role), record("saved", account("ana"), reason="As it was")
    before = list(Entry.objects.values())
    sent = {"reason": "Rewritten", "act": "saved", "number": entry.pk, "post": "yes"}
    for page, arguments in (("add", []), ("change", [entry.pk]), ("delete", [entry.pk])):
        assert client.post(address("audit.entry", page, *arguments), sent).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": entry.pk, "post": "yes"}
    client.post(address("audit.entry", "changelist"), chosen)
    assert list(Entry.objects.values()) == before


@pytest.mark.parametrize(("role", "section", "label"), [(role, *kind) for role in TABLE for kind in KINDS])
def test_the_pages_about_an_item_and_its_form_answer_as_the_table_allows(role, section, label, holder):
    client, acts = holder(role), acts_of(role, section)
    draft, colleague = make(apps.get_model(label), status=Status.DRAFT), account("colleague")
    typed = {"title": "Typed", "writing_key": "k1k2k3k4k5k6k7k8"}
    preview = client.post(address(label, "preview", draft.pk), typed)
    assert ("page" in preview.json()) == ("c" in acts)
    sent = {
        "autosave": (typed, lambda: Writing.objects.exists(), "c"),
        "comment": ({"text": "Which port?"}, lambda: Entry.objects.filter(act="commented").exists(), "cp"),
        "links": ({"for_whom": "Ministry", "days": "7"}, lambda: ReviewLink.objects.exists(), "c"),
        "people": ({"people": [colleague.pk]}, lambda: draft.item.named_people.exists(), "c"),
    }
    for page, (fields, has_happened, letters) in sent.items():
        is_allowed = bool({*letters} & {*acts}) and "v" in acts
        client.post(address(label, page, draft.pk), fields)
        assert has_happened() == is_allowed, page
