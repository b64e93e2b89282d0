"""Takes the pictures of the README: twelve pages of the demo, in a real browser. `make pictures` calls it."""

import io
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import machine
from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent.parent
FOLDER = HERE / "docs"
PASSWORD = "of the pictures"
QUALITY, PATIENCE_SECONDS = 80, 60
DESK, PHONE = (1280, 960), (360, 800)


@dataclass(frozen=True)
class Picture:
    """`then` is the text of links to follow from `path`, one after the other."""

    name: str
    path: str
    size: tuple = DESK
    scheme: str = "light"
    person: str = ""
    then: tuple = ()


PICTURES = [
    Picture("home", "/"),
    Picture("release", "/search/?q=siras", then=("Project SIRAS",)),
    Picture("search", "/search/?q=traficking"),
    Picture("map", "/about/member-states/"),
    Picture("tender", "/procurement/", then=("Interpretation at meetings",)),
    Picture("vacancy", "/careers/", then=("Liaison and training officer",)),
    Picture("events", "/news/events/", scheme="dark"),
    Picture("history", "/search/?q=siras", then=("Project SIRAS", "What changed"), scheme="dark"),
    Picture("desk", "/admin/", person="approver"),
    Picture("writing", "/admin/", person="communications", then=("New press release",)),
    Picture("phone", "/", size=PHONE),
    Picture("phone-dark", "/about/crime-areas/drug-trafficking/", size=PHONE, scheme="dark"),
]


def main():
    path = machine.browser() or sys.exit("needs Chromium: apt install chromium libatomic1, or set CHROMIUM")
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for picture in PICTURES:
            print(f"docs/{picture.name}.webp", flush=True)
            take(picture, browser, site)
        browser.close()


@contextmanager
def served(folder):
    """The address of the demo, in a database and with files of its own."""
    address = f"http://127.0.0.1:{machine.free_port()}"
    given = {"DEBUG": "1", "SECRET_KEY": "pictures", "DEMO_PASSWORD": PASSWORD}
    given |= {"DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3", "MEDIA_ROOT": f"{folder}/media"}
    manage, told = [sys.executable, "manage.py"], {"cwd": HERE, "env": os.environ | given}
    for command in (["migrate", "--verbosity=0"], ["demo"]):
        subprocess.run([*manage, *command], **told, check=True, stdout=subprocess.DEVNULL)
    command = [*manage, "runserver", "--noreload", address.removeprefix("http://")]
    server = subprocess.Popen(command, **told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait()


def wait_for(address):
    patience = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return urllib.request.urlopen(address)  # noqa: S310 - our own server
        except OSError:
            if time.monotonic() > patience:
                raise
            time.sleep(0.2)


def take(picture, browser, site):
    width, height = picture.size
    viewport = {"width": width, "height": height}
    page = browser.new_page(base_url=site, viewport=viewport, color_scheme=picture.scheme)
    page.goto(picture.path)
    if picture.person:
        page.fill("#id_login", picture.person)
        page.fill("#id_password", PASSWORD)
        page.click("#login-form [type=submit]")
    for words in picture.then:
        page.locator("main, #content").get_by_role("link", name=words).first.click()
    page.wait_for_load_state("networkidle")
    image = Image.open(io.BytesIO(page.screenshot()))
    image.save(FOLDER / f"{picture.name}.webp", quality=QUALITY, method=6)
    page.close()


if __name__ == "__main__":
    main()
