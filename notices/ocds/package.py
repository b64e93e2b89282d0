from datetime import UTC

from django.conf import settings

from notices.time_line import editions_up_to, line_of

from .awards import awards_of, suppliers_of
from .codes import EXTENSIONS
from .documents import documents_of
from .prefix import ocid_of
from .tender import tender_of
from .values import filled, instant

NAME = "Southeast European Law Enforcement Center"
BUYER = {"id": "SELEC", "name": NAME}


def release_package(tender, at, files, absolute):
    """What is public of `tender` at the instant `at`; `files` are pairs of a document and its version,
    `absolute` makes a whole address of a path."""
    page = absolute(tender.get_absolute_url())
    changed_at = last_change(tender, at, files)
    return filled(
        uri=f"{page}ocds.json",
        version="1.1",
        extensions=EXTENSIONS,
        publishedDate=instant(changed_at),
        publisher={"name": NAME, "uri": absolute("/")},
        license=settings.OCDS_LICENSE,
        releases=[release_of(tender, at, files, absolute, changed_at)],
    )


def last_change(tender, at, files):
    """Since when the release says what it says: an edition, an hour that came, or a file's new version."""
    hours = [tender.publish_at, tender.opens_at, tender.closes_at]
    hours += [version.effective_at for _file, version in files]
    return max(hour for hour in hours if hour and hour <= at)


def release_of(tender, at, files, absolute, changed_at):
    editions, stage = editions_up_to(tender, at), tender.stage(at)
    awards, planning = awards_of(tender), _planning(tender)
    stamp = changed_at.astimezone(UTC).isoformat(timespec="milliseconds")
    return filled(
        ocid=ocid_of(tender),
        id=f"{ocid_of(tender)}/{tender.number}/{stamp}",
        date=instant(changed_at),
        tag=[*(["planning"] if planning else []), "tender", *(["award"] if awards else [])],
        initiationType="tender",
        language="en",
        parties=[_buyer(tender), *suppliers_of(tender)],
        buyer=BUYER,
        planning=planning,
        tender=tender_of(tender, at, line_of(editions, at))
        | {"procuringEntity": BUYER, "documents": documents_of(editions, files, absolute)},
        awards=awards,
        bids=_bids(tender) if stage.is_over else None,
    )


def _buyer(tender):
    contact = filled(name=tender.contact_name, telephone=tender.contact_phone, email=tender.contact_email)
    return filled(**BUYER, roles=["buyer", "procuringEntity"], contactPoint=contact)


def _planning(tender):
    return filled(budget=filled(description=tender.funding))


def _bids(tender):
    """How many tenders came in, lot by lot."""
    numbers = {
        row.lot: row.tenders_received for row in tender.awards.all() if row.tenders_received is not None
    }
    return filled(
        statistics=[
            {"id": f"lot-{lot}", "measure": "bids", "value": number, "relatedLot": str(lot)}
            for lot, number in numbers.items()
            if lot
        ]
    )
