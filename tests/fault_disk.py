"""A small disk for the database, which tests/faults.py fills: a file system in memory, where we may mount one."""

import subprocess
import sys
from contextlib import suppress

from tests import machine

MEGABYTES = 400


class Disk:
    def __init__(self, folder):
        self.folder, self.ballast = folder, folder / "ballast"
        self.is_mounted = False

    def mount(self):
        """Whether that can be done here."""
        self.folder.mkdir(exist_ok=True)
        size = f"size={MEGABYTES}m"
        self.is_mounted = (
            sys.platform == "linux"
            and machine.is_root()
            and machine.answers("mount", "-t", "tmpfs", "-o", size, "selec-faults", self.folder)
        )
        return self.is_mounted

    def fill(self):
        with suppress(OSError), self.ballast.open("ab", buffering=0) as file:
            while file.write(bytes(4096)):
                pass

    def free(self):
        self.ballast.unlink(missing_ok=True)

    def close(self):
        if self.is_mounted:
            subprocess.run(["umount", self.folder], check=True)
