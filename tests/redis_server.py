"""A real Redis of a test's own, which may be stopped in the middle."""

import contextlib
import shutil
import subprocess
import time

from redis import Redis, RedisError

from tests import machine

PATIENCE_SECONDS = 10


class RedisServer:
    def __init__(self):
        self.port = machine.free_port()
        self.address = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self):
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL, cwd="/")
        until = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            assert time.monotonic() < until, "Redis does not answer."
            time.sleep(0.02)

    def _answers(self):
        try:
            return Redis.from_url(self.address).ping()
        except RedisError:
            return False

    def forget(self):
        """How much was written within the hour, or the forms would take no more."""
        Redis.from_url(self.address).flushall()

    def stop(self):
        self.process.kill()
        self.process.wait()


@contextlib.contextmanager
def redis_server():
    if not (shutil.which("redis-server") or machine.install("redis-server")):
        machine.skip("needs Redis: apt install redis-server")
    server = RedisServer()
    try:
        yield server
    finally:
        server.stop()
