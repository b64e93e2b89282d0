"""What scripts that measure share: they run on SQLite and on a real PostgreSQL, each time in a new database."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HERE), str(HERE / "tests")]


def on_both_databases(script, *arguments):
    """Calls `script` with --here on each; the worse of its exit codes."""
    import machine

    with tempfile.TemporaryDirectory() as folder, machine.postgresql() as postgresql:
        if not postgresql:
            sys.exit("needs PostgreSQL: apt install postgresql, or brew install postgresql")
        addresses = {"SQLite": f"sqlite:///{folder}/measured.sqlite3", "PostgreSQL": postgresql}
        return max(_run(name, address, script, arguments) for name, address in addresses.items())


def _run(name, address, script, arguments):
    print(f"== {name}", flush=True)
    given = {"DATABASE_URL": address, "SECRET_KEY": "measure", "DEBUG": "1"}
    command = [sys.executable, script, "--here", *arguments]
    return subprocess.run(command, cwd=HERE, env=os.environ | given, check=False).returncode


def begin():
    """Django on the database of DATABASE_URL, migrated; queries are not noted down as they are under DEBUG."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selec_cms.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.DEBUG = False
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = False, ["testserver"]
    call_command("migrate", verbosity=0)
