from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from organisation.models import Chair, Membership, MemberState, StateName

from ..make import at

pytestmark = pytest.mark.django_db
RENAMED = date(2019, 2, 1)


@pytest.fixture
def state():
    state = MemberState.objects.create(name="Newland", slug="newland", iso="NL")
    Membership.objects.create(state=state, began_on=date(2011, 10, 7))
    return state


def name(state, official, **dates):
    return StateName.objects.create(
        state=state, official_name=official, short_name=official.lower(), sort_key=official, **dates
    )


def test_a_state_bears_the_name_of_the_day(state):
    name(state, "Oldland", ended_on=RENAMED)
    name(state, "Republic of Newland", began_on=RENAMED)
    before = MemberState.objects.members(date(2019, 1, 31)).get()
    after = MemberState.objects.members(RENAMED).get()
    assert (before.name_then, before.short_name_then, before.sort_key_then) == (
        "Oldland",
        "oldland",
        "Oldland",
    )
    assert after.name_then == "Republic of Newland"


def test_a_state_without_a_dated_name_bears_its_own(state):
    member = MemberState.objects.members(date(2020, 1, 1)).get()
    assert member.name_then == member.short_name_then == member.sort_key_then == "Newland"


def test_members_stand_in_the_order_of_the_names_of_the_day(state):
    other = MemberState.objects.create(name="Midland", slug="midland", iso="ML")
    Membership.objects.create(state=other, began_on=date(2011, 10, 7))
    name(state, "Aland", ended_on=RENAMED)
    assert [str(each) for each in MemberState.objects.members(date(2019, 1, 1))] == ["Newland", "Midland"]
    assert [str(each) for each in MemberState.objects.members(RENAMED)] == ["Midland", "Newland"]


def test_today_is_the_day_in_bucharest(state, clock):
    state.memberships.update(began_on=date(2016, 10, 7))
    clock.set(at("2016-10-06 23:59"))
    assert not MemberState.objects.members().exists()
    clock.set(at("2016-10-07 00:00"))
    assert MemberState.objects.members().get() == state


def test_a_state_that_left_and_came_back_is_a_member_once(state):
    state.memberships.update(ended_on=date(2015, 1, 1))
    Membership.objects.create(state=state, began_on=date(2017, 1, 1))
    days = [date(year, 6, 1) for year in (2014, 2015, 2016, 2017)]
    assert [MemberState.objects.members(day).count() for day in days] == [1, 0, 0, 1]
    assert [MemberState.objects.former_members(day).count() for day in days] == [0, 1, 1, 0]


def test_a_state_that_is_still_to_join_is_not_announced(state):
    state.memberships.update(began_on=date(2030, 1, 1))
    assert not MemberState.objects.announced(date(2029, 12, 31)).exists()
    assert MemberState.objects.announced(date(2030, 1, 1)).exists()


def test_a_signatory_is_announced_from_the_day_on_which_it_signed(state):
    state.memberships.all().delete()
    MemberState.objects.update(signed_on=date(2009, 12, 9))
    assert not MemberState.objects.announced(date(2009, 12, 8)).exists()
    assert MemberState.objects.announced(date(2009, 12, 9)).exists()
    assert not MemberState.objects.former_members(date(2020, 1, 1)).exists()


def wrong_rows(state):
    began = date(2011, 10, 7)
    return {
        "an end before the start": Membership(
            state=state, began_on=date(2020, 1, 2), ended_on=date(2020, 1, 1)
        ),
        "an end on the day of the start": Membership(
            state=state, began_on=date(2020, 1, 1), ended_on=date(2020, 1, 1)
        ),
        "two memberships from one day": Membership(state=state, began_on=began),
        "two first names": StateName(state=state, official_name="B", short_name="B", sort_key="B"),
        "two chairs in a year": Chair(state=state, year=2016, role="chair"),
        "a year before the time": Chair(state=state, year=1066, role="vice_chair"),
        "an office that is none": Chair(state=state, year=2017, role="king"),
    }


@pytest.mark.parametrize("mistake", list(wrong_rows(None)))
def test_the_database_refuses_and_the_form_tells_why(state, mistake):
    name(state, "Newland")
    Chair.objects.create(state=state, year=2016)
    row = wrong_rows(state)[mistake]
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    assert all(message.endswith(".") for message in refusal.value.messages)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2101, 1, 1)])
def test_a_date_out_of_range_gets_a_sentence(state, day):
    with pytest.raises(ValidationError, match="Give a date in the years 1900 to 2100"):
        Membership(state=state, began_on=day).full_clean()
