"""The editor at work under the site's policy: every kind of part that it has, and what is stored in the end."""

import re

import pytest

from news.models import PressRelease

pytestmark = [pytest.mark.browser, pytest.mark.looks]

PAGE_FROM_ELSEWHERE = """
<h2 class="title">A heading</h2>
<p style="color: red">Copied <a href="https://www.example.org/" onclick="alert(1)">from a page</a>.</p>
<img src="https://elsewhere.example/counts-who-reads.png" onerror="alert(1)">
<script>alert(1)</script>
"""


@pytest.fixture
def ana(person_at, writer, organisation):
    ana = person_at("ana")
    ana.add_release("Written by hand")
    ana.text_of("body").click()
    return ana


def tool(ana, name):
    ana.page.locator(f"#cke_id_body .cke_button__{name}").click()


def fill_dialog(ana, label, value):
    dialog = ana.page.locator(".cke_dialog:visible")
    dialog.get_by_label(label).first.fill(value)
    dialog.locator(".cke_dialog_ui_button_ok").click()
    dialog.wait_for(state="detached")


def stored(ana):
    ana.press("Save draft")
    assert ana.told == "Saved."
    body = PressRelease.objects.get().body.replace("&nbsp;", " ")
    return re.sub(r">\s+<", "><", re.sub(r"\s+", " ", body))


def test_the_keyboard_writes_paragraphs_and_marks_words(ana):
    keyboard = ana.page.keyboard
    keyboard.type("Nobody was ")
    keyboard.press("Control+B")
    keyboard.type("hurt")
    keyboard.press("Control+B")
    keyboard.type(".")
    keyboard.press("Enter")
    keyboard.type("The end")
    assert stored(ana) == "<p>Nobody was <strong>hurt</strong>.</p><p>The end</p>"


def test_the_buttons_make_lists_and_headings(ana):
    keyboard = ana.page.keyboard
    ana.page.locator("#cke_id_body .cke_combo__format .cke_combo_button").click()
    ana.page.frame_locator("iframe.cke_panel_frame").get_by_text("Heading 2").click()
    keyboard.type("What was found")
    keyboard.press("Enter")
    tool(ana, "bulletedlist")
    keyboard.type("Tobacco")
    keyboard.press("Enter")
    keyboard.type("Fuel")
    assert stored(ana) == "<h2>What was found</h2><ul><li>Tobacco</li><li>Fuel</li></ul>"


def test_the_dialogs_make_links_and_tables(ana):
    ana.page.keyboard.type("convention")
    ana.page.keyboard.press("Control+A")
    tool(ana, "link")
    fill_dialog(ana, "URL", "https://www.example.org/text")
    ana.page.keyboard.press("ArrowRight")
    tool(ana, "table")
    fill_dialog(ana, "Rows", "2")
    body = stored(ana)
    assert '<p><a href="https://www.example.org/text">convention</a></p>' in body
    assert body.count("<tr>") == 2
    assert body.count("<td>") == 4


def test_undo_and_the_whole_window_work(ana):
    ana.page.keyboard.type("First")
    ana.page.keyboard.press("Enter")
    tool(ana, "horizontalrule")
    ana.page.keyboard.press("Control+Z")
    tool(ana, "maximize")
    assert ana.page.locator("#cke_id_body .cke_maximized").bounding_box()["width"] == 1280
    tool(ana, "maximize")
    assert "<hr" not in stored(ana)


def test_a_page_that_is_pasted_loses_its_looks_and_asks_nothing_of_another_host(ana):
    ana.paste("body", html=PAGE_FROM_ELSEWHERE, text="A heading")
    assert stored(ana) == (
        '<h2>A heading</h2><p>Copied <a href="https://www.example.org/">from a page</a>.</p>'
    )
