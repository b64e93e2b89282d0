"""What the pages of states, partners and crime areas have besides their facts: publications, and how to follow them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from library.models import Publication
from news.models import PressRelease
from organisation import demo
from organisation.models import CrimeArea, MemberState, Partner
from publishing.lifecycle import Standing, Status
from tests.make import account, at, make

pytestmark = pytest.mark.django_db
SUBJECTS = [
    (MemberState, "romania", "state=romania", "Romania"),
    (Partner, "interpol", "partner=interpol", "INTERPOL"),
    (CrimeArea, "terrorism", "area=terrorism", "Terrorism"),
]
each_subject = pytest.mark.parametrize(("kind", "slug", "query", "name"), SUBJECTS)


@pytest.fixture(autouse=True)
def facts(clock):
    clock.set(at("2026-11-20 12:00"))
    demo.load()


def about(row, **fields):
    publication = make(Publication, **fields)
    row.publications.add(publication.item)
    return publication


def read(client, row):
    return client.get(row.get_absolute_url()).content.decode()


@each_subject
def test_a_page_shows_what_is_public_of_the_publications_about_it(client, kind, slug, query, name):
    row = kind.objects.get(slug=slug)
    assert "Publications</h2>" not in read(client, row)
    about(row, title="Report of 2012", covers_from=2012)
    about(row, title="Report of 2015", covers_from=2015)
    about(row, title="Report of tomorrow", publish_at=at("2026-11-21 12:00"))
    about(row, title="Report in a drawer", status=Status.DRAFT)
    gone = about(row, title="Report taken back")
    make(Publication, after=gone, title="Report taken back", standing=Standing.WITHDRAWN, note="Wrong.")
    make(Publication, title="Report on another")
    shown = read(client, row)
    assert -1 < shown.find("Report of 2015") < shown.find("Report of 2012")
    for hidden in ("Report of tomorrow", "Report in a drawer", "Report taken back", "Report on another"):
        assert hidden not in shown


@each_subject
def test_publications_cost_the_same_number_of_queries_however_many_there_are(client, kind, slug, query, name):
    row, numbers = kind.objects.get(slug=slug), []
    for more in (1, 5):
        for _ in range(more):
            about(row)
        read(client, row)
        with CaptureQueriesContext(connection) as captured:
            read(client, row)
        numbers.append(len(captured))
    assert numbers[0] == numbers[1]


@each_subject
def test_a_page_leads_to_the_feed_of_what_is_about_it_and_of_nothing_else(client, kind, slug, query, name):
    row = kind.objects.get(slug=slug)
    release, other = make(PressRelease, title="About it"), make(PressRelease, title="About another")
    field = {MemberState: "member_states", Partner: "partners", CrimeArea: "crime_areas"}[kind]
    getattr(release, field).add(row)
    getattr(other, field).add(kind.objects.exclude(pk=row.pk).first())
    shown = read(client, row)
    for kind_of_feed, address in [("atom", f"/feed/?{query}"), ("feed", f"/feed.json?{query}")]:
        title = f"SELEC: {name}"
        link = (
            f'<link rel="alternate" type="application/{kind_of_feed}+{{}}" title="{title}" href="{address}">'
        )
        assert any(link.format(end) in shown for end in ("xml", "json"))
        feed = client.get(address).content.decode()
        assert ("About it" in feed, "About another" in feed) == (True, False)
    assert f'<a href="/feed/?{query}" type="application/atom+xml">' in shown


@pytest.mark.parametrize(("kind", "slug", "query", "name"), [SUBJECTS[0], SUBJECTS[2]])
def test_a_page_leads_to_the_form_of_alerts_with_its_choice_made(client, kind, slug, query, name):
    row = kind.objects.get(slug=slug)
    assert f'<a href="/alerts/?{query}" rel="nofollow">' in read(client, row)
    form = client.get(f"/alerts/?{query}").context["form"]
    field = query.partition("=")[0] + "s"
    assert [str(box.data["value"]) for box in form[field] if box.data["selected"]] == [slug]


def test_nobody_is_offered_alerts_on_a_partner(client):
    assert "/alerts/?" not in read(client, Partner.objects.get(slug="interpol"))


def test_every_area_of_the_demo_has_an_icon_of_its_own_that_nobody_is_read(client):
    icons = {}
    for area in CrimeArea.objects.all():
        head = read(client, area).partition('<div class="page-head">')[2].partition("<h1>")[0]
        assert 'aria-hidden="true"' in head
        icons[area.slug] = head.partition('aria-hidden="true">')[2].strip()
    unknown = read(client, CrimeArea.objects.create(name="Another", slug="another"))
    assert len({*icons.values()}) == len(icons) == 10
    assert not [icon for icon in icons.values() if icon in unknown]


def test_a_form_offers_publications_by_title_and_keeps_one_that_the_person_may_not_see(admin_client):
    area = CrimeArea.objects.get(slug="terrorism")
    seen = make(Publication, title="Seen by all")
    limited = about(area, title="Seen by few", status=Status.DRAFT)
    limited.item.named_people.add(account("somebody else"))
    page = f"/admin/organisation/crimearea/{area.pk}/change/"
    form = admin_client.get(page).context["adminform"].form
    labels = dict(form.fields["publications"].choices)
    assert {str(pk): label for pk, label in labels.items()} == {
        str(seen.item_id): "Seen by all",
        str(limited.item_id): "A publication that you may not see",
    }
    sent = {"name": area.name, "order": 40, "publications": [seen.item_id, limited.item_id]}
    assert admin_client.post(page, sent).status_code == 302
    assert {*area.publications.values_list("pk", flat=True)} == {seen.item_id, limited.item_id}
