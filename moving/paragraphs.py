"""WordPress keeps paragraphs as empty lines, and makes elements of them when a page is shown."""

import re

BLOCK = re.compile(
    r"</?(?:p|h[1-6]|ul|ol|li|dl|dt|dd|table|caption|thead|tbody|tfoot|tr|td|th|blockquote|pre|div|hr|figure|section|!--)\b"
    r"|<!--",
    re.IGNORECASE,
)


def in_paragraphs(html):
    """The same text, with a paragraph for each piece between empty lines that is in no element yet."""
    html = html.replace("\r\n", "\n").replace("\r", "\n")
    if re.search(r"<p[\s>]|<!-- wp:", html, re.IGNORECASE):
        return html
    pieces = [piece.strip() for piece in re.split(r"\n\s*\n", html) if piece.strip()]
    return "\n".join(piece if BLOCK.search(piece) else f"<p>{_in_lines(piece)}</p>" for piece in pieces)


def _in_lines(piece):
    return re.sub(r"(?<!<br>)(?<!<br/>)(?<!<br />)\n", "<br>\n", piece)
