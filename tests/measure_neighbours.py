"""How long the checks of one text take on a full site; not a test, since it depends on the machine.

DEBUG=1 SECRET_KEY=x DEMO_PASSWORD=x python manage.py demo --releases 20000
DEBUG=1 SECRET_KEY=x python manage.py shell < tests/measure_neighbours.py
"""

import statistics
import time

from django.contrib.auth import get_user_model

from news.models import PressRelease
from publishing.checks import findings
from publishing.readings import Reading, read_texts

while read_texts(1000):
    print(f"{Reading.objects.count()} texts read")
person = get_user_model().objects.get(username="communications")
person.get_all_permissions()
for with_neighbours in (False, True):
    times, warned = [], 0
    for edition in PressRelease.objects.select_related("item").order_by("pk")[::400]:
        start = time.perf_counter()
        found = findings(edition, person, with_neighbours)
        times.append(1000 * (time.perf_counter() - start))
        warned += any(one.rule == "neighbour" for one in found)
    middle, worst = statistics.median(times), max(times)
    print(f"neighbours {with_neighbours}: median {middle:.0f} ms, worst {worst:.0f} ms, {warned} warned")
