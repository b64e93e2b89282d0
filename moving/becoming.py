"""What a post of a former site becomes here: its kind, its hour, its edition; or why it is left out."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError

from news.models import PressRelease
from organisation.models import Page
from publishing import clock
from publishing.rich_text import LONGEST

from .dates import day_of_title

KINDS = {
    **{kind: (PressRelease, kind) for kind in ("press_release", "news", "statement")},
    **{kind: (Page, kind) for kind in ("page", "question")},
}
SKIP = "skip"
MAPPING = {"post": "press_release", "page": "page"}
CHECKED = ["title", "summary", "legacy_title", "kind"]


class LeftOut(Exception):
    """The text is a sentence: why this post is not taken over."""


def mapping_of(pairs):
    """{sort or "category:…": kind}, of what was given over the usual one; ValueError with a sentence."""
    mapping = {**MAPPING}
    for pair in pairs:
        there, sign, here = pair.partition("=")
        if not sign or here not in {*KINDS, SKIP}:
            raise ValueError(
                f"“{pair}” maps nothing: give post=news or category:visits=news; kinds are "
                f"{', '.join(KINDS)}, and {SKIP}."
            )
        mapping[there.strip()] = here
    return mapping


def kind_of(post, mapping):
    """The first category that is mapped decides, else the sort."""
    named = [f"category:{one}" for one in post.categories] + [post.sort]
    kind = next((mapping[name] for name in named if name in mapping), None)
    if kind is None and post.sort in KINDS:
        kind = post.sort
    if kind is None:
        raise LeftOut(f"nobody said what “{post.sort[:40]}” becomes: --map {post.sort[:40]}=news")
    if kind == SKIP:
        raise LeftOut("it was mapped to skip")
    return kind


def hour_of(post):
    """The instant of its date there, and a remark where that was not simply read."""
    typed, remark = post.date, ""
    if not typed and (day := day_of_title(post.title)):
        typed, remark = day.isoformat(), "has no date of its own: its title is taken for it"
    try:
        return _local(typed), remark
    except clock.NoSuchHour as error:
        if post.date_utc:
            return datetime.fromisoformat(post.date_utc).replace(
                tzinfo=ZoneInfo("UTC")
            ), f"{error} Its time in UTC was taken."
        raise LeftOut(str(error)) from error
    except ValueError:
        raise LeftOut(f"its date “{typed[:30]}” is none: give 2016-10-07 09:00, or 07 October 2016") from None


def _local(typed):
    day = day_of_title(typed)
    local = datetime.combine(day, time()) if day else datetime.fromisoformat(typed)
    return clock.local_instant(local.replace(tzinfo=None))


def edition_of(post, kind, hour, html, now):
    """A first edition that is not stored yet; LeftOut with a sentence where it could not be stored or be public."""
    if hour > now:
        raise LeftOut(f"it was to be public on {clock.in_words(hour)} only")
    if len(html) > LONGEST:
        raise LeftOut(f"its text is longer than {LONGEST:,} characters")
    model, name = KINDS[kind]
    fields = {"kind": name, "title": post.title, "body": html, "publish_at": hour, "first_public_at": hour}
    if model is PressRelease and day_of_title(post.title):
        fields["legacy_title"] = post.title
    if len(post.summary) <= model._meta.get_field("summary").max_length:
        fields["summary"] = post.summary
    edition = model(**fields)
    try:
        edition.clean_fields(exclude={one.name for one in model._meta.fields if one.name not in CHECKED})
    except ValidationError as error:
        told = "; ".join(f"{name}: {' '.join(sentences)}" for name, sentences in error.message_dict.items())
        raise LeftOut(told) from error
    if "\0" in html:
        raise LeftOut("its text holds a character that no database stores")
    return edition
