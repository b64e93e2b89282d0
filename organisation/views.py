"""The public pages about SELEC, each as things stood on the day that is shown."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from publishing.clock import today
from publishing.crumbs import trail
from publishing.moment import shown_at

from .gathering import gathered
from .linked_data import organisation
from .map import map_on
from .models import Chair, CrimeArea, Membership, MemberState, Partner, PartnerStatus, Status, TaskForce
from .pages import tree_shown

ABOUT = (_("About SELEC"), "organisation:about")
MEMBER_STATES = (_("Member States"), "organisation:member_states")
PARTNERS = (_("Partners"), "organisation:partners")
CRIME_AREAS = (_("Crime areas"), "organisation:crime_areas")


def about(request):
    on = today(shown_at(request))
    chairs = Chair.objects.filter(year=on.year).prefetch_related(
        Prefetch("state", MemberState.objects.named(on))
    )
    context = {"offices": list(chairs), "nodes": tree_shown(request), "crumbs": trail(ABOUT)}
    context["described"] = organisation()
    return render(request, "organisation/about.html", context)


def member_states(request):
    on = today(shown_at(request))
    rows = Prefetch("memberships", Membership.objects.begun(on).newest_first(), to_attr="memberships_then")
    states = list(MemberState.objects.members(on).prefetch_related(rows))
    context = {
        "on": on,
        "map": map_on(on, states),
        "states": states,
        "former_states": list(MemberState.objects.former_members(on).prefetch_related(rows)),
        "crumbs": trail(ABOUT, MEMBER_STATES),
    }
    return render(request, "organisation/member_states.html", context)


def member_state(request, slug):
    on = today(shown_at(request))
    state = get_object_or_404(MemberState.objects.announced(on), slug=slug)
    context = {
        "member_state": state,
        "names": list(state.statenames.begun(on).newest_first()),
        "memberships": list(state.memberships.begun(on).newest_first()),
        "task_forces": list(state.task_forces.established(on).prefetch_related("crime_areas")),
        "chairs": list(state.chairs.filter(year__lte=on.year)),
        **gathered(state, state.short_name_then, request),
        "crumbs": trail(ABOUT, MEMBER_STATES, leaf=state.name_then),
    }
    return render(request, "organisation/member_state.html", context)


def partners(request):
    on = today(shown_at(request))
    rows = PartnerStatus.objects.granted().in_effect(on).select_related("partner").order_by("partner__name")
    observers = rows.filter(status=Status.OBSERVER)
    context = {
        "on": on,
        "operational": list(rows.filter(status=Status.OPERATIONAL)),
        "observer_states": list(observers.of_states()),
        "observer_organisations": list(observers.of_organisations()),
        "former_partners": list(Partner.objects.ended(on)),
        "crumbs": trail(ABOUT, PARTNERS),
    }
    return render(request, "organisation/partners.html", context)


def partner(request, slug):
    on = today(shown_at(request))
    partner = get_object_or_404(Partner.objects.admitted(on).select_related("state"), slug=slug)
    statuses = list(partner.statuses.granted().begun(on).newest_first())
    context = {
        "partner": partner,
        "statuses": statuses,
        **gathered(partner, partner.short_name or partner.name, request),
        "crumbs": trail(ABOUT, PARTNERS, leaf=partner.name),
    }
    return render(request, "organisation/partner.html", context)


def crime_areas(request):
    task_forces = Prefetch("task_force", TaskForce.objects.established(today(shown_at(request))))
    areas = list(CrimeArea.objects.prefetch_related(task_forces))
    context = {"areas": areas, "crumbs": trail(ABOUT, CRIME_AREAS)}
    return render(request, "organisation/crime_areas.html", context)


def crime_area(request, slug):
    on = today(shown_at(request))
    area = get_object_or_404(CrimeArea, slug=slug)
    task_force = TaskForce.objects.established(on).with_coordinator(on).filter(crime_areas=area).first()
    context = {
        "crime_area": area,
        "task_force": task_force,
        **gathered(area, area.name, request),
        "crumbs": trail(ABOUT, CRIME_AREAS, leaf=area.name),
    }
    return render(request, "organisation/crime_area.html", context)
