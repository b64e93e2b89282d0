"""Tenders with their rows, and the office that publishes them."""

import pytest
from django.test import Client

from notices.models import Tender
from publishing.lifecycle import Status
from publishing.parts import parts_of
from tests.make import at, make, whole

TWO_LOTS = [{"number": 1, "title": "Machines"}, {"number": 2, "title": "Training"}]


def won(lot=None, contractor="Example Supplies Ltd", value="48750.50", **fields):
    return {"lot": lot, "decided_on": "2026-12-20", "contractor": contractor, "value": value, **fields}


def lost(lot=None, result="cancelled", reason="It is not needed any more.", **fields):
    return {"lot": lot, "result": result, "decided_on": "2026-12-20", "reason": reason, **fields}


def answered(*numbers, answer="Yes."):
    return [
        {"number": number, "question": f"Is point {number} meant?", "answer": answer} for number in numbers
    ]


def tender(by=make, **fields):
    """An edition of a tender as it stands; `lots`, `clarifications` and `awards` are lists of dicts."""
    rows = {field.name: fields.pop(field.name) for field in parts_of(Tender) if field.name in fields}
    edition = by(Tender, **{"outcome_note": "", "cpv": "", **fields})
    fill(edition, **rows)
    return edition


def fill(edition, **rows):
    for field in parts_of(Tender):
        if field.name in rows:
            built = [field.part(**row) for row in rows[field.name]]
            for row in built:
                row.clean_fields(exclude=["edition", "place"])  # "2026-12-20" becomes a date
            field.save_form_data(edition, built)


class Office:
    """Procurement writes, a colleague approves; `at` is where the clock stands."""

    def __init__(self, writer, colleague):
        self.writer, self.colleague = writer, colleague

    def publish(self, **fields):
        draft = tender(by=whole, status=Status.DRAFT, **fields)
        return self.send(draft)

    def send(self, draft):
        draft.submit(self.writer)
        draft.approve(self.colleague, override="Checked.")
        return draft

    def draft(self, edition, **fields):
        """A draft on top of a public edition, with these fields and rows."""
        edition.refresh_from_db()
        draft = edition.start_draft(self.writer)
        rows = {field.name: fields.pop(field.name) for field in parts_of(Tender) if field.name in fields}
        for name, value in fields.items():
            setattr(draft, name, value)
        draft.save_draft(self.writer)
        fill(draft, **rows)
        return draft

    def tell(self, edition, **fields):
        return self.send(self.draft(edition, **fields))

    def change_deadline(self, edition, verb, closes_at, reason, **fields):
        """With other hours of the call moved in the same edition."""
        draft = self.draft(edition, **fields)
        getattr(draft, verb)(self.writer, reason, closes_at, draft.closes_zone)
        return self.send(draft)


@pytest.fixture
def office(person):
    writer = person("petra", *(f"{act}_tender" for act in ("add", "change", "view")))
    return Office(writer, person("igor", "change_tender", "view_tender", "approve_tender"))


def sent(**fields):
    """What a browser sends of the form: hours in two fields and a zone, rows as fields with numbers."""
    data = {"title": "The call", "reference": "SELEC/PROC/1", "opened_version": "0", "summary": "Typed text"}
    data |= {"procedure": "open", "contract": "supplies", "currency": "EUR", "vat": "excluded"}
    data |= {
        "description": "<p>Things.</p>",
        "how_to_submit": "<p>By courier.</p>",
        "closes_at": at("2026-12-01 16:00"),
    }
    for name, value in {**data, **fields}.items():
        if isinstance(value, list):
            for number, row in enumerate(value):
                chosen = {"result": "awarded", "currency": "EUR"} if name == "awards" else {}
                for key, text in {**chosen, **row}.items():
                    yield f"{name}-{number}-{key}", "" if text is None else str(text)
        elif name in Tender.hours:
            yield f"{name}_date", f"{value:%Y-%m-%d}"
            yield f"{name}_time", f"{value:%H:%M:%S}"
            yield f"{name}_zone", "Europe/Bucharest"
        else:
            yield name, value


@pytest.fixture
def procurement(office):
    client = Client()
    client.force_login(office.writer)
    return client
