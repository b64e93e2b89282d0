"""Fuzzing led by coverage (atheris) of whatever takes in what strangers wrote.

    .venv/bin/python tests/fuzz.py                          20 seconds a target
    .venv/bin/python tests/fuzz.py --seconds 600 wxr pdf    some of them, for longer

Each target says when its input is refused, and anything else that it raises is a fault: libFuzzer then tells the
input, and this command fails. The first inputs are made here, in code. Runs on Linux on x86-64 alone, as atheris does.
"""

import argparse
import io
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))
INSTRUMENTED = ["moving", "publishing.rich_text", "library", "defusedxml"]
LONGEST = 4096  # bytes of an input
PATIENCE = 120  # seconds beyond the given ones: the start of each process


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("targets", nargs="*", help=", ".join(TARGETS))
    options.add_argument("--seconds", type=int, default=20)
    options.add_argument("--here", action="store_true", help="one target, in this process")
    chosen = options.parse_args()
    if unknown := {*chosen.targets} - {*TARGETS}:
        sys.exit(f"There is no target {', '.join(sorted(unknown))}: {', '.join(TARGETS)}.")
    if chosen.here:
        return fuzz(chosen.targets[0], chosen.seconds)
    try:
        import atheris  # noqa: F401
    except ImportError:
        print("Nothing was fuzzed: atheris runs on Linux on x86-64 alone.")
        return 0
    return max([run(name, chosen.seconds) for name in chosen.targets or TARGETS])


def run(name, seconds):
    given = {"SECRET_KEY": "fuzz", "DEBUG": "0", "DATABASE_URL": "sqlite://:memory:"}
    command = [sys.executable, __file__, "--here", f"--seconds={seconds}", name]
    told = {"capture_output": True, "text": True, "timeout": seconds + PATIENCE}
    try:
        done = subprocess.run(command, cwd=HERE, env=os.environ | given, **told)
    except subprocess.TimeoutExpired:
        print(f"{name}: did not end")
        return 1
    last = [line for line in done.stderr.splitlines() if line.startswith("Done")]
    failed = f"FAILED\n{done.stdout[-3000:]}{done.stderr[-1500:]}"
    print(f"{name}: {failed if done.returncode or not last else last[0]}", flush=True)
    return 1 if done.returncode or not last else 0


def fuzz(name, seconds):
    import atheris

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selec_cms.settings")
    with atheris.instrument_imports(include=INSTRUMENTED):
        import django

        django.setup()
        judge, seeds = TARGETS[name]
        judge = judge()
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds()):
            (Path(corpus) / str(number)).write_bytes(seed)
        limits = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=20", "-rss_limit_mb=2048"]
        limits += [f"-artifact_prefix={tempfile.gettempdir()}/"]
        atheris.Setup([sys.argv[0], corpus, *limits], judge)
        atheris.Fuzz()


# The sanitiser


SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
STRIPPED = "".join(map(chr, range(0x21)))  # what browsers take off the start of an address


class Allowed(HTMLParser):
    """What is left has to be of the allow-list."""

    def handle_starttag(self, tag, attributes):
        from publishing.rich_text import ATTRIBUTES, IMAGE, SCHEMES, TAGS

        assert tag in TAGS, tag
        for name, value in attributes:
            assert name in ATTRIBUTES.get(tag, ()), f"{name} of {tag}"
            scheme = SCHEME.match(re.sub(r"[\t\n\r]", "", value or "").lstrip(STRIPPED))
            assert name != "href" or not scheme or scheme[1].lower() in SCHEMES, value
            assert name != "src" or IMAGE.fullmatch(value), value


def sanitiser():
    from publishing.rich_text import clean, losses, text_of

    def judge(data):
        html = data.decode(errors="ignore")
        for cleaned in (clean(html), clean(clean(html))):  # as it is stored, and as it is shown
            parser = Allowed()
            parser.feed(cleaned)
            parser.close()
        losses(html), text_of(cleaned)

    return judge


def hostile():
    run = "alert(1)"
    yield from (
        html.encode()
        for html in [
            f"<p onclick={run}>a</p><script>{run}</script>",
            f"<img src=x onerror={run}><svg onload={run}><a xlink:href='javascript:{run}'>b</a></svg>",
            f"<a href='java&#10;script:{run}'>c</a><math><mtext><table><mglyph><style><!--</style><img title='--&gt;'>",
            "<noscript><p title='</noscript><img src=x>'><template><b><i>d</b></i><table><td>e",
            "<h1>f</h1><b>g</b><a name=_ftn1 href=#x>h</a><img src=/images/1/640.jpg>",
        ]
    )


# The importers


def importer(name):
    def prepare():
        from importlib import import_module

        from moving.damage import damages
        from moving.paragraphs import in_paragraphs
        from moving.posts import Post, Unreadable
        from moving.references import References, shortcodes

        read = import_module(f"moving.{name}").read

        def judge(data):
            posts = []
            with suppress(Unreadable):
                posts = [one for one in read(io.BytesIO(data)) if isinstance(one, Post)]
            for post in posts:
                html = in_paragraphs(post.html)
                References(html), damages(html), shortcodes(html)

        return judge

    return prepare


def wordpress_exports():
    from tests.moving.exports import attachment, category, item, wxr

    yield wxr(item(1), item(2, "A&amp;B", "<p>x</p>[gallery]", more=category("visits")))
    yield wxr(attachment(3, "https://www.selec.org/a.jpg", "A lorry"))


def tables():
    from tests.moving.exports import ROW, table

    yield table(ROW, ["m1", "/m1/x", "SELECīs", "07 October 2016", '<a href="/p1/">x</a>'])
    yield b"id;title\n1;x"


# Redirects


def redirects():
    """Only what leads to a fixed path: an item's own address is never typed by anybody."""
    from urllib.parse import urlsplit

    from django.conf import settings
    from django.db import connection
    from django.test import RequestFactory

    from moving.models import OldAddress
    from moving.redirects import led_on
    from moving.targets import is_path
    from publishing.models import Item

    settings.SECURE_SSL_REDIRECT = False
    connection.disable_constraint_checking()
    with connection.schema_editor() as editor:
        editor.create_model(Item)
        editor.create_model(OldAddress)
    for key in ("p646", "m122", "some-words", "projects/siras"):
        OldAddress.objects.create(key=key, path="/about/")
    ask = RequestFactory()

    def judge(data):
        text = data.decode("latin-1")
        request = ask.get("/")
        request.path, request.moment = f"/{text}", None
        if answer := led_on(request):
            assert answer["Location"] == "/about/"
        if is_path(text):
            parts = urlsplit(text)
            assert not parts.netloc
            assert not parts.scheme

    return judge


def paths():
    yield from (
        b"p646/07+October+2016",
        b"M0122/%20",
        b"some-words/+",
        b"projects/siras/feed/",
        b"//evil.example/\\@",
    )


# Uploads


def upload(module, function, name):
    def prepare():
        from importlib import import_module

        from django.core.exceptions import ValidationError
        from django.core.files.uploadedfile import SimpleUploadedFile

        take = getattr(import_module(f"library.{module}"), function)

        def judge(data):
            with suppress(ValidationError):
                take(SimpleUploadedFile(name, data))

        return judge

    return prepare


def pdf():
    """The inspector in this process: one of its own for each input would be slow."""
    from library.pdf_inspector import inspected

    return lambda data: isinstance(inspected(io.BytesIO(data)), str) or sys.exit("no word")


def pictures():
    from PIL import Image

    for format in ("JPEG", "PNG", "WEBP"):
        stream = io.BytesIO()
        Image.linear_gradient("L").resize((9, 6)).convert("RGB").save(stream, format)
        yield stream.getvalue()


def archives():
    for names in (
        ["a.csv", "b.txt"],
        ["[Content_Types].xml", "word/document.xml"],
        ["mimetype", "content.xml"],
    ):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.writestr(
                    name, "<x/>" if name != "mimetype" else "application/vnd.oasis.opendocument.text"
                )
        yield stream.getvalue()
    yield b"country,seizures\n1,4\n"


def documents():
    import pikepdf

    for act in ({}, {"/OpenAction": pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x"))}):
        stream, document = io.BytesIO(), pikepdf.new()
        document.add_blank_page()
        for name, value in act.items():
            document.Root[name] = value
        document.save(stream)
        yield stream.getvalue()


TARGETS = {
    "sanitiser": (sanitiser, hostile),
    "wxr": (importer("wxr"), wordpress_exports),
    "legacy": (importer("legacy"), tables),
    "redirects": (redirects, paths),
    "images": (upload("image_intake", "image_from", "a.jpg"), pictures),
    "files": (upload("content", "file_from", "a.csv"), archives),
    "archives": (upload("archives", "archive_format", "a.zip"), archives),
    "pdf": (pdf, documents),
}

if __name__ == "__main__":
    sys.exit(main())
