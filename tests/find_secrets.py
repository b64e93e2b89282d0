"""No key and no password is in the repository: detect-secrets reads every file that git knows, by each of its rules.

What only looks like one stands below, each with its reason. `python tests/find_secrets.py [file …]` reads those alone.
"""

import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from detect_secrets.core.scan import scan_file
from detect_secrets.settings import default_settings

HERE = Path(__file__).resolve().parent.parent
# Hashes of what is locked, and bytes that are no text.
NOT_READ = ("requirements/", "tests/s3/requirements.txt", "tests/nu/package-lock.json", ".webp", ".ttf")
OF_TESTS = "opens accounts that a test makes, and that are gone when it ends"
ALLOWED = {
    "a long password": OF_TESTS,
    "another long one": OF_TESTS,
    "Zq-old-one": "is typed by a test to see that it is shown nowhere",
    "wrong": "is the password that a test is refused with",
    "kill": "signs cookies of a site that lives as long as tests/kill.py",
    "measure": "signs cookies of a site that lives as long as a measurement",
    "of the pictures": "opens accounts of the site of which pictures are taken",
    "pictures": "signs cookies of the site of which pictures are taken",
    "test": "is the SECRET_KEY of tests",
    "password": "is the word in the docstring that shows what DATABASE_URL looks like",
    "another": "is one of two made-up keys in a test",
    "true": "is a value in JSON",
    "PGPASSWORD": "is the name of the variable by which programs are told one",
    "django.contrib.auth.tokens.PasswordResetTokenGenerator": "is the name of a class",
    "10/m/ip,3/15m/key": "is how often a new password may be asked for",
    "rolling-": "begins the key of a site that lives as long as tests/rolling.py",
    "fuzz": "is the SECRET_KEY of the fuzzer",
    "openid": "is the SECRET_KEY of a site that a test starts",
    "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP": "is the second factor of people in tests",
    "ghs": "is a part of a class's name in a drawing",
    "a1b2c3d4e5f6a7b8": "is the made-up key of a form",
    "checks .venv/bin/lint-imports --no-logo": "is a command; its SECRET_KEY signs nothing",
    "checks .venv/bin/python -m pytest tests/test_style.py": "is a command; its SECRET_KEY signs nothing",
    "checks DATABASE_URL=sqlite://:memory: .venv/bin/python manage.py makemigrations --check --dry-run": (
        "is a command; its SECRET_KEY signs nothing"
    ),
}


KNOWN = {*ALLOWED, *ALLOWED.values()}  # reasons, too: some of them speak of passwords


def found_in(path):
    """(path, line, rule) of each; what it is is not told: logs are read by many."""
    with default_settings():
        found = scan_file(str(path))
        return [(path, one.line_number, one.type) for one in found if one.secret_value not in KNOWN]


def known_to_git():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=HERE, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name and not name.startswith(NOT_READ[0])]


def main(paths):
    paths = [
        path for path in paths or known_to_git() if not path.endswith(NOT_READ) and (HERE / path).exists()
    ]
    with ProcessPoolExecutor() as processes:
        found = [one for some in processes.map(found_in, paths, chunksize=20) for one in some]
    for path, line, rule in found:
        print(
            f"{path}:{line}: {rule}. If it is none, say why in tests/find_secrets.py; if it is, it is known now."
        )
    print(f"{len(paths)} files read, {len(found)} that look like a secret.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
