"""Where images and files are used: written whenever an edition is saved, shown before any change."""

import posixpath
import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import ForeignKey, ManyToManyField
from django.db.models.signals import m2m_changed, post_save
from django.http.request import split_domain_port, validate_host
from django.urls import reverse

from publishing import clock
from publishing.models import kinds
from publishing.rich_text import RichTextField
from publishing.state import state_in_words

from .models import Document, Image, Use

ADDRESS = re.compile(r'\b(?:src|href)="([^"]*)"')
OURS = re.compile(r"/(images|files)/([0-9]{1,18})(?:/.*)?")
MODELS = {"images": Image, "files": Document}


def connect():
    """To every kind of edition; called once, when the apps are ready."""
    for kind in kinds():
        post_save.connect(_on_save, sender=kind, dispatch_uid=f"uses of {kind._meta.label}")
        for field in _relations(kind, ManyToManyField):
            uid = f"uses of {kind._meta.label}.{field.name}"
            m2m_changed.connect(_on_choice, sender=getattr(kind, field.name).through, dispatch_uid=uid)


def _on_save(instance, raw=False, **_signal):
    if not raw:
        write(instance)


def _on_choice(instance, action, reverse, **_signal):
    if action.startswith("post_") and not reverse:
        write(instance)


def write(edition):
    """The rows of one edition, in place of those it had."""
    label = edition._meta.label_lower
    common = {"item_id": edition.item_id, "kind": label, "edition": edition.pk}
    found = referred_to(edition)
    Use.objects.filter(kind=label, edition=edition.pk).delete()
    rows = [
        Use(**common, **{f"{model._meta.model_name}_id": pk})
        for model, ids in found.items()
        if ids
        for pk in model.objects.filter(pk__in=ids).order_by("pk").values_list("pk", flat=True)
    ]
    Use.objects.bulk_create(rows)


def referred_to(edition):
    """{Image: ids, Document: ids} in the edition's texts and in its fields; some ids may be of nothing."""
    found = {Image: set(), Document: set()}
    for field in edition._meta.concrete_fields:
        if isinstance(field, RichTextField):
            for model, pk in addressed(getattr(edition, field.attname)):
                found[model].add(pk)
    for field in _relations(type(edition), ForeignKey):
        if pk := getattr(edition, field.attname):
            found[field.related_model].add(pk)
    for field in _relations(type(edition), ManyToManyField):
        found[field.related_model].update(getattr(edition, field.name).values_list("pk", flat=True))
    return found


def addressed(html):
    """(model, id) of each of our addresses in it, whole ones with a host of ours too."""
    for address in ADDRESS.findall(html or ""):
        try:
            parts = urlsplit(unescape(address).strip())
        except ValueError:  # such as http://[
            continue
        path = posixpath.normpath(unquote(parts.path)) if parts.path else ""
        if (ours := OURS.fullmatch("/" + path.lstrip("/"))) and _is_here(parts):
            yield MODELS[ours[1]], int(ours[2])


def _is_here(parts):
    """Another site's /files/3/ must not make ours public."""
    if not parts.netloc:
        return not parts.scheme and parts.path.startswith("/")
    allowed = settings.ALLOWED_HOSTS or [".localhost", "127.0.0.1", "[::1]"]
    host, _port = split_domain_port(parts.netloc.lower())
    return parts.scheme in ("", "http", "https") and bool(host) and validate_host(host, allowed)


def _relations(kind, of_type):
    fields = [*kind._meta.concrete_fields, *kind._meta.many_to_many]
    return [one for one in fields if isinstance(one, of_type) and one.related_model in (Image, Document)]


@dataclass(frozen=True)
class Place:
    """An edition that uses a row of the library, for whoever is about to change that row."""

    kind: str
    title: str
    number: int
    state: str
    url: str
    lang: str = ""


def where_used(row, person):
    """The places that `person` may see, and how many there are beside."""
    by_kind, places, total = {}, [], 0
    for use in row.uses.order_by("-edition"):
        by_kind.setdefault(use.kind, set()).add(use.edition)
        total += 1
    for kind in kinds():
        ids = by_kind.get(kind._meta.label_lower)
        if ids:
            places += _places(kind, kind.objects.filter(pk__in=ids).seen_by(person))
    return places, total - len(places)


def _places(kind, editions):
    editions, now = list(editions.order_by("-edited_at", "-pk")), clock.now()
    siblings = {}
    for one in kind.objects.filter(item__in=[each.item_id for each in editions]).select_related(
        "edited_by", "submitted_by"
    ):
        siblings.setdefault(one.item_id, []).append(one)
    name = kind._meta.verbose_name
    for one in editions:
        url = reverse(f"admin:{kind._meta.app_label}_{kind._meta.model_name}_change", args=[one.pk])
        state = state_in_words(siblings[one.item_id], now)
        yield Place(name[0].upper() + name[1:], one.title, one.number, state, url, one.lang)
