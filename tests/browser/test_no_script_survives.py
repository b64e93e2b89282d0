"""Whatever goes through the sanitiser, a real browser runs nothing of it: not even where no policy would stop it.

Real pages are read without their Content-Security-Policy, by a listener that hears any code that runs, any element
and any attribute that could, and any request that leaves the site.
"""

# ruff: noqa: E501  each vector stands in one line, as it is written
import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as some

from news.models import PressRelease
from publishing.rich_text import clean
from tests.make import make

pytestmark = [pytest.mark.browser, pytest.mark.looks]
RUN = "(window.parent.ran||ran)('code')"
AWAY = "https://elsewhere.example"
KNOWN = [
    f"<script>{RUN}</script>",
    f"<script src='{AWAY}/a.js'></script>",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f'<img src=x onerror="{RUN}">',
    f"<img/src='x'/onerror={RUN}>",
    f'<svg onload="{RUN}"><animate onbegin="{RUN}" attributeName=x dur=1s></svg>',
    f'<svg><a xlink:href="javascript:{RUN}"><text y=20>a</text></a><script>{RUN}</script></svg>',
    f"<svg><use href=\"data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg'><script>{RUN}</script></svg>#x\"></svg>",
    f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror={RUN}&gt;">',
    f"<math><annotation-xml encoding='text/html'><img src=x onerror=\"{RUN}\"></annotation-xml></math>",
    f'<form><math><mtext></form><form><mglyph><style></math><img src=x onerror="{RUN}">',
    f'<noscript><p title="</noscript><img src=x onerror={RUN}>">',
    f'<template><img src=x onerror="{RUN}"></template><textarea><img src=x onerror="{RUN}"></textarea>',
    f"<style>@import '{AWAY}/a.css'; p {{ background: url({AWAY}/b.png) }}</style><title><img src=x onerror={RUN}></title>",
    f'<iframe srcdoc="<script>{RUN}</script>"></iframe><iframe src="javascript:{RUN}"></iframe>',
    f'<object data="javascript:{RUN}"></object><embed src="{AWAY}/a.swf">',
    f'<a href="javascript:{RUN}">a</a><a href="java\tscript:{RUN}">b</a><a href=" &#1;javascript:{RUN}">c</a>',
    f'<a href="java&#05;script:{RUN}">d</a><a href="&#x6A;avascript&colon;{RUN}">e</a><a href="vbscript:x">f</a>',
    f'<a href="data:text/html,<script>{RUN}</script>">g</a><a href="JaVaScRiPt:{RUN}">h</a>',
    f'<p onclick="{RUN}" onmouseover="{RUN}" onfocus="{RUN}" tabindex=0 autofocus style="background:url({AWAY}/c)">i</p>',
    f'<details open ontoggle="{RUN}"><summary>j</summary></details><video><source onerror="{RUN}"></video>',
    f'<input autofocus onfocus="{RUN}"><select autofocus onfocus="{RUN}"></select><body onload="{RUN}">',
    f'<base href="{AWAY}/"><meta http-equiv=refresh content="0;url={AWAY}/"><link rel=stylesheet href="{AWAY}/d.css">',
    f'<form action="{AWAY}/"><button formaction="javascript:{RUN}">k</button></form><isindex action="javascript:{RUN}">',
    f'<img src="/images/1/640.jpg" onerror="{RUN}"><img src="/images/1/640.jpg&quot; onerror=&quot;{RUN}">',
    f'<h1 onclick="{RUN}">l</h1><b onclick={RUN}>m</b><h1/onclick={RUN}//>n',
    f'<a title="</p><img src=x onerror={RUN}>" href="/about/">o</a><a name="_ftn1&quot; onclick=&quot;{RUN}">p</a>',
    f"<![CDATA[<img src=x onerror={RUN}>]]><!--><img src=x onerror={RUN}>--><!--[if IE]><script>{RUN}</script><![endif]-->",
    f'<table><caption onclick={RUN}><script>{RUN}</script></caption><td background="{AWAY}/e.png">q',
    f"<p>\0<scr\0ipt>{RUN}</scr\0ipt><img src=x one\0rror={RUN}></p>",
    f'\uff1cscript\uff1e{RUN}\uff1c/script\uff1e<img src=x onerror="{RUN}" \ud7ff>',
]
PIECES = some.sampled_from(
    [
        *"<>\"'/=&;-! `\t\n",
        *"<p> </p> <a <img <svg> <math> <mtext> <mglyph> <style> </style> <table> <td> </table> <title> <xmp> <!-- -->".split(),
        *"<template> <noscript> </noscript> <textarea> <select> <option> <frameset> <plaintext> <h1 <b <script> </script>".split(),
        *(
            "<annotation-xml encoding=text/html>",
            "<foreignObject>",
            "<desc>",
            "<![CDATA[",
            "]]>",
            "&lt;",
            "&gt;",
            "&quot;",
        ),
        *(
            f"onerror={RUN}",
            f' onload="{RUN}"',
            f" href='javascript:{RUN}'",
            " src=x ",
            f" src={AWAY}/x ",
            " id=main",
            " name=x",
        ),
        *(
            f" title='<img src=x onerror={RUN}>'",
            f'" onclick="{RUN}',
            RUN,
            " xlink:href=",
            "/images/1/640.jpg",
            "&#106;avascript:",
        ),
    ]
)
LISTEN = """() => {
  window.heard = [];
  const hear = what => window.heard.push(what);
  window.ran = hear;
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => hear(name);
  document.addEventListener("securitypolicyviolation", event => hear("violation " + event.violatedDirective));
  window.addEventListener("error", event => event.message && hear("error " + event.message), true);
  const look = element => {
    const isOurs = element.matches('script[src^="/static/"], head script[type="application/ld+json"]');
    if (["script", "iframe", "object", "embed", "base", "frame"].includes(element.localName) && !isOurs)
      hear("<" + element.localName + ">");
    for (const {name} of element.attributes) if (name.startsWith("on")) hear(name + " of " + element.localName);
  };
  new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(node => {
    if (node.nodeType === 1) [node, ...node.querySelectorAll("*")].forEach(look);
  }))).observe(document, {childList: true, subtree: true});
}"""
# What a reader, an editor or a browser's own tools may still do to it: each event, and the text parsed once more.
PROVOKE = """() => {
  const text = document.querySelector("main .text");
  const again = document.createElement("div");
  again.innerHTML = text.innerHTML;
  text.after(again);
  for (const element of document.querySelectorAll("main .text *, main .text + div *")) {
    if (element.localName === "a" && element.protocol && !/^(https?|mailto|tel):$/.test(element.protocol))
      window.heard.push("link to " + element.protocol);
    if (!/^[a-z0-9]+$/.test(element.localName) || element.namespaceURI !== "http://www.w3.org/1999/xhtml")
      window.heard.push("element " + element.localName);
    for (const name of ["click", "mouseover", "focus", "error", "load", "toggle", "animationstart"]) {
      const event = new Event(name, {bubbles: true, cancelable: true});
      element.addEventListener(name, given => given.preventDefault());
      element.dispatchEvent(event);
    }
  }
}"""


def made_up(number=240):
    found = []

    @settings(
        max_examples=number,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    @given(some.lists(PIECES, min_size=2, max_size=14).map("".join))
    def collect(html):
        found.append(html)

    collect()
    return found


def heard_on(page, address):
    page.goto(address, wait_until="load")
    page.evaluate(PROVOKE)
    page.wait_for_timeout(150)
    return page.evaluate("window.heard")


@pytest.fixture
def bare(person_at):
    """A visitor whose browser is told of no policy."""
    page = person_at(bypass_csp=True)
    page.add_init_script(f"({LISTEN})()")
    return page


def pages_of(inputs, at_a_time):
    """Addresses of releases with these inputs: each sanitised by itself, then all of a page as they came."""
    for first in range(0, len(inputs), at_a_time):
        some_of_them = inputs[first : first + at_a_time]
        for body in ("\n".join(map(clean, some_of_them)), "\n".join(some_of_them)):
            release = make(PressRelease, title=f"Hostile {first}", body=f"<p>Begin.</p>{body}<p>End.</p>")
            yield release.get_absolute_url()


def test_a_browser_runs_nothing_of_known_vectors(bare, organisation):
    addresses = pages_of(KNOWN, 8)
    assert {address: heard for address in addresses if (heard := heard_on(bare, address))} == {}


def test_a_browser_runs_nothing_of_what_was_made_up(bare, organisation):
    inputs = made_up()
    assert len({*inputs}) > 200
    addresses = pages_of(inputs, 60)
    assert {address: heard for address in addresses if (heard := heard_on(bare, address))} == {}


def test_the_policy_has_nothing_to_stop(visitor, organisation):
    visitor.add_init_script(f"({LISTEN})()")
    for address in pages_of(KNOWN, len(KNOWN)):
        visitor.goto(address, wait_until="load")
        visitor.wait_for_timeout(150)
        assert visitor.evaluate("window.heard") == [], address


@pytest.mark.parametrize("html", [KNOWN[0], KNOWN[3], KNOWN[5], KNOWN[19]])
def test_the_listener_hears_what_is_not_sanitised(html, browser):
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(f"({LISTEN})()")
    page.route(
        "**/*",
        lambda route: route.fulfill(
            body=f"<main><div class=text><p>a</p>{html}</div></main>", content_type="text/html"
        ),
    )
    heard = heard_on(page, "http://127.0.0.1/")
    context.close()
    assert "code" in heard
