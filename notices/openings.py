"""The pages of vacancies and internships."""

from django.utils.translation import gettext, gettext_lazy as _

from publishing.crumbs import trail
from publishing.filters import Filter
from publishing.keeping import copy_of
from publishing.views import edition_at

from . import linked_data
from .models import Internship, Vacancy
from .pages import notice_history, notice_list, notice_page, notices, past_notice

CAREERS = notices(
    "notices:careers",
    _("Careers"),
    Vacancy,
    [
        Filter("kind", _("Kind"), "kind", names=dict(Vacancy.Kind.choices)),
        Filter("for", _("Who may apply"), "who_may_apply", names=dict(Vacancy.WhoMayApply.choices)),
    ],
)
INTERNSHIPS = notices(
    "notices:internships",
    _("Internship"),
    Internship,
    [Filter("pay", _("Paid or not"), "pay", names=dict(Internship.Pay.choices))],
)


def careers(request):
    return notice_list(request, CAREERS, "notices/careers.html", _careers())


def vacancy(request, slug):
    return _vacancy(request, edition_at(request, Vacancy))


def vacancy_history(request, slug):
    return notice_history(request, Vacancy, _careers(gettext("What changed")))


def past_vacancy(request, slug, number):
    past, context = past_notice(request, Vacancy, number)
    return _vacancy(request, past, **context)


def _vacancy(request, vacancy, **context):
    links = {
        "reopened": vacancy.reopened(request.moment),
        "reopening_of": _reopening_of(vacancy, request),
    }
    crumbs = _careers(vacancy.reference or vacancy.title)
    return notice_page(
        request, vacancy, "notices/vacancy.html", linked_data.vacancy, crumbs=crumbs, **links, **context
    )


def _reopening_of(vacancy, request):
    """Few notices have been opened again."""
    keys = Vacancy.objects.exclude(reopened_key="").values_list("reopened_key", flat=True)
    known = copy_of(request, (Vacancy, "reopened"), lambda: {*keys})
    return vacancy.reopening_of(request.moment) if vacancy.reference_key in known else None


def internships(request):
    return notice_list(request, INTERNSHIPS, "notices/internships.html", _internships())


def internship(request, slug):
    return _internship(request, edition_at(request, Internship))


def internship_history(request, slug):
    return notice_history(request, Internship, _internships(gettext("What changed")))


def past_internship(request, slug, number):
    past, context = past_notice(request, Internship, number)
    return _internship(request, past, **context)


def _internship(request, call, **context):
    crumbs = _internships(call.reference or call.title)
    return notice_page(
        request,
        call,
        "notices/internship.html",
        linked_data.internship,
        label=gettext("Internship"),
        crumbs=crumbs,
        **context,
    )


def _careers(leaf=""):
    return trail((gettext("Careers"), "notices:careers"), leaf=leaf)


def _internships(leaf=""):
    return trail((gettext("Internship"), "notices:internships"), leaf=leaf)
