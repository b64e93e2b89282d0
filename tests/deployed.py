"""The site as deploy/ has it, on this machine: nginx in front of web processes by granian."""

import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

from tests import machine

HERE = Path(__file__).resolve().parent.parent
CONFIGURATION = HERE / "deploy" / "nginx" / "selec.conf"
HOST = "www.example.org"
FRAME = """
{user}
daemon off;
pid {folder}/nginx.pid;
worker_processes 2;
error_log {folder}/nginx.log error;
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/selec.conf;
}}
"""


def nginx_folder(folder, ports, *, plain=18080, tls=18443):
    """The configuration of deploy/ with this machine's ports and paths, and a certificate of its own."""
    (folder / "tls").mkdir()
    subject = [
        "-subj",
        f"/CN={HOST}",
        "-keyout",
        folder / "tls/key.pem",
        "-out",
        folder / "tls/fullchain.pem",
    ]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
    subprocess.run(command, check=True, capture_output=True)
    show(folder, ports)
    text = CONFIGURATION.read_text()
    for ours, theirs in {
        "/etc/selec/upstream/web.conf": f"{folder}/web.conf",
        "/etc/selec/tls": f"{folder}/tls",
        "/srv/selec": str(folder),
        "/var/cache/nginx/selec": f"{folder}/pages",
        "listen 80 default_server": f"listen 127.0.0.1:{plain} default_server",
        "listen 443": f"listen 127.0.0.1:{tls}",
        "error_log stderr crit": f"error_log {folder}/nginx.log error",
    }.items():
        assert ours in text
        text = text.replace(ours, theirs)
    (folder / "selec.conf").write_text(text)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(FRAME.format(folder=folder, user=user))
    return folder / "nginx.conf"


def show(folder, ports):
    (folder / "web.conf").write_text("".join(f"server 127.0.0.1:{port} max_fails=0;\n" for port in ports))


def nginx(folder):
    return subprocess.Popen(["nginx", "-c", folder / "nginx.conf", "-p", folder], stderr=subprocess.DEVNULL)


def web(port, environment, log, most_bytes=None):
    """A web process as the unit starts it, in a group of its own; `most_bytes` is how far any file may grow."""
    program = Path(sys.executable).with_name("granian")
    options = "--interface wsgi --workers 1 --blocking-threads 4 --backpressure 64 --no-access-log"
    command = [
        program,
        *options.split(),
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "selec_cms.wsgi:application",
    ]
    with open(log, "ab") as stream:
        told = {"stdout": stream, "stderr": stream}
        if most_bytes:
            limit = (most_bytes, most_bytes)
            told["preexec_fn"] = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        return subprocess.Popen(command, cwd=HERE, env=environment, start_new_session=True, **told)


def stop(process, number=signal.SIGTERM):
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
    process.wait(60)


def await_health(port, seconds=60):
    """Until the web process on that port is well; says whether it became so."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/health/?format=json", headers={"Host": HOST})
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(OSError), urllib.request.urlopen(request, timeout=5):  # noqa: S310 – our own address
            return True
        time.sleep(0.1)
    return False


def await_port(port):
    for _ in range(200):
        with suppress(OSError):
            return socket.create_connection(("127.0.0.1", port)).close()
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on {port}")


def production(address, folder):
    """The environment of a site in production, whose files are in `folder`."""
    given = {
        **{"SECRET_KEY": "rolling-" * 8, "ALLOWED_HOSTS": HOST, "DATABASE_URL": address, "DEBUG": "0"},
        **{"MEDIA_ROOT": f"{folder}/media", "STATIC_ROOT": f"{folder}/static", "ACCEL_PREFIX": "/protected/"},
        **{"CLIENT_ADDRESS_HEADER": "X-Real-IP", "BACKUP_ROOT": f"{folder}/backups"},
        "CHANGES_FILE": f"{folder}/changes",
        **{"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "131072"},
    }
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | given


def enter(environment):
    """This process as one more of the site's, with which acts are prepared, and looked at."""
    os.environ.update(environment | {"DJANGO_SETTINGS_MODULE": "selec_cms.settings"})
    import django

    django.setup()


def need_programs():
    """Ends a command with a sentence where a site as deploy/ has it cannot run here."""
    if not (all(map(shutil.which, ["nginx", "openssl", "curl"])) or machine.install("nginx")):
        sys.exit("needs nginx, openssl and curl: apt install nginx openssl curl")
    if not (shutil.which("redis-server") or machine.install("redis-server")):
        sys.exit("needs Redis: apt install redis-server")
    if not (machine.postgresql_folder() or machine.install("postgresql")):
        sys.exit("needs PostgreSQL: apt install postgresql, or brew install postgresql")
