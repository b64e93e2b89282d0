"""A person without a mouse: reaches what the page offers by its role and its name, key by key."""

import re

from django.contrib.auth.models import User
from playwright.sync_api import expect

from tests import signing_in

MOST_STEPS = 90


class Keyboard:
    """`reach` goes as far as the Tab key does; it fails where focus never comes to a thing of that name."""

    def __init__(self, page):
        self.page = page

    def press(self, key, times=1):
        for _ in range(times):
            self.page.keyboard.press(key)

    def type(self, words):
        self.page.keyboard.type(words)

    @property
    def here(self):
        return self.page.locator(":focus")

    def is_at(self, role, name):
        words = re.compile(rf"^\s*{re.escape(name)}:?\s*$")
        return self.page.get_by_role(role, name=words).and_(self.here).count() > 0

    def reach(self, role, name, key="Tab"):
        for _ in range(MOST_STEPS):
            if self.is_at(role, name):
                return self
            self.press(key)
        raise AssertionError(f"The keyboard does not reach the {role} “{name}”.")

    def open(self, name):
        """What is folded beneath this line, which has no role of its own."""
        line = self.page.locator("summary", has_text=re.compile(rf"^\s*{re.escape(name)}\s*$"))
        for _ in range(MOST_STEPS):
            if line.and_(self.here).count():
                self.press("Enter")
                return self
            self.press("Tab")
        raise AssertionError(f"The keyboard does not reach the line “{name}”.")

    def write(self, name, words, role="textbox"):
        self.reach(role, name)
        self.type(words)
        return self

    def reach_editor(self, name):
        """The frame in which the text is typed: what it is called is heard when focus comes to it."""
        frame = self.page.locator("iframe.cke_wysiwyg_frame").and_(self.page.get_by_title(name, exact=True))
        expect(frame.content_frame.locator("body[contenteditable=true]")).to_be_attached()
        for _ in range(MOST_STEPS):
            if frame.evaluate("frame => frame === document.activeElement"):  # a frame is never :focus
                return frame.content_frame.locator("body")
            self.press("Tab")
        raise AssertionError(f"The keyboard does not reach the editor of “{name}”.")

    def follow(self, role, name, key="Enter"):
        """Reach it, press it, and wait for the page that it leads to."""
        self.reach(role, name)
        with self.page.expect_navigation():
            self.press(key)
        return self

    def sign_in(self, name):
        """By both factors."""
        signing_in.enrol(User.objects.get(username=name))
        self.page.goto("/admin/")
        self.write("Username", name)
        self.press("Tab")
        self.type(signing_in.PASSWORD)
        with self.page.expect_navigation():
            self.press("Enter")
        self.write("Code", signing_in.code())
        with self.page.expect_navigation():
            self.press("Enter")
        return self
