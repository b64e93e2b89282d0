"""Text that comes from Word over a real clipboard, as the database has it in the end."""

import re
from pathlib import Path

import pytest

from news.models import PressRelease

pytestmark = [pytest.mark.browser, pytest.mark.looks]

WORD = Path(__file__).with_name("word_clipboard.html").read_text(encoding="utf-8")
KEPT = [
    "<h2>Joint action on tobacco</h2>",
    "<p>Officers met in Bucharest for <strong>three days</strong> and <em>compared</em> their findings.",
    '<a href="#_ftn1" name="_ftnref1">[1]</a></p>',
    "<h2>What was agreed</h2>",
    "<ul><li>One list of indicators</li><li>A desk that answers within the hour</li></ul>",
    "<p>The steps in their order:</p>",
    "<ol><li>Stop the lorry</li><li>Read the seal</li></ol>",
    '<table><tbody><tr><td colspan="2"><p><strong>Goods and amounts</strong></p></td></tr>',
    "<tr><td><p>Cut tobacco</p></td><td><p>1.4 tonnes</p></td></tr></tbody></table>",
    '<p>The <a href="https://www.example.org/convention">convention</a> is on line. '
    "Green words in Arial.</p>",
    '<p><a href="#_ftnref1" name="_ftn1">[1]</a> Without prejudice to positions on status.</p>',
]
LOST = re.compile(
    r"mso|style|class|font|color|<span|<u>|<o:|st1|<v:|<img|file:|target|lang|width|border|·|<!|_Toc|<h1",
    re.I,
)


@pytest.fixture
def stored(person_at, writer, organisation):
    """The body as it is stored after Word's text was pasted and saved."""
    ana = person_at("ana")
    ana.add_release("From Word")
    ana.paste("body", html=WORD, text="Joint action on tobacco")
    ana.press("Save draft")
    assert "Saved." in ana.told
    return PressRelease.objects.get().body


def test_what_carries_meaning_in_word_is_kept_and_the_rest_is_gone(stored):
    in_one_line = re.sub(r">\s+<", "><", re.sub(r"\s+", " ", stored))
    bare = in_one_line.replace(' title=""', "").replace("<a></a>", "")
    assert [part for part in KEPT if part not in bare] == []
    assert LOST.findall(bare) == []
