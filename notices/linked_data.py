"""Vacancies and internships in the words of schema.org, as long as people may apply; tenders have the Open
Contracting Data Standard."""

from django.utils.translation import gettext

from publishing.linked_data import SHORT_NAME, filled, house, html, instant, page_of

from .models import Internship, Vacancy

# Where a kind tells no more than its name, nothing is said: whole days or half, for how long.
EMPLOYED = {Vacancy.Kind.CONSULTANT: "CONTRACTOR"}
SEAT_TOWN, SEAT_COUNTRY = "Bucharest", "RO"


def vacancy(vacancy: Vacancy, /, *, takes_answers, **_page):
    texts = [
        (gettext("Duties"), vacancy.duties),
        *_terms(vacancy),
        (gettext("Tests and interviews"), vacancy.tests),
    ]
    return _posting(
        vacancy,
        takes_answers,
        description=html(vacancy, *texts),
        employmentType=EMPLOYED.get(vacancy.kind),
        totalJobOpenings=vacancy.posts,
        jobStartDate=vacancy.starts_on and vacancy.starts_on.isoformat(),
        eligibilityToWorkRequirement=vacancy.get_who_may_apply_display(),
    )


def internship(call: Internship, /, *, takes_answers, **_page):
    return _posting(
        call,
        takes_answers,
        description=html(call, (gettext("What interns do"), call.work), *_terms(call)),
        employmentType="INTERN",
        totalJobOpenings=call.places,
    )


def _terms(opening):
    yield gettext("Who may apply"), opening.eligibility
    yield gettext("How to apply"), opening.how_to_apply
    yield gettext("Documents to send"), opening.documents_to_send


def _posting(opening, takes_answers, **own):
    """None once nobody may apply any more, and before; nor without a place, which a posting has to have.

    A salary is written in words, of which no number is taken.
    """
    if not takes_answers or not opening.duty_station:
        return None
    country = SEAT_COUNTRY if opening.duty_station == SEAT_TOWN else ""
    address = {"@type": "PostalAddress", "addressLocality": opening.duty_station, "addressCountry": country}
    number = {"@type": "PropertyValue", "name": SHORT_NAME, "value": opening.reference}
    return filled(
        {
            "@type": "JobPosting",
            **page_of(opening),
            "title": opening.title,
            "identifier": number if opening.reference else None,
            "datePosted": instant(opening.first_public_at),
            "validThrough": opening.closes_at and opening.deadline.machine,
            "hiringOrganization": house(),
            "jobLocation": {"@type": "Place", "address": filled(address)},
            "directApply": False,
            **own,
        }
    )
