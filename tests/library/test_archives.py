"""What fuzzing (tests/fuzz.py) found in archives."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from library.archives import archive_format

from .test_hostile_uploads import packed


def test_a_part_without_a_name_is_damage_and_no_error_of_ours():
    content = bytearray(packed(a="x"))
    place = content.index(b"PK\x01\x02")
    content[place + 28], content[place + 32] = 0, 1  # the lengths of the name, and of the comment behind it
    with pytest.raises(ValidationError, match="damaged"):
        archive_format(SimpleUploadedFile("a.zip", bytes(content)))
