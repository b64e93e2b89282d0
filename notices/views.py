from django.urls import reverse

from .models import Vacancy
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
    return notice_page(request, vacancy, "notices/vacancy.html", crumbs=crumbs, **links, **context)


def _careers(leaf=""):
    top = {"label": "Careers", "url": reverse("notices:careers") if leaf else ""}
    return [top, *([{"label": leaf, "url": ""}] if leaf else [])]
