"""What runs the site is checked as far as this machine has the programs; no container is built here."""

import configparser
import re
import shlex
import shutil
import ssl
import subprocess
import threading
import time
from contextlib import contextmanager
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import yaml
from granian.cli import cli

from news.models import PressRelease
from tests import machine
from tests.deployed import CONFIGURATION, HOST, await_port, nginx, nginx_folder
from tests.library.files import document, linked
from tests.make import make
from tests.test_setup import HERE

DEPLOY = HERE / "deploy"
DOCSTRING = (HERE / "selec_cms" / "settings.py").read_text().split('"""')[1]
SETTINGS = {
    name
    for line in DOCSTRING.splitlines()
    for name in re.findall(r"(?:^|(?<=, ))[A-Z][A-Z0-9_]+(?=,|\s|$)", line[:60])
}
OF_DATABASE_IMAGE = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "POSTGRES_INITDB_ARGS"}
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
TO_BE_MADE = ["deploy/.env", "deploy/tls/"]
UNITS = sorted((DEPLOY / "systemd").iterdir())


def example():
    lines = (DEPLOY / "env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def used_by_settings():
    code = (HERE / "selec_cms" / "settings.py").read_text()
    return {*re.findall(r'(?:environ(?:\.get)?[(\[]|listed\()"([A-Z0-9_]+)"', code)} - {"PORT"}


def test_the_example_has_every_setting_and_no_other():
    assert used_by_settings() <= SETTINGS
    assert example().keys() == SETTINGS


def test_the_example_starts_no_site_before_it_is_filled_in():
    assert example()["SECRET_KEY"] == ""
    assert example()["DEBUG"] == ""


def test_every_service_runs_something_with_known_settings_and_keeps_what_it_writes():
    services = COMPOSE["services"]
    assert services.keys() == {"release", "web1", "web2", "worker", "db", "redis", "nginx"}
    assert services["web1"] | {"hostname": ""} == services["web2"] | {"hostname": ""}
    for name, service in services.items():
        known = OF_DATABASE_IMAGE if name == "db" else SETTINGS
        assert service.get("environment", {}).keys() <= known, name
        volumes = [volume.split(":")[0] for volume in service.get("volumes", [])]
        assert {one for one in volumes if not one.startswith(".")} <= COMPOSE["volumes"].keys()
        assert all((DEPLOY / one).exists() for one in volumes if one.startswith("./") and one != "./tls")
        assert {*service["networks"]} <= COMPOSE["networks"].keys()
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]


def test_only_the_variables_of_compose_itself_are_put_in():
    named = set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text()))
    assert named == {"IMAGE", "POSTGRES_PASSWORD"}


def instructions():
    text = re.sub(r"\\\n", " ", (DEPLOY / "Containerfile").read_text())
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [line.split(maxsplit=1) for line in lines]


def test_the_image_has_every_app_and_copies_nothing_that_is_not_there():
    copied = [
        shlex.split(words) for name, words in instructions() if name == "COPY" and "--from" not in words
    ]
    for *sources, _target in copied:
        assert all((HERE / source).exists() for source in sources)
    apps = {path.parent.name for path in HERE.glob("*/__init__.py")} - {"tests"}
    assert apps | {"static", "templates", "manage.py"} <= {one for words in copied for one in words}
    assert [words for name, words in instructions() if name == "USER"] == ["site"]


def granian_lines():
    [image] = [yaml.safe_load(words) for name, words in instructions() if name == "CMD"]
    unit = (DEPLOY / "systemd" / "selec-web@.service").read_text()
    started = shlex.split(re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)[1].replace("%i", "1"))
    return [image, started]


@pytest.mark.parametrize("command", granian_lines(), ids=["image", "unit"])
def test_the_server_knows_every_option_it_is_given(command):
    context = cli.make_context("granian", command[1:], resilient_parsing=False)
    assert context.params["interface"].value == "wsgi"
    assert context.params["workers"] == 2


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_is_whole_and_runs_a_command_that_there_is(unit):
    parsed = configparser.ConfigParser(strict=True, interpolation=None)
    parsed.optionxform = str
    parsed.read(unit)
    if unit.suffix == ".timer":
        assert unit.with_suffix(".service") in UNITS
        return
    service = parsed["Service"]
    assert (service["User"], service["EnvironmentFile"]) == ("selec", "/etc/selec/env")
    if found := re.search(r"manage\.py (\w+)", service["ExecStart"]):
        assert [*HERE.glob(f"*/management/commands/{found[1]}.py")]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_understands_the_units(tmp_path):
    """With programs that are there in place of the site's, whose folder is not."""
    for unit in UNITS:
        text = re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text())
        (tmp_path / unit.name.replace("@.", "@1.")).write_text(text.replace("/srv/selec/site", "/"))
    paths = [str(path) for path in tmp_path.iterdir()]
    found = subprocess.run(["systemd-analyze", "verify", "--man=no", *paths], capture_output=True, text=True)
    told = [line for line in found.stderr.splitlines() if "selec-" in line and "Unit User" not in line]
    assert [line for line in told if "not found" not in line] == []


@pytest.fixture(scope="session")
def with_nginx():
    if not (shutil.which("nginx") or machine.install("nginx")):
        machine.skip("needs nginx: apt install nginx")


def test_nginx_understands_its_configuration(with_nginx, tmp_path):
    conf = nginx_folder(tmp_path, [18001, 18002])
    command = ["nginx", "-t", "-q", "-c", str(conf), "-p", str(tmp_path)]
    checked = subprocess.run(command, capture_output=True, text=True)
    assert (checked.returncode, checked.stderr) == (0, "")


class SaysAgain(BaseHTTPRequestHandler):
    """What the site said."""

    def do_GET(self):
        self.server.asked += 1
        self.send_response(200)
        if self.server.is_kept:
            self.send_header("Cache-Control", "no-cache")  # before the other, as the site says it
            self.send_header("X-Accel-Expires", f"@{int(time.time())}")
            self.send_header("Cache-Control", "no-cache")
        for name, value in self.server.said.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_words):
        pass


@contextmanager
def behind_nginx(folder, said, is_kept=False):
    """(A connection to nginx, the server that it is in front of), which answers with these headers."""
    port = machine.free_port()
    with HTTPServer(("127.0.0.1", 0), SaysAgain) as server:
        server.said, server.asked, server.is_kept = said, 0, is_kept
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        nginx_folder(folder, [server.server_port], plain=machine.free_port(), tls=port)
        running = nginx(folder)
        unverified = ssl._create_unverified_context()  # noqa: S323 – the certificate is of this test alone
        try:
            await_port(port)
            yield HTTPSConnection("127.0.0.1", port, timeout=10, context=unverified), server
        finally:
            running.terminate()
            running.wait(10)
            server.shutdown()


@pytest.mark.django_db
def test_bytes_that_nginx_sends_have_the_headers_that_the_site_gave_them(
    with_nginx, client, tmp_path, settings
):
    settings.ACCEL_PREFIX = "/protected/"
    file = document({"content": b"0123456789", "name": "a.csv"})
    make(PressRelease, body=linked(file))
    said = client.get(file.newest.url, secure=True).headers
    with behind_nginx(tmp_path, said) as (connection, _server):
        connection.request("GET", "/", headers={"Host": HOST})
        answer = connection.getresponse()
        assert answer.read() == b"0123456789"
    lost = {name for name, value in said.items() if answer.headers[name] != value}
    assert lost <= {"X-Accel-Redirect", "Content-Length", "ETag"}
    assert {"Strict-Transport-Security", "Cross-Origin-Opener-Policy", "Permissions-Policy"} <= said.keys()


def visit(connection, **headers):
    connection.request("GET", "/", headers={"Host": HOST, **headers})
    return connection.getresponse().read()


def test_nginx_keeps_a_page_to_the_end_of_the_second_and_asks_for_staff_each_time(with_nginx, tmp_path):
    with behind_nginx(tmp_path, {"Content-Length": "0"}, is_kept=True) as (connection, server):
        time.sleep(1.05 - time.time() % 1)  # to the beginning of one
        for _ in range(20):
            visit(connection)
        assert (server.asked, time.time() % 1 < 0.9) == (1, True)
        for _ in "123":
            visit(connection, Cookie="a=b; sessionid=x")
        assert server.asked == 4
        time.sleep(1.05 - time.time() % 1)
        visit(connection)
        assert server.asked == 5


def test_nginx_keeps_nothing_that_the_site_does_not_let_it_keep(with_nginx, tmp_path):
    with behind_nginx(tmp_path, {"Content-Length": "0", "Cache-Control": "no-cache"}) as (connection, server):
        for _ in "123":
            visit(connection)
        assert server.asked == 3


def test_nginx_hands_on_the_headers_that_the_site_relies_on():
    text = CONFIGURATION.read_text()
    values = example()
    assert f"proxy_set_header {values['CLIENT_ADDRESS_HEADER']} $remote_addr;" in text
    assert "proxy_set_header X-Forwarded-Proto https;" in text
    assert f"location {values['ACCEL_PREFIX']} {{\n        internal;" in text
    assert f"alias {values['MEDIA_ROOT']}/;" in text
    assert f"alias {values['STATIC_ROOT']}/;" in text
    assert "metrics" not in text


def test_the_page_for_operators_is_linked_and_names_every_command_of_theirs():
    page = (HERE / "docs" / "operators.md").read_text()
    assert "docs/operators.md" in (HERE / "README.md").read_text()
    commands = [
        "backup",
        "restore",
        "restore_drill",
        "verify_audit",
        "worker",
        "migrate",
        "roles",
        "collectstatic",
    ]
    assert [each for each in commands if f"manage.py {each}" not in page] == []
    for path in re.findall(r"`((?:deploy|tests)/[\w./@-]+)`", page):
        assert path in TO_BE_MADE or (HERE / path).exists(), path


def test_every_folder_of_the_containers_is_in_the_image():
    site = (HERE / "deploy" / "compose.yaml").read_text().partition("networks:")[0]
    made = re.search(r"for folder in ([\w ]+);", (HERE / "deploy" / "Containerfile").read_text())[1]
    assert {*made.split()} == {*re.findall(r":/srv/(\w+)\"", site)}
