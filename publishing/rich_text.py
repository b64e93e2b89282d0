"""Text with an editor. Swapping the editor touches this module alone.

The editor is CKEditor 4, which gets no fixes any more. It is kept because no migration names it, an
allow-list sanitiser cleans whatever it sends, it sends nothing anywhere (no uploads, no spelling service,
no version check), it runs under `script-src 'self'` (static/publishing/ckeditor-csp.js), and what is not
used of it is not served (selec_cms/django_apps.py).
"""

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urljoin

import nh3
from ckeditor.widgets import CKEditorWidget, json_encode
from django import forms
from django.db import models
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext

LONGEST = 200_000  # characters of HTML, about sixty printed pages
TAGS = {
    *"p h2 h3 h4 pre blockquote ul ol li dl dt dd strong em s sub sup br hr".split(),
    *"table caption thead tbody tfoot tr th td a img".split(),
}
ATTRIBUTES = {
    "*": set(),
    "a": {"href", "title", "id", "name"},
    "img": {"src", "alt"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
DROPPED_WHOLE = set("script style iframe object embed svg math template noscript title".split())
# The same meaning under the names that we keep; a page has one h1, and it is the headline.
RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "strike": "s", "del": "s"}
RENAMED_TAG = re.compile(rf"(</?)({'|'.join(RENAMED)})(?=[\s>/])", re.IGNORECASE | re.ASCII)
# Word's own marks: they carry no meaning, so nobody is told that they went.
NOISE_TAGS = set("span font div u o:p tbody html body head meta link center col".split())
NOISE_ATTRIBUTES = {"style", "class", "lang", "align", "valign", "width", "height", "border", "dir", "target"}
NOISE_ATTRIBUTES |= {
    "cellspacing",
    "cellpadding",
    "rel",
    "start",
    "type",
    "value",
    "colspan",
    "data-cke-saved-href",
}
FOOTNOTE = re.compile(r"(_ftn|_edn|sdfootnote|sdendnote|fn|note)[\w-]{0,60}")
IMAGE = re.compile(r"/images/\d{1,18}/[\w.-]{1,40}", re.ASCII)
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TAG = re.compile(r'<(?:a|img)\b(?:[^>"]|"[^"]*")*>')
ADDRESS = re.compile(r'\b(href|src)="([^"]*)"')
BARE_LINK, MOST_LAYERS = re.compile(r"<a>(.*?)</a>", re.DOTALL), 9
A_WORD = re.compile(r"<(?:p|h[2-4])>\w")  # with which nearly every text begins
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
LETTERS = r"[^<>&\x00-\x08\x0b-\x1f\xa0\ud800-\udfff]"
# Paragraphs and headings with no more in them than a few words set apart: what nothing can be taken out of. It needs no
# parser to be known, which takes longer than all else that is done with a text.
PLAIN = re.compile(
    rf"(?:<(p|h[2-4])>(?:{LETTERS}++|&(?:amp|lt|gt|nbsp);|<(strong|em|s|sub|sup)>{LETTERS}*+</\2>)*+</\1>\n*+)++(?<!\n)"
)


def _attribute(tag, name, value):
    """A link's id could clash with one of the page's own: footnotes' alone are kept.

    Images are the library's own, which also knows what they show.
    """
    if tag == "img":
        return "" if name == "alt" else value if IMAGE.fullmatch(value) else None
    if name in ("id", "name"):
        return value if FOOTNOTE.fullmatch(value) else None
    return value


CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes=SCHEMES,
    link_rel=None,
    clean_content_tags=DROPPED_WHOLE,
    attribute_filter=_attribute,
    strip_comments=True,
)


def _in_one_form(image):
    """Whatever wrote it: a text in which nothing was changed must not differ from what is stored."""
    source = re.search(r' src="([^"]*)"', image[0])
    return f'<img src="{source[1]}" alt="">' if source else ""


def clean(html):
    """The HTML that may be stored and shown; everything else is taken out. Cleaning twice changes nothing
    of what any editor writes."""
    if html and A_WORD.match(html) and PLAIN.fullmatch(html):
        return html
    html = RENAMED_TAG.sub(lambda tag: tag[1] + RENAMED[tag[2].lower()], CONTROL.sub("", html or ""))
    cleaned = CLEANER.clean(html)
    if cleaned != html:  # a tag that nobody ended may have put a heading into another
        cleaned = CLEANER.clean(cleaned)
    if CONTROL.search(cleaned):  # they came as &#5; and would part what belongs together: java&#5;script:
        cleaned = CLEANER.clean(CONTROL.sub("", cleaned))
    cleaned = re.sub(r"<img\b[^>]*>", _in_one_form, cleaned)
    for _layer in range(MOST_LAYERS):
        if cleaned == (without := BARE_LINK.sub(r"\1", cleaned)):
            break
        cleaned = CLEANER.clean(without)  # what stood in each other is put in order again
    cleaned = cleaned.strip()
    return (
        cleaned if A_WORD.match(cleaned) or "<hr" in cleaned or "<img" in cleaned or text_of(cleaned) else ""
    )


def in_xml(text):
    """Without the characters that XML 1.0 does not know, however they got into a text."""
    return NOT_XML.sub("", text)


def with_whole_addresses(html, page):
    """For readers elsewhere: each address in it as one that stands at `page`, a whole address, leads to."""
    return TAG.sub(lambda tag: ADDRESS.sub(lambda found: _whole(page, *found.groups()), tag[0]), html)


def _whole(page, name, address):
    try:
        return f'{name}="{escape(urljoin(page, unescape(address)))}"'
    except ValueError:  # such as http://[
        return f'{name}="{address}"'


def text_of(html):
    """The words of cleaned HTML, for counting and comparing."""
    spaced = re.sub(r"</?(p|h\d|li|tr|td|th|br|blockquote|dt|dd|pre|caption|hr)\b", r" <\1", html or "")
    words = unescape(nh3.clean(spaced, tags=set()))
    return re.sub(r"[\s\u00a0]+", " ", words).strip()


class _Losses(HTMLParser):
    """Notes what `clean` takes out, in words for whoever typed it."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        if (ours := RENAMED.get(tag, tag)) not in TAGS:
            if tag not in NOISE_TAGS and ":" not in tag:
                self._note(f"<{tag}>")
            return
        if tag == "img" and not IMAGE.fullmatch(dict(attributes).get("src") or ""):
            self._note(gettext("an <img> that is not from the library"))
            return
        for name, value in attributes:
            self._attribute(ours, name, (value or "").strip())

    def _attribute(self, tag, name, value):
        scheme = re.match(r"([a-z][a-z0-9+.-]*):", re.sub(r"[\s\x00-\x1f]", "", value).lower())
        if name in ("href", "src") and scheme and scheme[1] not in SCHEMES:
            self._note(gettext("a link that starts with “%(scheme)s:”") % {"scheme": scheme[1]})
        elif name not in ATTRIBUTES.get(tag, ()) and name not in NOISE_ATTRIBUTES and ":" not in name:
            self._note(f"“{name}” of <{tag}>")
        elif name in ("id", "name") and _attribute(tag, name, value) is None and value[:1] != "_":
            self._note(gettext("the anchor “%(name)s”") % {"name": value})

    def _note(self, words):
        if words not in self.found:
            self.found.append(words[:80])


def losses(html):
    """What the sanitiser takes out of `html` beyond mere looks: a list such as ["<script>"]."""
    parser = _Losses()
    found = parser.found
    try:
        parser.feed(html or "")
        parser.close()
    except AssertionError:  # what Python's own parser makes of a marked section that it does not know
        found.append(gettext("broken markup"))
    if CONTROL.search(html or ""):
        found.append(gettext("control characters"))
    return found


TOOLBAR = [
    ["Format", "Bold", "Italic", "Strike", "Subscript", "Superscript"],
    ["NumberedList", "BulletedList", "Outdent", "Indent", "Blockquote"],
    ["Link", "Unlink", "LibraryImage", "Table", "HorizontalRule", "SpecialChar"],
    ["PasteText", "RemoveFormat", "Undo", "Redo", "Maximize"],
]
CONFIG = {
    "toolbar": TOOLBAR,
    "width": "100%",
    "height": 320,
    "format_tags": "p;h2;h3;h4;pre",
    "removePlugins": (
        "about,bidi,colorbutton,colordialog,copyformatting,dialogadvtab,div,elementspath,exportpdf,filebrowser,"
        "find,flash,font,forms,iframe,image,language,newpage,pagebreak,preview,print,save,scayt,smiley,stylescombo,"
        "templates,uploadimage,wsc"
    ),
    "allowedContent": (
        "p h1 h2 h3 h4 h5 h6 pre blockquote ul li dl dt dd strong em s sub sup br hr caption thead tbody tfoot tr;"
        "table; ol[start]; a[!href,id,name,title]; a[!id]; a[!name];"
        "th[scope,colspan,rowspan]; td[colspan,rowspan]"
    ),
    "disallowedContent": "script style iframe object embed form input button; *[on*]; *{*}; *(*)",
    "extraPlugins": "libraryimage",  # static/publishing/library-image.js: it alone lets images through
    "pasteFromWord_inlineImages": False,
    "fullPage": False,
    "versionCheck": False,
    "customConfig": "",
    "stylesSet": False,
    "contentsCss": "",
    "disableNativeSpellChecker": False,
    "removeDialogTabs": "link:upload;link:advanced;link:target",
    "linkShowAdvancedTab": False,
    "linkShowTargetTab": False,
    "pasteFromWordPromptCleanup": False,
    "skin": "moono-lisa",
}


class Editor(CKEditorWidget):
    # Of the app that has the images: the name of the address that offers them, and what gives those in a text words.
    image_picker = ""
    described = staticmethod(lambda html: html)

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs)
        self.config.update(CONFIG)

    @property
    def media(self):
        """The editor's own scripts, and ours behind them: one list, since two would be merged in any order."""
        ours = ["publishing/ckeditor-csp.js", "publishing/library-image.js"]
        return forms.Media(js=[*super().media._js, *ours], css={"all": ["publishing/library-image.css"]})

    def format_value(self, value):
        value = super().format_value(value)
        return self.described(value) if value else value

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if self.image_picker:
            context["widget"]["attrs"]["data-image-picker"] = reverse(self.image_picker)
        # Of the text, for what reads it aloud and checks its spelling.
        if language := context["widget"]["attrs"].get("lang"):
            context["widget"]["config"] = json_encode(self.config | {"contentsLanguage": language})
        return context


class RichTextFormField(forms.CharField):
    widget = Editor

    def __init__(self, **kwargs):
        super().__init__(**{**kwargs, "max_length": LONGEST})
        if self.label:  # what screen readers say, in place of the field's id
            tools = gettext("%(label)s, with its tools") % {"label": self.label}
            self.widget.config |= {"title": self.label, "applicationTitle": tools}
        self.losses = []

    def to_python(self, value):
        value = super().to_python(value)
        self.losses = losses(value)
        return clean(value)


class RichTextField(models.TextField):
    """A TextField to the database and to migrations; sanitised whenever it is cleaned or saved."""

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def formfield(self, **kwargs):
        options = {"form_class": RichTextFormField, "required": not self.blank, **kwargs, "widget": Editor}
        return models.Field.formfield(self, **options)

    def clean(self, value, instance):
        return super().clean(clean(value), instance)

    def pre_save(self, instance, add):
        value = clean(getattr(instance, self.attname))
        setattr(instance, self.attname, value)
        return value
