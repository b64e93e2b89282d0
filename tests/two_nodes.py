"""Two web nodes as on two machines, a worker and nginx; PostgreSQL and a replica, Redis and an S3-compatible store.

Each node has folders of its own: nothing is shared but what would be on other machines.
"""

import re
import shutil
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

from tests import deployed, machine
from tests.kill_uploads import BOUNDARY, SECRET
from tests.redis_server import RedisServer
from tests.s3_server import CREDENTIALS, S3Server

NAMES = ("a", "b")
FORM = "application/x-www-form-urlencoded"
PARTS = f"multipart/form-data; boundary={BOUNDARY}"
MANY_SEARCHES = 180  # a minute; fewer than in production, so that the limit is soon met


class TwoNodes:
    def __init__(self, folder, stack):
        self.folder = folder
        programs = machine.postgresql_folder()
        self.primary, self.standby = machine.Cluster(programs), machine.Replica(programs)
        for cluster in (self.primary, self.standby):
            stack.callback(cluster.stop)
        self.store, self.redis = S3Server(), RedisServer()
        for server in (self.store, self.redis):
            stack.callback(server.stop)
        self.bucket, address = self.store.bucket(), self.primary.start()
        self.shared = deployed.production(address, folder) | CREDENTIALS
        self.shared |= {"S3_BUCKET": self.bucket, "S3_ENDPOINT": self.store.address, "PAGE_CACHE_MB": "24"}
        self.shared["CHANGES_FILE"] = ""  # nodes are machines: none sees what another marks
        self.shared |= {"REDIS_URL": self.redis.address, "SEARCHES_A_MINUTE": str(MANY_SEARCHES)}
        self.ports, self.tls = [machine.free_port() for _ in NAMES], machine.free_port()
        self.manage("migrate", "--verbosity=0")
        self.shared["REPLICA_URL"] = self.standby.start(address)
        assert self.shared["REPLICA_URL"], "no replica could be made"
        self._start(stack)

    def _start(self, stack):
        self.manage("collectstatic", "--noinput", "--verbosity=0")
        for name in NAMES:
            shutil.copytree(self.folder / "static", self.folder / name / "static")
        deployed.nginx_folder(self.folder, self.ports, plain=machine.free_port(), tls=self.tls)
        self.webs = [self.web(number) for number in range(len(NAMES))]
        stack.callback(lambda: [deployed.stop(process) for process in self.webs])
        assert all(map(deployed.await_health, self.ports)), (self.folder / "a.log").read_text()[-3000:]
        nginx = deployed.nginx(self.folder)
        stack.callback(lambda: (nginx.terminate(), nginx.wait(30)))
        deployed.await_port(self.tls)
        command = [sys.executable, "manage.py", "worker"]
        with (self.folder / "worker.log").open("wb") as log:
            told = {"stdout": log, "stderr": log, "start_new_session": True}
            worker = subprocess.Popen(command, cwd=deployed.HERE, env=self.environment("worker"), **told)
        stack.callback(lambda: deployed.stop(worker))

    def environment(self, name):
        own = {"MEDIA_ROOT": f"{self.folder}/{name}/media", "BACKUP_ROOT": f"{self.folder}/{name}/backups"}
        static = self.folder / name / "static"
        return self.shared | own | ({"STATIC_ROOT": str(static)} if static.exists() else {})

    def web(self, number):
        log = self.folder / f"{NAMES[number]}.log"
        return deployed.web(self.ports[number], self.environment(NAMES[number]), log)

    def manage(self, *arguments):
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=deployed.HERE, env=self.environment("commands"), check=True)

    def kept_by(self, number):
        """The files in a node's own folder."""
        root = Path(self.environment(NAMES[number])["MEDIA_ROOT"])
        return [path.name for path in root.rglob("*") if path.is_file() and path.parent.name != "locks"]


class Browser:
    """Somebody who asks this node or that, and has the cookies of both; `address` is what nginx would say of them."""

    def __init__(self, site, address="203.0.113.7", session=""):
        self.site, self.address = site, address
        self.cookies = {"csrftoken": SECRET} | ({"sessionid": session} if session else {})

    def ask(self, number, path, body=None, content_type=FORM):
        """(status, what it says of the page cache, bytes) from node `number`."""
        connection = HTTPConnection("127.0.0.1", self.site.ports[number], timeout=30)
        headers = {"Host": deployed.HOST, "X-Forwarded-Proto": "https", "X-Real-IP": self.address}
        if self.cookies.get("sessionid") or body is not None:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers |= {"Content-Type": content_type, "Referer": f"https://{deployed.HOST}/"}
        connection.request("GET" if body is None else "POST", path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        for line in answer.headers.get_all("Set-Cookie", []):
            name, value = re.match(r"(\w+)=\"?([^;\"]*)", line).groups()
            self.cookies[name] = value
        connection.close()
        return answer.status, answer.headers.get("Cache-Status", ""), content
