"""A real S3-compatible store of a test's own, on loopback: moto's server, installed from its lock in tests/s3/.

It is faithful in what the site asks of it (parts of objects, listing by folders, overwriting, what is missing), but
keeps all in memory, and takes any signature for a good one.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import boto3
from botocore.exceptions import BotoCoreError

from tests import machine

HERE = Path(__file__).resolve().parent
LOCK = HERE / "s3" / "requirements.txt"
FOLDER = HERE.parent / ".cache" / "s3"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "tests", "AWS_SECRET_ACCESS_KEY": "of this site"}
PATIENCE_SECONDS = 30


def install():
    """Into an environment of its own, once for each lock, by one process at a time; says whether it is there."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open(FOLDER / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        installed = FOLDER / "installed.txt"
        if installed.exists() and installed.read_bytes() == LOCK.read_bytes():
            return True
        pip = [FOLDER / "bin" / "python", "-m", "pip", "install", "--quiet", "--require-hashes", "-r", LOCK]
        for command in [[sys.executable, "-m", "venv", FOLDER], pip]:
            if subprocess.run(command, stdout=subprocess.DEVNULL).returncode:
                return False
        shutil.copyfile(LOCK, installed)
        return True


class S3Server:
    def __init__(self):
        self.port = machine.free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        command = [FOLDER / "bin" / "moto_server", "-H", "127.0.0.1", "-p", str(self.port)]
        told = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.process = subprocess.Popen(command, cwd="/", env=environment, **told)
        until = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            assert time.monotonic() < until, "The store does not answer."
            time.sleep(0.05)

    @property
    def client(self):
        keys = {"aws_access_key_id": "tests", "aws_secret_access_key": "of this site"}
        return boto3.client("s3", endpoint_url=self.address, region_name="us-east-1", **keys)

    def _answers(self):
        try:
            return bool(self.client.list_buckets())
        except BotoCoreError:
            return False

    def bucket(self):
        name = f"selec-{uuid4().hex}"
        self.client.create_bucket(Bucket=name)
        return name

    def names(self, bucket):
        return [one["Key"] for one in self.client.list_objects_v2(Bucket=bucket).get("Contents", [])]

    def stop(self):
        self.process.kill()
        self.process.wait()


@contextlib.contextmanager
def s3_server():
    if not install():
        machine.skip("needs moto's server, which could not be installed")
    server = S3Server()
    try:
        yield server
    finally:
        server.stop()
