"""Text that was put into the form past the editor: no page runs anything of it, and the writer is told."""

import pytest

from news.models import PressRelease

pytestmark = [pytest.mark.browser, pytest.mark.looks]

RUN = "document.documentElement.dataset.broken = 'yes'; alert('broken')"
HOSTILE = f"""
<p>The first sentence.</p>
<script>{RUN}</script>
<script src="https://elsewhere.example/script.js"></script>
<p onclick="{RUN}" style="background: url(https://elsewhere.example/a.png)">A paragraph to press.</p>
<img src="/missing.png" onerror="{RUN}">
<p><a href="javascript:{RUN}">A link to press</a> and <a href="java&#10;script:{RUN}">another one</a></p>
<p><a href="data:text/html,&lt;script&gt;parent.{RUN}&lt;/script&gt;">A page in an address</a></p>
<svg onload="{RUN}"><a xlink:href="javascript:{RUN}"><text>Drawn</text></a></svg>
<iframe srcdoc="&lt;script&gt;parent.{RUN}&lt;/script&gt;"></iframe>
<form action="https://elsewhere.example/"><input name="word"><button>A button to press</button></form>
<base href="https://elsewhere.example/"><meta http-equiv="refresh" content="0;url=https://elsewhere.example/">
<style>main {{ display: none }}</style>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={RUN}&gt;">
"""
BROKEN = "</div></main></body><p>The <b>last <i>sentence</b></i> <table><td>in a cell <a href='https://www.example.org/"
TOLD = ["<script>", "onclick", "javascript:", "data:", "<iframe>", "<form>", "<svg>"]
CLICKED = ["A paragraph to press.", "A link to press", "another one", "A page in an address"]


@pytest.fixture
def ana(person_at, writer, organisation):
    ana = person_at("ana")
    ana.add_release("A <script>alert(1)</script> headline")
    return ana


def press_everything(page):
    for words in CLICKED:
        page.get_by_text(words).click()
    assert page.evaluate("document.documentElement.dataset.broken || ''") == ""


@pytest.mark.parametrize("html", [HOSTILE, HOSTILE + BROKEN], ids=["hostile", "hostile and broken"])
def test_no_page_runs_what_was_put_past_the_editor(html, ana, visitor, writer, approver):
    ana.put_past_the_editor("body", html)
    ana.press("Save and see it in place")
    press_everything(ana.page)
    release = PressRelease.objects.get()
    release.submit(writer)
    release.approve(approver)
    visitor.goto(release.get_absolute_url())
    press_everything(visitor)
    assert visitor.url.endswith(release.get_absolute_url())
    assert visitor.locator("h1").all_inner_texts() == ["A <script>alert(1)</script> headline"]
    assert visitor.locator("main .text p").first.inner_text() == "The first sentence."
    assert visitor.locator("body > footer").is_visible()
    assert visitor.locator("main :is(script, img, iframe, form, svg, style, base, meta)").count() == 0


def test_the_writer_is_told_what_was_taken_out(ana):
    ana.put_past_the_editor("body", HOSTILE)
    ana.press("Save draft")
    assert [words for words in TOLD if words not in ana.told] == []
    assert "Saved." in ana.told


def test_hostile_text_that_is_refused_runs_nothing_when_the_form_comes_back(ana):
    ana.page.fill("#id_title", "")
    ana.put_past_the_editor("body", HOSTILE + BROKEN)
    ana.press("Save draft")
    assert "This field is required." in ana.told
    text = ana.text_of("body")
    assert "The first sentence." in text.inner_text()
    assert text.evaluate("body => body.ownerDocument.documentElement.dataset.broken || ''") == ""
    assert ana.page.evaluate("document.documentElement.dataset.broken || ''") == ""
