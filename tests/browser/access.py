"""What axe says of a page, on a phone and at a desk, light and dark."""

from axe_playwright_python.base import AXE_SCRIPT

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# AAA: 7 to 1, 4.5 to 1 where letters are large. Whatever fails AA fails this, and to look for both takes twice as long.
CONTRAST, LESS_CONTRAST = "color-contrast-enhanced", "color-contrast"
ALL = {"runOnly": LEVELS, "rules": {CONTRAST: {"enabled": True}, LESS_CONTRAST: {"enabled": False}}}
OF_COLOURS = {"runOnly": [CONTRAST, "link-in-text-block"]}
SETTLE = "() => document.getAnimations().forEach(one => one instanceof CSSTransition && one.finish())"
RUN = """async options => (await axe.run({...options, resultTypes: ["violations"]})).violations.flatMap(
    rule => rule.nodes.map(node => `${rule.help}: ${node.target} ${node.html.slice(0, 200)}`)
)"""


def faults(page, address):
    """Sentences, none where all is well. A scheme changes nothing but colours."""
    page.emulate_media(color_scheme="light")
    page.goto(address)
    page.evaluate(AXE_SCRIPT)
    for scheme, options in {"light": ALL, "dark": OF_COLOURS}.items():
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLE)
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            yield from (f"{address}, {scheme}, {width}: {told}" for told in page.evaluate(RUN, options))
