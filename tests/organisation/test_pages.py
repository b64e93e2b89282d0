import re

import pytest
from django.urls import reverse

from audit.models import Entry
from organisation.models import Page, Place
from organisation.models.place import flat, move, public_tree
from publishing.checks import findings
from publishing.lifecycle import Refused, Status
from tests.make import at, make

pytestmark = pytest.mark.django_db
ORDER = "/admin/organisation/page/order/"
FIXED = ["Member States", "Partners", "Crime areas", "Facts and figures", "Questions and answers"]


@pytest.fixture
def section(db):
    """Alpha, Beta, Gamma, in this order before the pages of the site."""
    pages = {name: make(Page, title=name) for name in ("Alpha", "Beta", "Gamma")}
    for number, page in enumerate(pages.values()):
        Place.objects.create(key=str(page.item_id), order=number)
    return {name: str(page.item_id) for name, page in pages.items()}


def shape(at=None):
    """The menu in words: a list under a title is what stands under it."""
    return [
        node.title if not node.below else (node.title, [one.title for one in node.below])
        for node in public_tree(at)
    ]


@pytest.mark.parametrize(
    ("kind", "title", "address"),
    [
        ("page", "History", "/about/history/"),
        ("page", "Partners", "/about/partners-2/"),
        ("page", "FAQ", "/about/faq-2/"),
        ("page", "Member States", "/about/member-states-2/"),
        ("question", "Can I?", "/about/faq/can-i/"),
        ("question", "History", "/about/faq/history/"),
    ],
)
def test_a_title_hides_no_page_of_the_site(client, kind, title, address):
    page = make(Page, kind=kind, title=title)
    assert page.get_absolute_url() == address
    assert client.get(address).context["page"] == page
    assert client.get(f"{address}history/").status_code == 200


@pytest.mark.parametrize(
    ("steps", "shown"),
    [
        ([], ["Alpha", "Beta", "Gamma"]),
        ([("Beta", "up")], ["Beta", "Alpha", "Gamma"]),
        ([("Alpha", "down")], ["Beta", "Alpha", "Gamma"]),
        ([("Beta", "in")], [("Alpha", ["Beta"]), "Gamma"]),
        ([("Beta", "in"), ("Gamma", "in")], [("Alpha", ["Beta", "Gamma"])]),
        ([("Beta", "in"), ("Gamma", "in"), ("Gamma", "up")], [("Alpha", ["Gamma", "Beta"])]),
        ([("Beta", "in"), ("Beta", "out")], ["Alpha", "Beta", "Gamma"]),
        ([("Beta", "in"), ("Alpha", "down")], ["Gamma", ("Alpha", ["Beta"])]),
    ],
)
def test_staff_order_the_menu_step_by_step(section, writer, steps, shown):
    for name, where in steps:
        move(section[name], where, writer)
    assert shape() == [*shown, *FIXED]
    assert Entry.objects.filter(act="menu ordered").count() == len(steps)


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([("Alpha", "up")], "It is the first already."),
        ([("Alpha", "in")], "There is no page above it"),
        ([("Alpha", "out")], "It is on the first level already."),
        ([("Beta", "in"), ("Alpha", "in")], "The menu has two levels"),
        ([("Beta", "in"), ("Beta", "in")], "The menu has two levels"),
        ([("Alpha", "sideways")], "There is no such move."),
    ],
)
def test_a_step_that_cannot_be_made_is_refused_in_words(section, writer, steps, sentence):
    *before, last = steps
    for name, where in before:
        move(section[name], where, writer)
    stored = list(Place.objects.values_list("key", "under", "order"))
    with pytest.raises(Refused, match=sentence):
        move(section[last[0]], last[1], writer)
    assert list(Place.objects.values_list("key", "under", "order")) == stored


def test_a_page_whose_upper_one_is_not_public_stands_on_the_first_level(section, writer):
    move(section["Beta"], "in", writer)
    alpha = Page.objects.get(title="Alpha")
    make(
        Page, after=alpha, title="Alpha", standing="withdrawn", note="Over", publish_at=at("2021-01-01 10:00")
    )
    assert "Beta" in shape()
    assert "Alpha" not in [node.title for node in flat(public_tree())]
    assert ("Alpha", ["Beta"]) in shape(at("2020-12-31 10:00"))


def test_a_page_of_the_second_level_names_the_one_above_it_in_its_crumbs_and_title(client, section, writer):
    move(section["Beta"], "in", writer)
    page = client.get("/about/beta/").content.decode()
    assert "<title>Beta :: Alpha :: About SELEC</title>" in page
    crumbs = page.partition('class="crumbs"')[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]*)"', crumbs) == ["/about/", "/about/alpha/"]
    alpha = Page.objects.get(title="Alpha")
    make(Page, after=alpha, title="Alpha", standing="withdrawn", note="Over")
    assert "<title>Beta :: About SELEC</title>" in client.get("/about/beta/").content.decode()
    question = make(Page, kind="question", title="Who?")
    page = client.get(question.get_absolute_url()).content.decode()
    assert "<title>Who? :: Questions and answers :: About SELEC</title>" in page


def test_the_menu_shows_nothing_that_is_not_public(section):
    make(Page, title="ZqDraft", status=Status.DRAFT)
    make(Page, title="ZqComing", publish_at=at("2040-01-01 10:00"))
    assert not [node for node in flat(public_tree()) if node.title.startswith("Zq")]


def test_the_buttons_work_without_a_script_and_keep_the_keyboard_s_place(client, person, section):
    client.force_login(person("ana", "view_page", "change_page"))
    page = client.post(ORDER, {"move": f"down:{section['Alpha']}"}, follow=True).content.decode()
    assert shape()[:2] == ["Beta", "Alpha"]
    (focused,) = re.findall(r"<button[^>]* autofocus>", page)
    assert "Move “Alpha” down" in focused
    page = client.post(ORDER, {"move": f"up:{section['Beta']}"}, follow=True).content.decode()
    assert "It is the first already." in page
    assert client.post(ORDER, {"move": "up"}, follow=True).status_code == 200


def test_whoever_may_not_change_pages_does_not_order_them(client, person, section):
    client.force_login(person("bo", "view_page"))
    assert client.post(ORDER, {"move": f"down:{section['Alpha']}"}).status_code == 403
    assert shape()[0] == "Alpha"


def test_a_page_limited_to_others_is_not_named_in_the_order(client, person, section):
    secret = make(Page, title="ZqSecret", status=Status.DRAFT)
    secret.item.named_people.add(person("carl"))
    client.force_login(person("ana", "view_page", "change_page"))
    page = client.get(ORDER).content.decode()
    assert "ZqSecret" not in page
    assert "limited to other people" in page


def test_the_footer_leads_to_what_every_page_has_to_lead_to(client):
    make(Page, title="Accessibility", is_in_footer=True)
    make(Page, title="ZqDraft", is_in_footer=True, status=Status.DRAFT)
    page = client.get("/contacts/").content.decode()
    assert '<a href="/about/accessibility/">Accessibility</a>' in page
    assert "ZqDraft" not in page


def test_questions_stand_under_their_topics_in_the_order_of_staff(client, writer):
    rows = [
        make(Page, kind="question", title=title, topic=topic)
        for title, topic in [("A?", "media"), ("B?", "public"), ("C?", "public")]
    ]
    move(str(rows[2].item_id), "up", writer)
    topics = client.get(reverse("organisation:faq")).context["topics"]
    assert [(name, [one.title for one in asked]) for name, asked in topics] == [
        ("For the public", ["C?", "B?"]),
        ("For the media", ["A?"]),
    ]


def test_a_page_that_has_an_address_stays_a_page(client):
    page = make(Page, title="History")
    draft = make(Page, after=page, title="History", kind="question", status=Status.DRAFT, change="update")
    assert "kind_of_page_changed" in [one.rule for one in findings(draft)]
    same = make(Page, title="Other")
    assert "kind_of_page_changed" not in [one.rule for one in findings(same)]
