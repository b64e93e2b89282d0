from io import StringIO

import pytest
from django.core.management import call_command

RIGHTS = "pressrelease page image document"


@pytest.fixture
def people(person):
    person("ana", *(f"add_{name}" for name in RIGHTS.split()))
    return person("boris", *(f"approve_{name}" for name in RIGHTS.split()))


@pytest.fixture
def run(people, tmp_path):
    """run(bytes, "--write"): what the command says of a file with these bytes."""

    def run_command(content, *given, command="import_wordpress", by="ana", approver="boris"):
        file = tmp_path / "export"
        file.write_bytes(content)
        said = StringIO()
        call_command(command, str(file), f"--by={by}", f"--approver={approver}", *given, stdout=said)
        return said.getvalue()

    return run_command
