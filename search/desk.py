"""What visitors look for in vain, on the desk of those who write."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from publishing import clock
from publishing.deadlines import day_in_words
from publishing.desk import Line, Section, joined, section

from .models import VainSearch

MOST = 8


@section(order=71)
def searches_without_result(person):
    if not person.has_perms(["news.change_pressrelease", "search.view_vainsearch"]):
        return None
    url, today = reverse("admin:search_vainsearch_changelist"), clock.today()
    lines = [
        Line(
            f"“{one.words}”",
            f"{url}?{urlencode({'q': one.words})}",
            joined(
                gettext("on %(times)s days") % {"times": one.times},
                gettext("last %(day)s") % {"day": _day(one.last_on, today)},
            ),
        )
        for one in VainSearch.objects.frequent()[:MOST]
    ]
    return Section(
        gettext("Searches that find nothing"),
        lines,
        gettext("Nothing has been looked for in vain several times."),
    )


def _day(day, today):
    return gettext("today") if day == today else gettext("on %(day)s") % {"day": day_in_words(day)}
