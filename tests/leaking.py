"""What is public and what is hidden, in every state, for the leak test."""

from library.models import Document, Image, Use, Version
from publishing.lifecycle import ChangeKind, Standing, Status
from publishing.slugs import slug_of
from publishing.work import JOBS
from tests.library.files import document, linked, table, version
from tests.library.pictures import image, shown
from tests.make import at, make, plain_texts, rich_texts

BEYOND_DROPPED = 3  # the number between is that of a draft that was dropped
SOON, LATER = at("2026-11-20 12:00:01"), at("2027-03-01 09:00")


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
        **deadline_act(model, f"{word} act"),
        "note": f"{word} note",
    }


def deadline_act(model, reason):
    is_deadlined = hasattr(model, "deadline_act")
    return {"deadline_act": "extended", "deadline_reason": reason} if is_deadlined else {}


def body(model, html):
    return dict.fromkeys(rich_texts(model), html)


def hidden_version(state):
    word = f"Zq{state}"
    return {"name": f"{word}.csv", "content": table(f"{word} bytes {'x' * 3000}"), "note": f"{word} reason"}


def byte_addresses(edition):
    """Every address of the bytes that this edition refers to, and the pages of its files."""
    uses = Use.objects.filter(kind=edition._meta.label_lower, edition=edition.pk)
    names = ["original.jpg", "320.avif", "1920.jpg", "card-640.webp"]
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
    return edition


def public_content(model):
    """What a visitor may see, in every state that has been public: the live ones of it are returned."""
    live = [
        publish(
            model,
            title=f"Open {model.__name__} {number}",
            **body(model, f"<p>Text.</p>{shown(image((90, 60)))}{linked(public_file())}"),
        )
        for number in range(3)
    ]
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
    return [*live, new]


def hidden_content(model, live):
    """Every state that is not public, alone and beside a live edition; its addresses are returned."""
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
    waiting = [version(one.document, at=None, **hidden_version("Waiting")) for one in versions_of(live[0], 1)]
    private = [one.url for one in [*waiting, *versions_of(live[1], 1)]]
    return private + [
        path for edition in editions for path in [*addresses_of(edition), *byte_addresses(edition)]
    ]


def work_for_search():
    """What the worker does for it: files are read, and words learned for those who mistype."""
    for name in ("read the text of files", "learn the words of new texts"):
        while JOBS[name].run():
            pass


def addresses_of(edition):
    """Every address at which somebody might look for an edition."""
    address = edition.item.address or edition.address(slug_of(edition.title, "item"))
    number = edition.number
    paths = [address, f"{address}history/", f"{address}history/{number}/", f"{address}history/{number + 1}/"]
    return [*paths, *(f"{path}?edition={edition.pk}" for path in paths)]
