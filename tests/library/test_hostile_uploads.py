"""Malformed, huge, lying and malicious uploads, sent over HTTP as an attacker's program would send them.

Each gets one sentence in the page and leaves no file and no row behind.
"""

import hashlib
import http.client
import re
import stat
import struct
import time
import zipfile
import zlib
from io import BytesIO
from urllib.parse import urlsplit

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Pillow

from library.content import MOST_BYTES
from library.models import Document, Image, Version

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.looks]
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
POLYGLOT = b"GIF89a/*\x01\x00\x01\x00\x00\x00\x00*/=1;alert(1);//"
BOMB_XML = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TABLE = b"country,seizures\nRomania,4\n"


def pdf(change=None, **options):
    stream = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        if change:
            change(made)
        made.save(stream, **options)
    return stream.getvalue()


def acting(made):
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def numbered(made):
    made.Root.OpenAction = 4


def launching(made):
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
    made.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=action)])


def carrying(made):
    made.attachments["virus.exe"] = b"MZ"


def packed(**parts):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def docx(**more):
    types = '<?xml version="1.0"?><Types/>'
    return packed(**{"[Content_Types].xml": types, "word/document.xml": "<document/>", **more})


def relating(kind):
    types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = (
        f'<Relationship Id="a" Target="https://evil.example/>" Type="{types}/{kind}" TargetMode="External"/>'
    )
    relations = f'<Relationships xmlns="{types}">{relation}</Relationships>'
    return docx(**{"word/_rels/document.xml.rels": relations})


def linked():
    stream, entry = BytesIO(), zipfile.ZipInfo("link")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    return stream.getvalue()


def claiming(size):
    """Its last record says that the directory has so many bytes."""
    content = bytearray(packed(**{"a.txt": TABLE}))
    place = content.rfind(b"PK\x05\x06")
    content[place + 12 : place + 16] = struct.pack("<L", size)
    return bytes(content)


def lying(checksum=None):
    """Its directory says that it unpacks to ten bytes, with their checksum where one is given."""
    content = bytearray(packed(**{"a.txt": b"0" * 900_000}))
    place = content.rfind(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<L", 10)
    if checksum is not None:
        content[place + 16 : place + 20] = struct.pack("<L", checksum)
    return bytes(content)


def encrypted_zip():
    content = bytearray(packed(**{"a.txt": b"secret"}))
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def png_of(width, height):
    def chunk(name, data):
        return struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def jpeg():
    stream = BytesIO()
    Pillow.effect_noise((300, 200), 50).convert("RGB").save(stream, "JPEG")
    return stream.getvalue()


DOCUMENTS = {
    "HTML named .pdf": ("report.pdf", lambda: HTML, "web page"),
    "HTML behind a PDF's signature": ("report.pdf", lambda: b"%PDF-1.7\n" + HTML, "damaged"),
    "PDF with JavaScript": ("report.pdf", lambda: pdf(acting), "JavaScript"),
    "PDF that opens with a number": ("a.pdf", lambda: pdf(numbered), "does something by itself"),
    "PDF that starts a program": ("report.pdf", lambda: pdf(launching), "start a program"),
    "PDF with a file inside": ("report.pdf", lambda: pdf(carrying), "other files inside"),
    "PDF encrypted": ("a.pdf", lambda: pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "encrypted"),
    "PDF restricted": ("a.pdf", lambda: pdf(encryption=pikepdf.Encryption(owner="o", user="")), "encrypted"),
    "PDF cut off": ("report.pdf", lambda: pdf()[:60], "damaged"),
    "PDF named .csv": ("report.csv", pdf, "has to end in .pdf"),
    "polyglot GIF/JS": ("table.csv", lambda: POLYGLOT, "GIF"),
    "SVG with script": ("table.csv", lambda: SVG, "drawing"),
    "CSV with NUL": ("table.csv", lambda: TABLE + b"\0", "control characters"),
    "CSV in another encoding": ("table.csv", lambda: "Ţară".encode("utf-16"), "UTF-8"),
    "EXE named .csv": ("table.csv", lambda: b"MZ\x90\x00" + b"\0" * 200, "UTF-8"),
    "empty": ("report.pdf", lambda: b"", "empty"),
    "over the limit": ("table.csv", lambda: b"a,b\n" * 12_600_000, "50 MB are the most"),
    "XML bomb named .docx": ("report.docx", lambda: BOMB_XML, "XML"),
    "XML bomb within a docx": ("a.docx", lambda: docx(**{"word/settings.xml": BOMB_XML}), "entities"),
    "docx with a remote template": ("a.docx", lambda: relating("attachedTemplate"), "from elsewhere"),
    "docx with a remote object": ("a.docx", lambda: relating("oleObject"), "from elsewhere"),
    "docx with a package": ("a.docx", lambda: docx(**{"word/embeddings/a.bin": OLE}), "of another program"),
    "docx with a program": ("a.docx", lambda: docx(**{"word/media/a.png": b"MZ\x90"}), "program"),
    "docx with a web page": ("a.docx", lambda: docx(**{"word/a.html": HTML}), "web page"),
    "docx with a macro": ("a.docx", lambda: docx(**{"word/vbaProject.bin": b"x"}), "macros"),
    "ZIP bomb": ("data.zip", lambda: packed(**{"a.txt": b"0" * 60_000_000}), "unpacks to far more"),
    "ZIP that lies about its size": ("data.zip", lying, "damaged"),
    "ZIP that lies about size and sum": ("data.zip", lambda: lying(zlib.crc32(b"0" * 10)), "damaged"),
    "ZIP of a huge directory": ("data.zip", lambda: claiming(3_000_000), "parts"),
    "ZIP with a ../ entry": ("data.zip", lambda: packed(**{"../../etc/cron.d/x": b"x"}), "out of its folder"),
    "ZIP with a whole path": ("data.zip", lambda: packed(**{"/etc/passwd": b"x"}), "out of its folder"),
    "ZIP with a symlink": ("data.zip", linked, "link"),
    "ZIP with .exe": ("data.zip", lambda: packed(**{"setup.exe": b"x"}), "program"),
    "ZIP with a hidden program": ("data.zip", lambda: packed(**{"setup.txt": b"MZ\x90"}), "program"),
    "ZIP with .html": ("data.zip", lambda: packed(**{"index.html": HTML}), "web page"),
    "ZIP encrypted": ("data.zip", encrypted_zip, "encrypted"),
    "ZIP of too many": ("data.zip", lambda: packed(**{f"{n}.txt": b"" for n in range(1001)}), "1,000"),
    "ZIP in ZIP in ZIP": (
        "data.zip",
        lambda: packed(**{"b.zip": packed(**{"c.zip": packed(**{"d.txt": b"d"})})}),
        "archives within archives",
    ),
    "ZIP in ZIP in disguise": (
        "data.zip",
        lambda: packed(**{"b.zip": packed(**{"c.dat": packed(**{"d.txt": b"d"})})}),
        "archives within archives",
    ),
    "ZIP cut off": ("data.zip", lambda: packed(**{"a.txt": TABLE})[:-10], "damaged"),
    "name with ../": ("../../etc/table.csv", lambda: TABLE, "path"),
    "name with a backslash": ("C:\\table.csv", lambda: TABLE, "path"),
    "name with NUL": ("table\0.csv", lambda: TABLE, "control characters"),
    "name with an RTL override": ("table\u202evsc.exe.csv", lambda: TABLE, "direction of writing"),
    "name of 300 characters": ("a" * 296 + ".csv", lambda: TABLE, "too long"),
    "name of blanks": ("  .", lambda: TABLE, "no name"),
}
IMAGES = {
    "polyglot GIF/JS": ("picture.gif", lambda: POLYGLOT, "GIF"),
    "SVG with script": ("picture.svg", lambda: SVG, "SVG"),
    "HTML named .jpg": ("picture.jpg", lambda: HTML, "web page"),
    "truncated JPEG": ("picture.jpg", lambda: jpeg()[:1500], "damaged"),
    "50,000 × 50,000 PNG": ("picture.png", lambda: png_of(50_000, 50_000), "pixels"),
    "name with ../": ("../../picture.jpg", jpeg, "path"),
    "name with NUL": ("picture\0.jpg", jpeg, "control characters"),
    "name with an RTL override": ("\u202egpj.exe.jpg", jpeg, "direction of writing"),
    "name of 300 characters": ("a" * 296 + ".jpg", jpeg, "too long"),
    "empty": ("picture.jpg", lambda: b"", "empty"),
}
FIELDS = {"title": "T", "language": "en", "credit": "C", "alt": "A", "licence": "free"}
FIELDS |= {"focal_x": "50", "focal_y": "50"}


@pytest.fixture
def send(live_server, person):
    """send(path, name, content): status and page of a form's answer."""
    client = Client()
    client.force_login(
        person("lib", *(f"{act}_{row}" for act in ("add", "view") for row in ("document", "image")))
    )
    session = client.cookies["sessionid"].value
    host = urlsplit(live_server.url).netloc

    def asked(method, path, body=None, **headers):
        connection = http.client.HTTPConnection(host, timeout=60)
        connection.request(
            method, path, body, {"Cookie": f"sessionid={session}; csrftoken={'c' * 32}", **headers}
        )
        answer = connection.getresponse()
        page = answer.read().decode()
        connection.close()
        return answer.status, page

    def sent(path, name, content):
        _status, form = asked("GET", path)
        field = re.search(r'type="file" name="(\w+)"', form)[1]
        fields = {**FIELDS, "csrfmiddlewaretoken": "c" * 32}
        parts = [
            f'--xYx\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()
        ]
        start = f'--xYx\r\nContent-Disposition: form-data; name="{field}"; filename="'.encode()
        start += name.replace("\\", "\\\\").encode() + b'"\r\nContent-Type: application/pdf\r\n\r\n'
        body = "".join(parts).encode() + start + content + b"\r\n--xYx--\r\n"
        return asked("POST", path, body, **{"Content-Type": "multipart/form-data; boundary=xYx"})

    return sent


def kept(settings):
    """The files that are there once the server, which answers first, has closed what it received."""
    for _ in range(100):
        found = [each for each in settings.MEDIA_ROOT.rglob("*") if each.is_file()]
        if not found:
            break
        time.sleep(0.02)
    return found


def refused(send, path, name, content, words, settings):
    status, page = send(path, name, content)
    assert status == 200
    errors = re.findall(r"<ul class=\"errorlist\"[^>]*>\s*<li>(.*?)</li>", page, re.DOTALL)
    assert len(errors) == 1
    assert words in errors[0]
    assert errors[0].strip().endswith(".")
    assert kept(settings) == []
    assert not Document.objects.exists()
    assert not Version.objects.exists()
    assert not Image.objects.exists()


@pytest.mark.parametrize("case", DOCUMENTS)
def test_a_hostile_file_gets_a_sentence_and_leaves_nothing(send, settings, case):
    name, content, words = DOCUMENTS[case]
    refused(send, "/admin/library/document/add/", name, content(), words, settings)


@pytest.mark.parametrize("case", IMAGES)
def test_a_hostile_image_gets_a_sentence_and_leaves_nothing(send, settings, case):
    name, content, words = IMAGES[case]
    refused(send, "/admin/library/image/add/", name, content(), words, settings)


def test_what_is_beyond_every_limit_is_read_and_never_kept(rf):
    upload = SimpleUploadedFile("table.csv", b"a,b\n" * 15_000_000)
    received = rf.post("/", {"upload": upload}).FILES["upload"]
    assert MOST_BYTES < received.size < MOST_BYTES + 100_000
    received.close()


GOOD = {
    "report.pdf": pdf,
    "report.docx": docx,
    "links.docx": lambda: relating("hyperlink"),
    "drawing.docx": lambda: docx(**{"word/media/a.svg": SVG}),
    "Raport anual – țări.csv": lambda: TABLE,
    "letters.csv": lambda: b"BMI,weight\nMZ,4\n",
    "data.zip": lambda: packed(**{"a/table.csv": TABLE, "b.zip": packed(**{"c.txt": b"c"})}),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_taken_in_under_its_own_name(send, name):
    status, page = send("/admin/library/document/add/", name, GOOD[name]())
    assert status == 302, page
    version = Version.objects.get()
    assert (version.name, version.number) == (name, 1)
    assert version.effective_at
    content = version.file.read()
    assert len(content) == version.size
    assert hashlib.sha256(content).hexdigest() == version.sha256
    assert version.format == name.rpartition(".")[2]
