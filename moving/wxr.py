"""WordPress exports (WXR), read piece by piece: however long, one post at a time is kept in memory."""

from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import iterparse

from publishing.rich_text import text_of

from .posts import Attachment, Post, Unreadable

BROKEN = "The file is not whole XML: export it from WordPress once more ({})."
NO_EXPORT = "This is XML, but no WordPress export: it has no <rss> with a <channel>."


def read(file):
    """Each Post and each Attachment of a binary file, in its order; Unreadable with a sentence."""
    try:
        yield from _read(file)
    except (ParseError, ValueError, LookupError) as error:
        raise Unreadable(BROKEN.format(_why(error))) from error


def _read(file):
    path = []
    for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            path.append(element)
            if len(path) == 1 and local(element) != "rss":
                raise Unreadable(NO_EXPORT)
            continue
        path.pop()
        if len(path) == 2 and local(element) == "item":
            yield _told(element)
        if len(path) <= 2:
            for parent in [element, *path]:
                parent.clear()
    if not path and local(element) != "rss":
        raise Unreadable(NO_EXPORT)


def _why(error):
    return "it defines entities" if "Forbidden" in type(error).__name__ else str(error)[:100]


def local(element):
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _told(item):
    said = _fields(item)
    title = _words(said.get("title", ""))
    if said.get("post_type") == "attachment":
        url = said.get("attachment_url") or said.get("guid", "")
        return Attachment(url, title, _alt(item), _words(said.get("excerpt", "")))
    number, status = said.get("post_id", ""), said.get("status", "publish")
    return Post(
        key=f"wordpress {number}" if number else "",
        sort=said.get("post_type") or "post",
        address=_address(said),
        title=title,
        date=said.get("post_date", ""),
        date_utc=said.get("post_date_gmt", ""),
        html=said.get("content", ""),
        summary=_words(said.get("excerpt", "")),
        categories=tuple(_categories(item)),
        hidden=_hidden(status, said.get("post_password", "")),
    )


def _fields(item):
    """Its texts by name; the two that are called `encoded` by what they encode."""
    said = {}
    for child in item:
        name, text = local(child), (child.text or "")
        if name == "encoded":
            name = "excerpt" if "excerpt" in child.tag else "content"
        said.setdefault(name, text if name == "content" else text.strip())
    return said


def _address(said):
    """A draft has no address of its own: its link is a number."""
    link = said.get("link", "")
    return f"/{said['post_name']}/" if "?" in link and said.get("post_name") else link


def _hidden(status, password):
    if status != "publish":
        return f"it was not public there, but “{status[:20]}”"
    return "it was behind a password there" if password else ""


def _categories(item):
    for child in item:
        if local(child) == "category" and child.get("domain", "category") == "category":
            yield child.get("nicename") or (child.text or "").strip()


def _alt(item):
    for meta in item:
        if local(meta) == "postmeta":
            said = {local(child): child.text or "" for child in meta}
            if said.get("meta_key") == "_wp_attachment_image_alt":
                return said.get("meta_value", "").strip()
    return ""


def _words(html):
    """A title is HTML there."""
    return text_of(html) if "<" in html or "&" in html else " ".join(html.split())
