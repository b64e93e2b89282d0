"""The text of files: read by the worker, of every format, and found while anybody may have the file."""

import io
import zipfile
from datetime import timedelta

import pikepdf
import pytest

from library.models import Publication, Version
from news.models import PressRelease
from publishing.lifecycle import Standing, Status
from publishing.work import JOBS
from search import file_reader
from search.files import read_files, text_of_file
from search.models import FileText, Text
from tests.library.files import document, linked, version
from tests.make import at, make
from tests.search.asking import ask, options, snippets, titles
from tests.search.test_search import publish

pytestmark = pytest.mark.django_db
NOW, HOUR = at("2026-11-20 12:00"), at("2026-11-20 12:00:01")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OPEN = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "bombbomb">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefg", "bcdefgh", strict=True))
    + "]><x>&h;</x>"
)


def pdf(*pages):
    with pikepdf.new() as made:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        for words in pages:
            page = made.add_blank_page()
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.Contents = made.make_stream(f"BT /F1 12 Tf 50 700 Td ({words}) Tj ET".encode())
        out = io.BytesIO()
        made.save(out)
    return out.getvalue()


def packed(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(xml):
    return packed(**{"word/document.xml": xml})


def words_xml(*paragraphs):
    inner = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    return f'<w:document xmlns:w="{WORD}"><w:body>{inner}</w:body></w:document>'


SPLIT = f"""<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>Appli</w:t></w:r><w:r><w:t>cation</w:t></w:r>
<w:r><w:tab/><w:t>form</w:t></w:r><w:del><w:r><w:delText>struck</w:delText></w:r></w:del></w:p></w:body></w:document>"""
READ = {
    "pdf": (pdf("Application form", "Second page"), "Application form Second page"),
    "docx": (docx(words_xml("Application form", "Bahadır")), "Application form Bahadır"),
    "docx of pieces": (docx(SPLIT), "Application form"),
    "odt": (
        packed(
            **{"content.xml": f'<o xmlns:t="{OPEN}"><t:h>Form</t:h><t:p>For <t:span>all</t:span></t:p></o>'}
        ),
        "Form For all",
    ),
    "xlsx": (
        packed(
            **{
                "xl/sharedStrings.xml": f'<s xmlns="{SHEET}"><si><t>Seizures</t></si><si><r><t>of 2016</t></r></si></s>'
            }
        ),
        "Seizures of 2016",
    ),
    "csv": ("\ufeffcountry,seizures\nRomânia,4\n".encode(), "country,seizures România,4"),
}
UNREADABLE = {
    "pdf of nonsense": b"%PDF-1.7\nnothing",
    "pdf cut off": pdf("Words")[:200],
    "docx that is no archive": b"PK\x03\x04 nothing",
    "docx without a text": packed(a="b"),
    "docx with entities": docx(BOMB),
    "docx of broken XML": docx("<a><b>"),
    "docx that unpacks to much": docx(b" " * 60_000_000),
}


def stored(name, content, **fields):
    file = document({"content": content, "name": f"zqname.{name.split()[0]}"}, **fields)
    Version.objects.filter(document=file).update(format=name.split()[0])
    return file


@pytest.mark.parametrize(("name", "case"), READ.items())
def test_the_text_is_read(name, case):
    content, words = case
    assert text_of_file(stored(name, content).versions.get()) == words


@pytest.mark.parametrize(("name", "content"), UNREADABLE.items())
def test_what_cannot_be_read_is_tried_once(name, content):
    stored(name, content)
    assert read_files(10) == 1
    assert read_files(10) == 0
    assert FileText.objects.get().text.text == ""


def test_a_file_whose_bytes_are_gone_is_tried_once():
    file = stored("csv", b"a,b\n")
    file.versions.get().file.storage.delete(file.versions.get().file.name)
    assert [read_files(10), read_files(10)] == [1, 0]


def test_reading_ends_after_its_time(monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text("import sys, time\nprint('What came first', flush=True)\ntime.sleep(60)\n")
    monkeypatch.setattr("search.files.READER", slow)
    monkeypatch.setattr("search.files.SECONDS", 1)
    assert text_of_file(stored("pdf", b"a,b\n").versions.get()) == "What came first"


def test_a_long_file_is_found_by_each_of_its_parts_and_shown_once(monkeypatch):
    monkeypatch.setattr("search.files.PART", 100)
    words = " ".join(f"word{'x' * (number % 7)} seizure" for number in range(300))
    file = stored("csv", f"first,{words},last seizure\n".encode(), title="Long")
    make(PressRelease, body=linked(file))
    read_files(10)
    assert FileText.objects.count() == 7
    assert titles(ask("seizure")) == titles(ask("last seizure")) == ["Long"]
    assert "[last seizure]" in snippets(ask('"last seizure"'))[0]


def test_it_is_found_while_a_public_page_leads_to_it(clock):
    clock.set(NOW)
    file = document({"content": b"name,what\nAna,zqbytes\n", "name": "zqname.csv"}, title="Zqtitle form")
    assert JOBS["read the text of files"].run() == 1
    everything = ["zqbytes", "zqname", "zqtitle", "zqtitle ana"]
    assert [titles(ask(words)) for words in everything] == [[]] * 4
    release = make(PressRelease, title="Form", body=linked(file), publish_at=HOUR)
    assert [titles(ask(words)) for words in everything] == [[]] * 4
    clock.set(HOUR)
    found = ask("zqbytes")
    assert [titles(ask(words)) for words in everything] == [["Zqtitle form"]] * 4
    assert found.context["results"][0]["url"] == file.get_absolute_url()
    assert options(found, "kind") == {"Files": 1}
    gone = {"publish_at": HOUR + timedelta(seconds=1), "standing": Standing.WITHDRAWN, "note": "Wrong."}
    make(PressRelease, after=release, title="Form", **gone)
    clock.set(HOUR + timedelta(seconds=2))
    assert [titles(ask(words)) for words in everything] == [[]] * 4


def test_of_its_versions_the_one_in_force_is_found(clock):
    clock.set(NOW)
    file = document({"content": b"a,zqfirst\n"}, {"content": b"a,zqsecond\n"}, title="Form")
    version(file, at=HOUR, content=b"a,zqthird\n")
    version(file, at=None, content=b"a,zqwaiting\n")
    make(PressRelease, body=linked(file))
    read_files(10)
    asked = ["zqfirst", "zqsecond", "zqthird", "zqwaiting"]
    assert [bool(titles(ask(words))) for words in asked] == [False, True, False, False]
    clock.set(HOUR)
    assert [bool(titles(ask(words))) for words in asked] == [False, False, True, False]


def test_the_title_of_a_file_comes_before_texts():
    file = document({"content": b"a,b\n"}, title="Ammunition")
    make(PressRelease, title="Newer", body=f"<p>Of ammunition.</p>{linked(file)}")
    read_files(10)
    assert titles(ask("ammunition")) == ["Ammunition", "Newer"]


def test_a_new_title_is_found_and_the_old_one_is_not():
    file = document({"content": b"a,words\n"}, title="Before")
    make(PressRelease, body=linked(file))
    read_files(10)
    file.title = "Afterwards"
    file.save()
    assert titles(ask("afterwards words")) == ["Afterwards"]
    assert titles(ask("before", exact=1)) == []


def test_a_file_that_is_deleted_leaves_no_text():
    file = document({"content": b"a,words\n"}, title="Before")
    read_files(10)
    file.delete()
    assert not Text.objects.exists()


def test_every_format_that_is_taken_in_has_a_reader_but_archives():
    from library.content import CONTENT_TYPES

    assert {*file_reader.READERS} == {*CONTENT_TYPES} - {"zip", "csv"}


def test_files_that_the_storage_does_not_give_hold_up_no_older_ones_and_are_read_later():
    first, *later = [stored("csv", f"a,b{number}\n".encode()).versions.get() for number in range(4)]
    Version.objects.filter(pk__in=[one.pk for one in later]).update(file="files")  # a folder
    assert [read_files(2), read_files(2)] == [1, 0]
    assert FileText.objects.get().version == first
    for one in later:
        one.save()
    assert [read_files(2), read_files(2)] == [2, 1]


@pytest.mark.parametrize("act", ["renamed", "deleted"])
def test_a_file_that_is_renamed_or_deleted_while_it_is_read_keeps_no_former_title(monkeypatch, act):
    file = stored("csv", b"a,b\n", title="Before")

    def meanwhile(version):
        file.title = "Afterwards"
        file.save() if act == "renamed" else file.delete()
        return "words"

    monkeypatch.setattr("search.files.text_of_file", meanwhile)
    read_files(1)
    assert [text.title for text in Text.objects.all()] == ["Afterwards"] * (act == "renamed")


def test_matches_that_nobody_may_have_hide_none_that_is_public(monkeypatch):
    monkeypatch.setattr("search.finding.MOST", 1)
    file = stored("csv", b"a,seizure\n", title="Public")
    make(PressRelease, body=linked(file))
    read_files(10)
    for number in range(3):
        stored("csv", f"a,seizure {number}\n".encode())
    read_files(10)
    found = ask("seizure")
    assert titles(found) == ["Public"]
    assert not found.context["answer"].found.is_more


def test_where_more_public_files_match_than_are_read_it_says_so(monkeypatch):
    monkeypatch.setattr("search.finding.MOST", 2)
    for number in range(3):
        make(PressRelease, body=linked(stored("csv", f"a,seizure {number}\n".encode())))
    read_files(10)
    assert ask("seizure").context["answer"].found.is_more


def test_a_file_of_a_publication_that_is_found_is_no_second_result_unless_files_are_chosen():
    report, other = (stored("csv", f"a,seizure {name}\n".encode(), title=name) for name in ("One", "Two"))
    publication = make(Publication, title="Report of seizures", status=Status.DRAFT)
    publication.files.add(report)
    publish(publication)
    make(PressRelease, title="News", body=linked(other))
    read_files(10)
    found = ask("seizure")
    assert titles(found) == ["Report of seizures", "Two"]
    assert options(found, "kind") == {"Files": 2, "Publications": 1}
    assert sorted(titles(ask("seizure", kind="library.document"))) == ["One", "Two"]
    assert titles(ask("seizure one")) == ["One"]
