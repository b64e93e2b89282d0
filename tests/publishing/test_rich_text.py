import pytest
from hypothesis import example, given, settings, strategies as st

from news.models import PressRelease
from publishing.rich_text import CLEANER, PLAIN, RichTextField, clean, losses, text_of, with_whole_addresses
from tests.make import make

HOSTILE = {
    "<p>a</p><script>alert(1)</script>": ("<p>a</p>", "<script>"),
    '<p onclick="x()">a</p>': ("<p>a</p>", "“onclick” of <p>"),
    '<p>a</p><img src="x" onerror="x()">': ("<p>a</p>", "<img>"),
    '<p><a href="javascript:x()">a</a></p>': ("<p>a</p>", "“javascript:”"),
    '<p><a href=" java\nscript:x()">a</a></p>': ("<p>a</p>", "“javascript:”"),
    '<p><a href="data:text/html,x">a</a></p>': ("<p>a</p>", "“data:”"),
    "<p>a</p><iframe src='//e.x'></iframe>": ("<p>a</p>", "<iframe>"),
    "<p>a\0b</p>": ("<p>ab</p>", "control characters"),
    '<p id="main">a</p>': ("<p>a</p>", "“id” of <p>"),
}


@pytest.mark.parametrize(("typed", "kept", "told"), [(typed, *rest) for typed, rest in HOSTILE.items()])
def test_what_may_not_be_shown_is_taken_out_and_named(typed, kept, told):
    assert clean(typed) == kept
    assert any(told in words for words in losses(typed))


@pytest.mark.parametrize(
    "broken",
    [
        "<p>a",
        "<p><b>a</p></b>",
        "<table><tr><td>a",
        "a < b",
        "<<p>a",
        "<p a='",
        "<!--",
        "<![x]>",
        "<p>a</p><![foo[bar]]>",
        "<p><a href='java&#05;script:x()'>a</a> b&#1;c</p>",
        "<a x><b><i>d</b></i><table><td><b>e<a y></b><table><td>f</b>",
    ],
)
def test_broken_html_is_mended_and_cleaning_twice_changes_nothing(broken):
    once = clean(broken)
    assert clean(once) == once
    assert isinstance(losses(broken), list)
    assert once.count("<p>") == once.count("</p>")


def test_a_headline_in_the_text_is_a_heading_below_the_pages_own():
    assert clean("<h1>A</h1><h5>B</h5><b>c</b><i>d</i>") == "<h2>A</h2><h4>B</h4><strong>c</strong><em>d</em>"


def test_mere_looks_go_without_a_word():
    pasted = '<p class="MsoNormal" style="color:red" lang="EN-GB"><span>a</span><o:p></o:p><font>b</font></p>'
    assert clean(pasted) == "<p>ab</p>"
    assert losses(pasted) == []


def test_footnotes_keep_their_anchors():
    mark, back = '<a href="#_ftn1" name="_ftnref1">*</a>', '<a href="#_ftnref1" name="_ftn1">*</a>'
    note = f"<p>Kosovo{mark}</p><p>{back} Without prejudice</p>"
    assert clean(note) == note


def test_an_image_of_the_library_is_kept_by_its_address_alone():
    ours = '<img src="/images/3/640.jpg" alt="">'
    assert clean(f"<p>{ours}</p>") == f"<p>{ours}</p>"
    typed = (
        '<p><img alt="x > y" onerror="x()" style="a" width="9" src="/images/3/640.jpg" srcset="//e.x/a"></p>'
    )
    assert clean(typed) == f"<p>{ours}</p>"
    assert clean('<p><img src="/images/3/640.jpg"></p>') == f"<p>{ours}</p>"
    assert losses(f"<p>{ours}</p>") == []


@pytest.mark.parametrize(
    "source",
    [
        *["https://e.x/images/3/640.jpg", "//e.x/images/3/640.jpg", "data:image/png;base64,AA", ""],
        *["/images/3/640.jpg?x=1", "/images/3/a/b.jpg", "/images/٣/640.jpg", " /images/3/640.jpg"],
        *["/files/3/a.jpg", "/admin/logout/", "images/3/640.jpg", "/images/3/640.jpg\n", "/images/3/"],
    ],
)
def test_an_image_from_anywhere_else_is_taken_out_and_named(source):
    typed = f'<p>a<img alt="" src="{source}"></p>'
    assert clean(typed) == "<p>a</p>"
    assert any("<img>" in words for words in losses(typed))


def test_text_without_a_word_is_empty():
    assert clean("<p>&nbsp;</p><p><br></p>") == ""
    assert text_of("<p>One</p><p>two &amp; three</p>") == "One two & three"


@pytest.mark.django_db
def test_the_database_never_holds_what_the_sanitiser_takes_out():
    release = make(PressRelease, body="<p>a</p><script>alert(1)</script>", status="draft")
    release.refresh_from_db()
    assert release.body == "<p>a</p>"


def test_no_migration_names_the_editor():
    assert RichTextField(blank=True).deconstruct()[1] == "django.db.models.TextField"


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("/about/", "https://www.selec.example/about/"),
        ("//elsewhere.example/x", "https://elsewhere.example/x"),
        ("#_ftn1", "https://www.selec.example/careers/driver/#_ftn1"),
        ("/files/1/a.pdf?a=1&amp;b", "https://www.selec.example/files/1/a.pdf?a=1&amp;b"),
        ("mailto:a@elsewhere.example", "mailto:a@elsewhere.example"),
        ("http://[", "http://["),
    ],
)
def test_an_address_read_far_from_the_site_leads_where_it_led(address, whole):
    page = "https://www.selec.example/careers/driver/"
    told = with_whole_addresses(f'<p>href="/"</p><a href="{address}">x</a>', page)
    assert told == f'<p>href="/"</p><a href="{whole}">x</a>'


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(
    [
        "&amp;",
        "&nbsp;",
        "&copy;",
        "<strong>a</strong>",
        "<em>",
        "</em>",
        "<a href='/'>a</a>",
        "<sub></sub>",
        "\xa0",
    ]
)
BLOCKS = st.tuples(st.sampled_from(["p", "h2", "h4", "div"]), st.lists(TEXTS, max_size=4))


@settings(max_examples=500)
@example([("h2", ["<x"]), ("h2", [])], "")
@given(st.lists(BLOCKS, min_size=1, max_size=3), st.sampled_from(["", "\n", " "]))
def test_of_what_is_known_as_plain_the_sanitiser_takes_nothing_out(blocks, between):
    text = between.join(f"<{name}>a{''.join(parts)}</{name}>" for name, parts in blocks)
    if PLAIN.fullmatch(text):
        assert CLEANER.clean(text).strip() == text
    assert clean(clean(text)) == clean(text)
