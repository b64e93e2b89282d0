from django.urls import reverse

from .models import Internship, Tender, Vacancy
from .pages import notice_at, notice_history, notice_list, notice_page, past_notice


def careers(request):
    return notice_list(request, Vacancy, "notices/careers.html", _careers())


def vacancy(request, slug):
    return _vacancy(request, notice_at(request, Vacancy))


def vacancy_history(request, slug):
    return notice_history(request, Vacancy, _careers("What changed"))


def past_vacancy(request, slug, number):
    past, context = past_notice(request, Vacancy, number)
    return _vacancy(request, past, **context)


def _vacancy(request, vacancy, **context):
    links = {
        "reopened": vacancy.reopened(request.moment),
        "reopening_of": vacancy.reopening_of(request.moment),
    }
    crumbs = _careers(vacancy.reference or vacancy.title)
    label = vacancy.get_kind_display()
    return notice_page(
        request, vacancy, "notices/vacancy.html", label=label, crumbs=crumbs, **links, **context
    )


def internships(request):
    return notice_list(request, Internship, "notices/internships.html", _internships())


def internship(request, slug):
    return _internship(request, notice_at(request, Internship))


def internship_history(request, slug):
    return notice_history(request, Internship, _internships("What changed"))


def past_internship(request, slug, number):
    past, context = past_notice(request, Internship, number)
    return _internship(request, past, **context)


def _internship(request, call, **context):
    crumbs = _internships(call.reference or call.title)
    return notice_page(request, call, "notices/internship.html", label="Internship", crumbs=crumbs, **context)


def procurement(request):
    return notice_list(request, Tender, "notices/procurement.html", _procurement())


def tender(request, slug):
    return _tender(request, notice_at(request, Tender))


def tender_history(request, slug):
    return notice_history(request, Tender, _procurement("What changed"))


def past_tender(request, slug, number):
    past, context = past_notice(request, Tender, number)
    return _tender(request, past, **context)


def _tender(request, tender, **context):
    crumbs, label = _procurement(tender.reference or tender.title), tender.get_procedure_display()
    return notice_page(request, tender, "notices/tender.html", label=label, crumbs=crumbs, **context)


def _procurement(leaf=""):
    return _crumbs("Procurement", "notices:procurement", leaf)


def _careers(leaf=""):
    return _crumbs("Careers", "notices:careers", leaf)


def _internships(leaf=""):
    return _crumbs("Internship", "notices:internships", leaf)


def _crumbs(section, name, leaf):
    top = {"label": section, "url": reverse(name) if leaf else ""}
    return [top, *([{"label": leaf, "url": ""}] if leaf else [])]
