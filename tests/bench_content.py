"""What `make bench` asks for: a full site, and in it a picture, somebody who may see the back office, and the number
of queries that each page takes. Each runs in a process of its own, on the database of DATABASE_URL."""

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HERE), str(HERE / "tests")]


def call(environment, act, *arguments):
    """What an act of this file prints last, as it is."""
    command = [sys.executable, __file__, act, *map(str, arguments)]
    done = subprocess.run(command, cwd=HERE, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def fill(items):
    """The addresses of its releases, the oldest first."""
    import measure_search

    from news.models import PressRelease

    measure_search.fill(int(items), learns=False)
    rows = PressRelease.objects.public().order_by("first_public_at", "pk")
    return list(rows.values_list("item__address", flat=True))


def beside():
    """The address of a picture that a release shows, and the cookie of somebody who is signed in."""
    from django.contrib.auth import get_user_model

    from news.models import PressRelease
    from tests.library.pictures import image
    from tests.make import make
    from tests.signing_in import signed_in

    row = image()
    make(PressRelease, title="A picture", lead_image=row)
    person, _new = get_user_model().objects.get_or_create(username="bench", is_staff=True, is_superuser=True)
    cookies = signed_in(person).cookies
    cookie = "; ".join(f"{name}={one.value}" for name, one in cookies.items())
    return {"image": row.fallback_url, "cookie": cookie}


def queries(*addresses):
    """{address: queries} of each page, the second time: not what processes keep."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, numbers = Client(), {}
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as taken:
            assert client.get(address).status_code == 200, address
        numbers[address] = len(taken)
    return numbers


if __name__ == "__main__":
    import measuring

    measuring.begin()
    print(json.dumps({"fill": fill, "beside": beside, "queries": queries}[sys.argv[1]](*sys.argv[2:])))
