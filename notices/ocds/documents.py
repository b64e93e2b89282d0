"""The documents of a tender: its own page, its files, and the reason where it ended without an award."""

from .codes import REASON
from .values import filled, instant


def documents_of(editions, files, absolute):
    tender, page = editions[-1], absolute(editions[-1].get_absolute_url())
    html = {"url": page, "format": "text/html", "language": "en"}
    notice = {
        "id": "notice",
        "documentType": "tenderNotice",
        "title": tender.title,
        "datePublished": instant(tender.first_public_at),
        "dateModified": instant(tender.publish_at),
    }
    first_named = _first_named(editions)
    documents = [notice | html, *(_document(*pair, absolute, first_named) for pair in files)]
    if kind := REASON.get(tender.outcome):
        title, reason = tender.get_outcome_display(), tender.outcome_note
        documents.append({"id": "reason", "documentType": kind, "title": title, "description": reason} | html)
    return documents


def _first_named(editions):
    """{id of a file: when the first edition that names it became public}."""
    found = {}
    for edition in editions:
        for file in edition.files.all():
            found.setdefault(file.pk, edition.publish_at)
    return found


def _document(file, version, absolute, first_named):
    published = first_named.get(file.pk, version.effective_at)
    return filled(
        id=f"file-{file.pk}",
        documentType="biddingDocuments",
        title=file.title,
        url=absolute(version.newest_url),
        datePublished=instant(published),
        dateModified=instant(max(version.effective_at, published)),
        format=version.content_type.partition(";")[0],
        language=file.language,
    )
