"""The home page: what leads, what an editor pins, and each part that is left out where it has nothing to say."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import Permission, User
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

import organisation.demo
from audit.models import Entry
from library.models import Publication
from news.models import Event, PressRelease
from notices.models import Internship, Tender, Vacancy
from organisation.models import CrimeArea, MemberState, Partner, YearlyFigure
from publishing.lifecycle import Standing, Status
from publishing.models import kinds
from selec_cms.pins import LOOKED_AT, MOST_IN_FOCUS, Pin
from tests.make import account, at, make

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 12:00")
ALERT = {"kind": PressRelease.Kind.FRAUD_ALERT}


@pytest.fixture(autouse=True)
def now(clock):
    clock.set(NOW)


@pytest.fixture
def read(client):
    """The words of the page from its main part on."""

    def read_page(address="/"):
        page = client.get(address).content.decode()
        return page[page.index("<main") : page.index("</main>")]

    return read_page


def lead(page):
    found = re.search(r'<article class="lead">.*?<h2[^>]*><a href="[^"]*">(.*?)</a>', page, re.DOTALL)
    return found and found[1]


def in_focus(page):
    part = page.partition('aria-label="In focus"')[2].partition("</section>")[0]
    return re.findall(r"<h3><a [^>]*>(.*?)</a>", part)


def headings(page):
    return re.findall(r"<h2>(.*?)</h2>", page)


def pin(edition, place=Pin.Place.LEAD, since="2026-11-01 09:00", until=None):
    return Pin.objects.create(item=edition.item, place=place, since=at(since), until=until and at(until))


# What leads


def test_the_newest_release_leads_and_a_fraud_alert_only_where_it_is_pinned(read):
    make(PressRelease, title="Older", publish_at=at("2026-11-01 10:00"))
    make(PressRelease, title="Newer", publish_at=at("2026-11-02 10:00"))
    alert = make(PressRelease, title="Beware", publish_at=at("2026-11-03 10:00"), **ALERT)
    page = read()
    assert lead(page) == "Newer"
    assert -1 < page.index(">Beware<") < page.index(">Older<")
    assert page.count(">Newer<") == 1
    pin(alert)
    assert lead(read()) == "Beware"


def test_a_pinned_fraud_alert_stands_above_all(client):
    make(PressRelease, title="Newer")
    make(PressRelease, title="Beware", is_pinned=True, **ALERT)
    page = client.get("/").content.decode()
    assert -1 < page.index(">Beware</a>") < page.index("<main")


@pytest.mark.parametrize("kind", kinds())
def test_an_editor_may_let_anything_lead_and_stand_in_focus(kind, read):
    make(PressRelease, title="Newest", publish_at=at("2026-11-19 10:00"))
    first, second = make(kind, title="First"), make(kind, title="Second")
    pin(first)
    pin(second, Pin.Place.FOCUS)
    page = read()
    assert lead(page) == "First"
    assert in_focus(page) == ["Second"]
    assert second.get_absolute_url() in page


def test_the_latest_pin_leads_and_what_leads_is_not_in_focus_too(read):
    editions = [make(PressRelease, title=f"Release {number}") for number in range(MOST_IN_FOCUS + 3)]
    for number, edition in enumerate(editions):
        pin(edition, Pin.Place.FOCUS, since=f"2026-11-01 1{number}:00")
    pin(editions[0])
    pin(editions[5], since="2026-11-02 09:00")
    page = read()
    assert lead(page) == "Release 5"
    assert in_focus(page) == ["Release 4", "Release 3", "Release 2"]
    assert page.count(">Release 4<") == 1


def test_a_pin_holds_from_its_hour_to_its_end_at_whatever_moment_the_site_is_shown(read, clock):
    make(PressRelease, title="Newest", publish_at=at("2026-10-02 10:00"))
    pin(make(PressRelease, title="Pinned"), since="2026-11-10 09:00", until="2026-11-20 12:00")
    assert lead(read()) == "Newest"
    for moment, leads in [
        ("2026-11-10 08:59:59", "Newest"),
        ("2026-11-10 09:00", "Pinned"),
        ("2026-11-20 11:59:59", "Pinned"),
        ("2026-11-20 12:00", "Newest"),
    ]:
        clock.set(at(moment))
        assert lead(read()) == leads, moment


def test_what_leads_goes_on_leading_however_much_is_put_in_focus_since(read):
    pin(make(PressRelease, title="Leading"))
    for number in range(LOOKED_AT + 1):
        pin(make(PressRelease, title=f"Focus {number}"), Pin.Place.FOCUS, since="2026-11-02 09:00")
    assert lead(read()) == "Leading"


def test_a_pin_shows_nothing_that_is_not_public(read, clock):
    make(PressRelease, title="Newest")
    coming = make(PressRelease, title="Coming", publish_at=at("2026-11-21 09:00"))
    hidden = [coming, make(PressRelease, title="Drafted", status=Status.DRAFT)]
    gone = make(PressRelease, title="Taken back")
    make(PressRelease, after=gone, title="Taken back", standing=Standing.WITHDRAWN, note="Wrong.")
    for edition in [*hidden, gone]:
        pin(edition)
        pin(edition, Pin.Place.FOCUS)
    page = read()
    assert lead(page) == "Newest"
    assert in_focus(page) == []
    for title in ("Coming", "Drafted", "Taken back"):
        assert title not in page
    clock.set(at("2026-11-21 09:00"))
    assert lead(read()) == "Coming"


def test_the_database_refuses_a_pin_that_ends_before_it_begins():
    with pytest.raises(IntegrityError), transaction.atomic():
        pin(make(PressRelease), since="2026-11-02 09:00", until="2026-11-02 09:00")


# The back office


@pytest.fixture
def editor(client):
    user = User.objects.create_user("ana", is_staff=True)
    names = ["add_pin", "change_pin", "view_pin", "view_pressrelease"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)
    return client


def sent(address, **fields):
    return {"address": address, "place": "lead", "since_0": "2026-11-20", "since_1": "09:00", **fields}


@pytest.mark.parametrize("form", ["{}", "  https://www.selec.org{}?x=1 "])
def test_an_editor_pins_what_stands_at_an_address_and_the_log_knows(form, editor, read):
    release = make(PressRelease, title="Chosen")
    make(PressRelease, title="Newest", publish_at=at("2026-11-19 10:00"))
    answer = editor.post("/admin/selec_cms/pin/add/", sent(form.format(release.get_absolute_url())))
    assert answer.status_code == 302
    assert lead(read()) == "Chosen"
    assert Entry.objects.filter(act="added", subject__contains=release.get_absolute_url()).exists()


def test_an_editor_is_told_in_a_sentence_what_cannot_be_pinned_and_loses_nothing(editor):
    limited = make(PressRelease)
    limited.item.named_people.add(account("somebody else"))
    not_theirs = make(Tender)
    for address in ["/news/", "no address", limited.get_absolute_url(), not_theirs.get_absolute_url()]:
        page = editor.post("/admin/selec_cms/pin/add/", sent(address)).content.decode()
        assert "That is not the address of a release, an event or the like" in page
        assert f'value="{address}"' in page
    release = make(PressRelease)
    early = {"until_0": "2026-11-20", "until_1": "08:00"}
    page = editor.post("/admin/selec_cms/pin/add/", sent(release.get_absolute_url(), **early))
    assert "It would end before it begins." in page.content.decode()
    assert not Pin.objects.exists()


def test_a_pin_is_ended_by_an_hour_and_never_deleted_nor_led_elsewhere(editor):
    release, other = make(PressRelease), make(PressRelease)
    row = pin(release)
    page = f"/admin/selec_cms/pin/{row.pk}/"
    end = {"until_0": "2026-11-20", "until_1": "12:00"}
    assert editor.post(f"{page}change/", sent(other.get_absolute_url(), **end)).status_code == 302
    row.refresh_from_db()
    assert (row.item_id, row.until) == (release.item_id, NOW)
    assert editor.post(f"{page}delete/", {"post": "yes"}).status_code == 403


def test_the_form_of_an_item_leads_to_its_pin(admin_client):
    release = make(PressRelease)
    page = admin_client.get(f"/admin/news/pressrelease/{release.pk}/change/").content.decode()
    link = f"/admin/selec_cms/pin/add/?address={release.get_absolute_url()}"
    assert f'href="{link}"' in page
    assert f'value="{release.get_absolute_url()}"' in admin_client.get(link).content.decode()


# The parts


def test_the_page_is_whole_where_there_is_nothing_at_all(read):
    page = read()
    assert headings(page) == ["Latest releases"]
    assert "Nothing has been published yet." in page


def test_each_part_stands_alone_where_the_others_are_empty(read):
    parts = {
        "Next events": lambda: make(Event, starts_on=date(2027, 1, 10), decision="confirmed"),
        "Open posts": lambda: make(Internship, closes_at=at("2027-01-10 10:00")),
        "Open tenders": lambda: make(Tender, closes_at=at("2027-01-10 10:00")),
        "Key figures": lambda: YearlyFigure.objects.create(
            year=2016, what="joint", number=101, source="A post"
        ),
        "Crime areas": lambda: CrimeArea.objects.create(name="Drugs", slug="drugs"),
        "Resources": lambda: make(Publication),
    }
    for heading, fill in parts.items():
        with transaction.atomic():
            fill()
            assert {*headings(read())} == {"Latest releases", heading}
            transaction.set_rollback(True)


def test_the_states_stand_in_a_list_beside_the_map_and_alone_where_none_is_drawn(read):
    organisation.demo.load()
    assert "Member States" in headings(read())
    assert 'class="map"' in read()
    Partner.objects.all().delete()
    for number, state in enumerate(MemberState.objects.all()):
        MemberState.objects.filter(pk=state.pk).update(iso=f"X{chr(65 + number)}")
    assert 'class="map"' not in read()
    assert ">Romania <span>" in read()


def test_open_notices_stand_by_deadline_and_what_is_closed_or_to_open_does_not(read):
    def notice(kind, title, closes, **fields):
        make(kind, title=title, closes_at=closes and at(f"{closes} 12:00"), **fields)

    notice(Vacancy, "Third", "2027-03-01")
    notice(Internship, "Second", "2027-02-01")
    notice(Vacancy, "First", "2027-01-01")
    notice(Internship, "Last of all", "2027-04-01")
    notice(Tender, "Sought", "2027-01-01")
    notice(Tender, "Closed", "2026-11-20")
    notice(Tender, "To open", "2027-01-01", opens_at=at("2026-12-01 09:00"))
    notice(Tender, "Coming", "2027-01-01", publish_at=at("2026-11-21 09:00"))
    page = read()
    order = [page.index(f">{title}<") for title in ("First", "Second", "Third", "Sought")]
    assert order == sorted(order)
    assert "until 1 January 2027, 12:00" in " ".join(page.split())
    for hidden in ("Last of all", "Closed", "To open", "Coming"):
        assert f">{hidden}<" not in page


def test_key_figures_are_the_last_that_are_known(read):
    for year, number in [(2011, 60), (2016, 101), (2018, None)]:
        YearlyFigure.objects.create(year=year, what="joint", number=number, source="A post")
    part = read().partition('class="numbers"')[2].partition("</dl>")[0]
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", part) == [("Joint investigations, 2016", "101")]


def test_the_page_takes_as_many_queries_however_much_is_on_it(client):
    organisation.demo.load()

    def fill(number):
        for kind in kinds():
            deadline = {"closes_at": at("2027-01-10 10:00")} if hasattr(kind, "closes_at") else {}
            for _ in range(number):
                edition = make(kind, **deadline)
                pin(edition)
                pin(edition, Pin.Place.FOCUS)

    numbers = []
    for more in (1, 4):
        fill(more)
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        numbers.append(len(queries))
    assert numbers[0] >= numbers[1]
