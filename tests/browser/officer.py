"""What a person at a desk does in the back office, in the words of the back office."""

import re

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from tests import signing_in

PASTE = """kinds => document.addEventListener("copy", event => {
    for (const [kind, text] of Object.entries(kinds)) event.clipboardData.setData(kind, text);
    event.preventDefault();
}, {once: true})"""
EXPECT_PASTE = """field => {
    document.body.removeAttribute("data-has-pasted");
    CKEDITOR.instances[`id_${field}`].once("afterPaste", () => document.body.setAttribute("data-has-pasted", ""));
}"""


class Officer:
    def __init__(self, page):
        self.page = page

    def sign_in(self, name):
        """At once, by a session that is there already; the steps themselves: sign_in_by_hand."""
        client = Client()
        client.force_login(User.objects.get(username=name))
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": settings.SITE_URL}
        self.page.context.add_cookies([cookie])
        self.page.goto("/admin/")
        return self

    def sign_in_by_hand(self, name):
        """Both factors, from the page at hand."""
        signing_in.enrol(User.objects.get(username=name))
        self.page.fill("#id_login", name)
        self.page.fill("#id_password", signing_in.PASSWORD)
        self.press("Sign in")
        self.page.fill("#id_code", signing_in.code())
        self.press("Sign In")
        return self

    def press(self, name):
        """Press the button or link of this name, and wait for the page that it leads to."""
        button = self.page.locator("main, #content").get_by_role("button", name=name, exact=True)
        link = self.page.locator("#content").get_by_role("link", name=name, exact=True)
        with self.page.expect_navigation():
            button.or_(link).first.click()

    def add_release(self, headline, kind="Press release", summary="What happened."):
        self.page.goto("/admin/news/pressrelease/add/")
        self.page.fill("#id_title", headline)
        self.page.select_option("#id_kind", label=kind)
        self.page.fill("#id_summary", summary)

    def open_list(self):
        self.page.goto("/admin/news/pressrelease/")

    def open(self, edition):
        self.page.goto(f"/admin/news/pressrelease/{edition.pk}/change/")

    # The editor

    def text_of(self, field):
        """The document that is typed into."""
        frame = self.page.frame_locator(f"#cke_id_{field} iframe.cke_wysiwyg_frame")
        frame.locator("body[contenteditable=true]").wait_for()
        return frame.locator("body")

    def paste(self, field, **kinds):
        """Copy these, as `text="…"` or `html="…"`, and paste them into the field by the keyboard."""
        text = self.text_of(field)
        self.page.locator("#id_title").focus()
        self.page.evaluate(
            PASTE, {f"text/{'plain' if kind == 'text' else kind}": kinds[kind] for kind in kinds}
        )
        self.page.keyboard.press("Control+C")
        self.page.evaluate(EXPECT_PASTE, field)
        text.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Control+V")
        self.page.locator("body[data-has-pasted]").wait_for()

    def put_past_the_editor(self, field, html):
        """As a broken or hostile browser would: the editor neither sees nor filters it."""
        self.text_of(field)
        self.page.evaluate(
            """([field, html]) => {
                CKEDITOR.instances[`id_${field}`].destroy(true);
                document.getElementById(`id_${field}`).value = html;
            }""",
            [field, html],
        )

    def pick(self, field, name):
        """Choose one in Django's own search field."""
        self.page.locator(f".field-{field} .select2-search__field").fill(name)
        self.page.locator(".select2-results__option", has_text=name).first.click()

    # What the back office says

    @property
    def moves(self):
        return [label.strip() for label in self.page.locator(".moves a").all_inner_texts()]

    @property
    def state(self):
        return self.page.locator(".about-edition .state strong").inner_text()

    @property
    def told(self):
        """All that the page tells the person: messages and errors."""
        return " ".join(self.page.locator(".messagelist, .errornote, .errorlist").all_inner_texts())

    def why_not(self, move):
        """The reason that is given where this move may not be made."""
        self.page.locator(".refused summary").click()
        term = self.page.locator(".refused dt", has_text=re.compile(f"^{move}$"))
        return term.locator("xpath=following-sibling::dd[1]").inner_text()

    def approve(self, day="", hour=""):
        self.press("Approve")
        self.page.fill("[name=publish_at_date]", day)
        self.page.fill("[name=publish_at_time]", hour)
        self.answer_warnings()
        self.press("Approve")

    def answer_warnings(self):
        """Say why it is published all the same, where the checks warn."""
        if self.page.locator("[name=override]").count():
            self.page.fill("[name=override]", "It is meant so.")
