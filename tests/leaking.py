"""What is public and what is hidden, in every state, for the leak test."""

from contextlib import contextmanager
from itertools import cycle, islice
from unittest.mock import patch

from django.db.models import ForeignKey

from library.models import Document, Image, Use, Version
from publishing.lifecycle import ChangeKind, Standing, Status
from publishing.models import Edition, Item
from publishing.slugs import slug_of
from publishing.work import JOBS
from search import index
from selec_cms import cards
from tests.library.files import document, linked, table, version
from tests.library.pictures import image, shown
from tests.make import at, further, make, plain_texts, rich_texts
from tests.variants import add_rows, variants

BEYOND_DROPPED = 3  # the number between is that of a draft that was dropped
SOON, LATER = at("2026-11-20 12:00:01"), at("2027-03-01 09:00")
# Superseded one day: the database lets two say the same then, such as a reference of which there is one at a time.
FOR_A_WHILE = {"superseded_at": LATER}
NOT_APPROVED = [Status.DRAFT, Status.IN_REVIEW, Status.DISCARDED]


@contextmanager
def indexed_afterwards():
    """For the search all afresh in the end, which takes a tenth of what it takes to follow a thousand acts."""
    with patch.object(index, "keep_in_step"):
        yield
    index.reindex()


def hidden(model, state):
    """Text that must not be found: one word in each field that a page could show, an image and a file of its own."""
    word = f"Zq{state}"
    file = document(hidden_version(state), title=f"{word} file")
    picture = image((90, 60), title=f"{word} picture", alt=f"{word} alt", credit=f"{word} credit")
    return {
        "title": f"{word} title",
        "summary": f"{word} summary",
        **plain_texts(model, word),
        **body(model, f"<p>{word}</p>{shown(picture)}{linked(file)}"),
        **led_to(model, picture, file),
        **{field.name: first(field) for field in naming(model)},  # what is public
        **deadline_act(model, f"{word} act"),
        "note": f"{word} note",
    }


def deadline_act(model, reason):
    is_deadlined = hasattr(model, "deadline_act")
    return {"deadline_act": "extended", "deadline_reason": reason} if is_deadlined else {}


def body(model, html):
    return dict.fromkeys(rich_texts(model), html)


def led_to(model, picture, file):
    """What each field that leads to one other row leads to: to its own image or file, or to the first fact."""
    rows = {Image: picture, Document: file}
    fields = [one for one in further(model, ForeignKey) if not issubclass(one.related_model, (Edition, Item))]
    return {one.name: rows.get(one.related_model) or first(one) for one in fields}


def naming(model):
    """The fields that lead to another item, or to one by its first edition."""
    fields = further(model, ForeignKey)
    return [one for one in fields if one.name != "item" and issubclass(one.related_model, (Edition, Item))]


def first(field, order="pk"):
    limits = field.get_limit_choices_to()
    if field.name == "translates":  # something of its own kind
        limits = {"kind": field.model._meta.label_lower}
    return field.related_model.objects.complex_filter(limits).order_by(order).first()


def lead_to_hidden(site):
    """Let what is public name what is hidden, as it may where something else was taken down."""
    for model, live in site.items():
        for field in naming(model):
            if field.name == "translates":  # who names the same belongs together, whatever that is
                continue
            rows = model.objects.filter(pk__in=[one.pk for one in live])
            rows.update(**{field.name: first(field, "-pk")})


def hidden_version(state):
    word = f"Zq{state}"
    return {"name": f"{word}.csv", "content": table(f"{word} bytes {'x' * 3000}"), "note": f"{word} reason"}


def byte_addresses(edition):
    """Addresses of the bytes that this edition refers to, and the pages of its files; of an image its original
    and one of its sizes, another one from edition to edition."""
    uses = Use.objects.filter(kind=edition._meta.label_lower, edition=edition.pk)
    names = ["original.jpg", ["320.avif", "1920.jpg", "card-640.webp"][edition.pk % 3]]
    images = Image.objects.filter(pk__in=uses.values("image"))
    files = Document.objects.filter(pk__in=uses.values("document"))
    addresses = [row.url(name) for row in images for name in names]
    return [*addresses, *(address for file in files for address in file_addresses(file))]


def file_addresses(file):
    versions = [address for one in file.versions.all() for address in (one.url, one.newest_url)]
    return [file.get_absolute_url(), *versions]


def public_file():
    """Its first version was replaced before any page was public, its second afterwards."""
    return document(
        {"at": at("2017-01-01 10:00"), **hidden_version("Replaced")},
        {"at": at("2019-01-01 10:00")},
        {"at": at("2021-01-01 10:00")},
    )


def versions_of(edition, *numbers):
    ids = Use.objects.filter(kind=edition._meta.label_lower, edition=edition.pk).values("document")
    return Version.objects.filter(document__in=ids, number__in=numbers)


def related(edition):
    """One row of each relation, shared by what is public and what is hidden; of the library its own."""
    uses = Use.objects.filter(kind=edition._meta.label_lower, edition=edition.pk)
    for field in edition._meta.many_to_many:
        rows = field.related_model.objects
        own = rows.filter(uses__in=uses) if field.related_model in (Document, Image) else rows
        yield field.name, own.first()


def publish(model, **fields):
    edition = make(model, **fields)
    for name, row in related(edition):
        if row:
            getattr(edition, name).add(row)
    add_rows(edition, edition.title.split()[0])
    return edition


def public_content(model):
    """What a visitor may see, in every state that has been public and in every variant: the live ones are returned.

    All have the same further texts as the first one.
    """
    texts = plain_texts(model, "Word")
    live = []
    for number in range(3):
        picture, file = image((90, 60)), public_file()
        fields = body(model, f"<p>Text.</p>{shown(picture)}{linked(file)}") | led_to(model, picture, file)
        fields |= {} if live else texts
        live.append(publish(model, title=f"Open {model.__name__} {number}", **fields))
    old = publish(model, title="Corrected afterwards", publish_at=at("2019-01-01 10:00"))
    slip = {"change": ChangeKind.CORRECTION, "note": "A slip."}
    new = publish(model, after=old, number=BEYOND_DROPPED, publish_at=at("2019-02-01 10:00"), **slip)
    gone = publish(model, **hidden(model, "Superseded"), publish_at=at("2018-01-01 10:00"))
    publish(
        model,
        after=gone,
        standing=Standing.REMOVED,
        note="Published in error",
        publish_at=at("2018-01-02 10:00"),
    )
    many = [publish(model, **texts, **fields, **FOR_A_WHILE) for fields in variants(model, is_set=True)]
    return [*live, new, *many]


def hidden_content(model, live):
    """Every state that is not public, alone, beside a live edition and in every variant.

    The addresses of their pages are returned, and those of their bytes.
    """
    alone = [
        publish(model, **hidden(model, "Draft"), status=Status.DRAFT),
        publish(model, **hidden(model, "Review"), status=Status.IN_REVIEW),
        publish(model, **hidden(model, "Discarded"), status=Status.DISCARDED),
        publish(model, **hidden(model, "Scheduled"), publish_at=LATER),
        publish(model, **hidden(model, "Nearly"), publish_at=SOON),
    ]
    beside = [
        publish(
            model, **hidden(model, "Beside"), after=live[0], status=Status.DRAFT, change=ChangeKind.CORRECTION
        ),
        publish(
            model,
            **hidden(model, "Waiting"),
            after=live[1],
            status=Status.IN_REVIEW,
            change=ChangeKind.CORRECTION,
        ),
        publish(
            model, **hidden(model, "Coming"), after=live[2], publish_at=SOON, change=ChangeKind.CORRECTION
        ),
        publish(
            model, **hidden(model, "Leaving"), after=live[3], publish_at=LATER, standing=Standing.WITHDRAWN
        ),
    ]
    dropped = {"item": live[3].item, "number": BEYOND_DROPPED - 1, "status": Status.DISCARDED}
    editions = [*alone, *beside, publish(model, **hidden(model, "Dropped"), **dropped)]
    many = []
    for fields, status in zip(alike(live[0], "Alike"), cycle(NOT_APPROVED), strict=False):
        many.append(publish(model, **fields, status=status))
        many.append(publish(model, **fields, publish_at=SOON, **FOR_A_WHILE))
    waiting = [version(one.document, at=None, **hidden_version("Waiting")) for one in versions_of(live[0], 1)]
    private = [one.url for one in [*waiting, *versions_of(live[1], 1)]]
    pages = [path for edition in editions for path in addresses_of(edition)]
    pages += [addresses_of(edition)[0] for edition in many]
    return pages, private + [path for edition in editions for path in byte_addresses(edition)]


def withdrawn_content(model, live):
    """What was public until it was withdrawn, in every variant."""
    for fields in [hidden(model, "Gone"), *alike(live[0], "Gone")]:
        gone = publish(model, **fields, **FOR_A_WHILE)
        hour = at("2021-01-01 10:00")
        publish(model, after=gone, **fields, publish_at=hour, standing=Standing.WITHDRAWN, **FOR_A_WHILE)
        yield gone


def all_public(models):
    """{model: its live editions}"""
    with indexed_afterwards():
        return {model: public_content(model) for model in models}


def all_hidden(site):
    """What `hidden_content` returns, for each model of the site."""
    with indexed_afterwards():
        return [hidden_content(model, live) for model, live in site.items()]


def all_withdrawn(site):
    with indexed_afterwards():
        return [one for model, live in site.items() for one in withdrawn_content(model, live)]


def alike(edition, state):
    """Fields of editions in every variant, each with one of the further texts of `edition` in all such fields.

    So whatever leads from that edition to others by a text (its series, its reference) would lead to these.
    """
    model = type(edition)
    names = plain_texts(model, "")
    texts = [getattr(edition, name) for name in names]
    many = [*variants(model, is_set=True), *variants(model, is_set=False)]
    number = max(len(many), len(texts))
    for turn, fields in enumerate(islice(cycle(many), number)):
        said = {name: texts[turn % len(texts)][: model._meta.get_field(name).max_length] for name in names}
        yield {"title": f"Zq{state} title {turn}", "summary": f"Zq{state} summary", **said, **fields}


def work_for_search():
    """What the worker does for it: files are read, and words learned for those who mistype."""
    for name in ("read the text of files", "learn the words of new texts"):
        while JOBS[name].run():
            pass


def addresses_of(edition):
    """Every address at which somebody might look for an edition, or for the card that is drawn of it."""
    address = edition.item.address or edition.address(slug_of(edition.title, "item"))
    number = edition.number
    paths = [address, f"{address}history/", f"{address}history/{number}/", f"{address}history/{number + 1}/"]
    return [*paths, f"{address}?edition={edition.pk}", cards.address(edition)]
