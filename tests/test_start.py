"""What a web process carries from its start: each megabyte counts once a process, each import delays its first page."""

import os
import subprocess
import sys

LATER = {
    *"pydantic ninja django.test".split(),  # the API: 14 MB
    *"cryptography fido2".split(),  # second factors: 11 MB
    "PIL",  # pictures that are made, or drawn: 4 MB
    "icalendar",  # calendars: 3 MB
    "snowballstemmer",  # search: 2 MB
    *"filetype pikepdf".split(),  # files that are taken in
    *"boto3 botocore redis defusedxml".split(),  # where there is an S3 store, a Redis, a former site
}


def test_a_web_process_starts_without_the_libraries_that_most_never_need():
    code = "import sys, selec_cms.wsgi; print(*sys.modules)"
    given = os.environ | {"REDIS_URL": "", "S3_BUCKET": ""}
    found = subprocess.run(
        [sys.executable, "-c", code], env=given, capture_output=True, text=True, check=True
    )
    assert not LATER & set(found.stdout.split()), "Import it where it is used, as search/folding.py does."
