"""The demo content against what is known of SELEC."""

from datetime import date

import pytest

from organisation import demo
from organisation.models import (
    Chair,
    CrimeArea,
    MemberState,
    Partner,
    PartnerStatus,
    SocialAccount,
    TaskForce,
)

pytestmark = pytest.mark.django_db
MODELS = [Chair, CrimeArea, MemberState, Partner, PartnerStatus, SocialAccount, TaskForce]


@pytest.fixture(autouse=True)
def loaded(db):
    demo.load()


def names(on):
    return [state.name_then for state in MemberState.objects.members(on)]


def test_loading_twice_changes_nothing():
    before = [list(model.objects.order_by("pk").values()) for model in MODELS]
    demo.load()
    assert [list(model.objects.order_by("pk").values()) for model in MODELS] == before


def test_eleven_states_are_members_today():
    assert names(None) == [
        "Republic of Albania",
        "Bosnia and Herzegovina",
        "Republic of Bulgaria",
        "Hellenic Republic",
        "Hungary",
        "Republic of Moldova",
        "Montenegro",
        "Republic of North Macedonia",
        "Romania",
        "Republic of Serbia",
        "Republic of Türkiye",
    ]


def test_twelve_states_were_members_on_7_october_2016_under_the_names_of_that_day():
    assert names(date(2016, 10, 7)) == [
        "Republic of Albania",
        "Bosnia and Herzegovina",
        "Republic of Bulgaria",
        "Republic of Croatia",
        "the Former Yugoslav Republic of Macedonia",
        "Hellenic Republic",
        "Hungary",
        "Republic of Moldova",
        "Montenegro",
        "Romania",
        "Republic of Serbia",
        "Republic of Turkey",
    ]


@pytest.mark.parametrize(
    ("on", "members"),
    [
        (date(2011, 10, 6), 0),
        (date(2011, 10, 7), 13),
        (date(2012, 6, 4), 13),
        (date(2012, 12, 31), 13),
        (date(2014, 10, 7), 12),
        (date(2015, 4, 1), 12),
        (date(2017, 10, 7), 12),
        (date(2018, 10, 7), 11),
    ],
)
def test_the_count_of_members_agrees_with_every_source(on, members):
    assert MemberState.objects.members(on).count() == members


def test_former_members_are_told_with_what_is_known():
    former = {state.slug: state.memberships.get() for state in MemberState.objects.former_members()}
    assert set(former) == {"croatia", "slovenia"}
    assert str(former["croatia"].ended) == "date not known, no later than 07 October 2018"
    assert str(former["slovenia"].ended) == "date not known, no later than 07 October 2014"
    assert all(membership.note and membership.source for membership in former.values())


def test_three_operational_partners_and_21_observers_on_31_october_2018():
    on = date(2018, 10, 31)
    operational, observers = (
        Partner.objects.with_status(status, on) for status in ("operational", "observer")
    )
    assert {partner.slug for partner in operational} == {"italy", "united-states", "interpol"}
    assert observers.count() == 21
    rows = PartnerStatus.objects.granted().in_effect(on).filter(status="observer")
    assert (rows.of_states().count(), rows.of_organisations().count()) == (15, 6)


@pytest.mark.parametrize(("on", "observers"), [(date(2017, 10, 31), 20), (date(2018, 5, 30), 21)])
def test_the_count_of_observers_agrees_with_every_source(on, observers):
    assert Partner.objects.with_status("observer", on).count() == observers


def test_nobody_is_operational_partner_and_observer_at_once():
    assert (
        not Partner.objects.with_status("observer")
        .filter(pk__in=Partner.objects.with_status("operational"))
        .exists()
    )


def test_nothing_is_invented_where_the_sources_are_silent():
    assert not Partner.objects.filter(name__icontains="Saudi").exists()
    assert not PartnerStatus.objects.filter(status="applied").exists()
    assert [(account.name, account.url) for account in SocialAccount.objects.all()] == [("YouTube", "")]


@pytest.mark.parametrize(
    ("slug", "coordinator", "established"),
    [
        ("trafficking-in-human-beings", "romania", "May 2000"),
        ("drug-trafficking", "bulgaria", "July 2000"),
        ("cybercrime", "north-macedonia", "2001"),
        ("stolen-vehicles", "hungary", "2002"),
        ("terrorism", "turkiye", "February 2003"),
        ("fraud-and-smuggling", "albania", "2003"),
        ("container-security", "greece", "November 2005"),
        ("environment-and-nature", "hungary", "date not known"),
    ],
)
def test_each_task_force_has_its_state_and_its_date(slug, coordinator, established):
    task_force = CrimeArea.objects.get(slug=slug).task_force
    assert task_force.coordinator.slug == coordinator
    assert str(task_force.established) == established


def test_two_crime_areas_have_no_task_force():
    alone = CrimeArea.objects.filter(task_force=None).values_list("slug", flat=True)
    assert list(alone) == ["firearms-trafficking", "cultural-goods"]
    assert CrimeArea.objects.count() == 10
