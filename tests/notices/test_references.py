"""References: kept as they are written, found in any spelling, one a notice; and notices that are opened again."""

from datetime import timedelta

import pytest
from django.test import Client

from notices.models import Vacancy
from publishing.checks import findings
from publishing.lifecycle import Refused, Status
from tests.make import at, make, whole

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def at_noon(clock):
    clock.set(NOW)


@pytest.fixture
def hr(person):
    return person("hana", *(f"{act}_vacancy" for act in ("add", "change", "view")))


@pytest.fixture
def colleague(person):
    return person("igor", *(f"{act}_vacancy" for act in ("change", "view", "approve")))


def read(path):
    response = Client().get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.parametrize(
    ("reference", "spellings"),
    [
        ("24/EJ/17", ["24/EJ/17", "24-ej-17", "24 EJ 17", "24ej17", " 24 / EJ / 17 "]),
        ("SELEC/VN/2026/09", ["SELEC VN 2026-09", "selec/vn/2026/09/", "SELEC–VN–2026–09"]),
        ("VN №7/2026 ţ", ["vn no 7/2026 t", "VN-No7-2026-Ț"]),
        ("ЖД 3/2026", ["ZhD 3/2026", "жд-3-2026"]),
    ],
)
def test_a_reference_is_kept_as_written_and_found_in_any_spelling(reference, spellings, hr, client):
    vacancy = make(Vacancy, title="The post", reference=reference)
    assert reference in read(vacancy.item.address)
    client.force_login(hr)
    for spelling in spellings:
        assert Vacancy.objects.public().referred_to_as(spelling).get().reference == reference
        assert "The post" in client.get("/admin/notices/vacancy/", {"q": spelling}).content.decode()


@pytest.mark.parametrize(("words", "is_found"), [("2026/09", True), ("202609", True), ("2026/90", False)])
def test_a_part_of_a_reference_finds_it_however_it_is_divided(words, is_found, hr, client):
    make(Vacancy, title="The post", reference="SELEC/VN/2026/09")
    client.force_login(hr)
    assert ("The post" in client.get("/admin/notices/vacancy/", {"q": words}).content.decode()) == is_found


def test_figures_that_are_divided_elsewhere_are_another_reference(colleague):
    make(Vacancy, reference="1/12/2026")
    other = whole(Vacancy, status=Status.IN_REVIEW, reference="11/2/2026")
    other.approve(colleague, override="Checked.")
    assert Vacancy.objects.public().referred_to_as("11-2-2026").get() == other


def test_no_two_notices_have_one_reference(hr, colleague):
    make(Vacancy, title="The first", reference="24/EJ/17")
    other = whole(Vacancy, status=Status.IN_REVIEW, reference="24-ej-17")
    with pytest.raises(Refused, match="“The first”, has the reference “24/EJ/17”"):
        other.approve(colleague, override="Checked.")
    client = Client()
    client.force_login(hr)
    typed = {"title": "Mine", "reference": "24 EJ 17", "opened_version": "0", "summary": "Typed text"}
    page = client.post("/admin/notices/vacancy/add/", typed).content.decode()
    assert "“The first” has this reference already" in page
    assert "Typed text" in page


def test_of_two_that_are_approved_at_once_with_one_reference_the_second_is_told_in_words(colleague):
    """Past the check, which saw neither of them in force."""
    first, second = (whole(Vacancy, status=Status.IN_REVIEW, reference="24/EJ/17") for _ in range(2))
    first.approve(colleague, override="Checked.")
    with pytest.raises(Refused, match="has just taken the reference “24/EJ/17”"):
        second._publish(colleague)
    second.refresh_from_db()
    assert second.status == Status.IN_REVIEW


def test_a_reference_that_a_notice_gives_up_is_free_from_that_hour_on(colleague, clock):
    first = whole(Vacancy, title="The first", reference="24/EJ/17")
    second = {"publish_at": NOW + timedelta(days=1), "reference": "24/EJ/18"}
    whole(Vacancy, after=first, **second)
    other = whole(Vacancy, status=Status.IN_REVIEW, reference="24/EJ/17")
    with pytest.raises(Refused, match="“The first”, has the reference"):
        other.approve(colleague, override="Checked.")
    clock.set(NOW + timedelta(days=1))
    other.approve(colleague, override="Checked.")


def test_a_notice_without_a_reference_is_not_published(hr):
    rules = [one.rule for one in findings(whole(Vacancy, status=Status.IN_REVIEW, reference=" - "), hr)]
    assert "reference_missing" in rules


def test_a_notice_that_was_opened_again_and_its_successor_lead_to_each_other():
    first = make(Vacancy, reference="VN/1", outcome="reopened", reopened_as="vn 2", closes_at=NOW)
    assert "Read the new notice" not in read(first.item.address)
    second = make(Vacancy, reference="VN/2", publish_at=NOW - SECOND)
    assert f'<a href="{second.item.address}">Read the new notice, VN/2</a>' in read(first.item.address)
    assert f'<a href="{first.item.address}">VN/1</a>' in read(second.item.address)


def chain(*pairs):
    fields = {"outcome": "reopened", "closes_at": NOW - timedelta(days=9)}
    return [whole(Vacancy, reference=own, reopened_as=next_one, **fields) for own, next_one in pairs]


def test_in_a_chain_each_leads_to_its_neighbours_alone():
    first, second, third = chain(("VN/1", "VN/2"), ("VN/2", "VN/3"), ("VN/3", "VN/4"))
    assert (first.reopened(), second.reopened(), third.reopened()) == (second, third, None)
    assert (first.reopening_of(), second.reopening_of(), third.reopening_of()) == (None, first, second)


@pytest.mark.parametrize(
    ("pairs", "rules"),
    [
        ([("VN/1", "VN/1")], ["opened_again_in_a_circle"]),
        ([("VN/1", "vn 2"), ("VN/2", "VN-1")], ["opened_again_in_a_circle"]),
        ([("VN/1", "VN/2"), ("VN/2", "VN/3"), ("VN/3", "VN/1")], ["opened_again_in_a_circle"]),
        ([("VN/1", "VN/2"), ("VN/2", "VN/3"), ("VN/3", "VN/2")], []),  # the fault of the other two
        ([("VN/1", "VN/2"), ("VN/2", "VN/3")], []),
        ([("VN/1", "VN/2")], ["successor_unknown"]),
    ],
)
def test_no_notice_leads_back_to_itself_and_a_successor_that_nobody_knows_is_told(pairs, rules):
    first, *_others = chain(*pairs)
    assert [one.rule for one in findings(first)] == rules


@pytest.mark.parametrize("hidden", [{"status": Status.DRAFT}, {"publish_at": NOW + SECOND}])
def test_a_notice_names_none_that_is_not_public_as_the_one_that_it_opens_again(hidden, clock):
    new = make(Vacancy, reference="VN/2")
    make(Vacancy, reference="VN/1 hidden", outcome="reopened", reopened_as="VN/2", **hidden)
    assert "re-opens" not in read(new.item.address)
    clock.set(NOW + SECOND)
    assert ("VN/1 hidden" in read(new.item.address)) == ("publish_at" in hidden)


def test_a_notice_that_leads_to_itself_does_not_name_itself():
    (notice,) = chain(("VN/1", "VN/1"))
    page = read(notice.item.address)
    assert ("Read the new notice" in page, "re-opens" in page) == (False, False)


def test_the_successor_is_not_named_before_its_hour():
    first = make(Vacancy, reference="VN/1", outcome="reopened", reopened_as="VN/2", closes_at=NOW)
    make(Vacancy, reference="VN/2", publish_at=NOW + SECOND)
    assert "Read the new notice" not in read(first.item.address)
