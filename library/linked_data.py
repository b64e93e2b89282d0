"""Publications in the words of schema.org."""

from publishing.linked_data import filled, house, instant, page_of, told_dates
from publishing.site import absolute

from .models import Publication

REPORTS = {Publication.Kind.ANNUAL_REPORT, Publication.Kind.THREAT_ASSESSMENT, Publication.Kind.STUDY}


def report(publication: Publication, /, *, files, **_page):
    """A report, or a work of no closer kind, with the version in force of each of its files."""
    is_report = publication.kind in REPORTS
    issued = publication.issued_on
    return filled(
        {
            "@type": "Report" if is_report else "CreativeWork",
            **page_of(publication),
            "name": publication.title,
            "description": publication.summary,
            "genre": publication.get_kind_display(),
            **told_dates(publication),
            **({"datePublished": issued.isoformat()} if issued else {}),
            "temporalCoverage": publication.years.replace("–", "/"),
            "reportNumber": publication.document_number if is_report else None,
            "identifier": f"ISBN {publication.isbn}" if publication.isbn else None,
            "inLanguage": sorted({file.language for file, _version in files}),
            "publisher": house(),
            "encoding": [_encoding(file, version) for file, version in files],
        }
    )


def _encoding(file, version):
    return {
        "@type": "MediaObject",
        "name": file.title,
        "contentUrl": absolute(version.newest_url),
        "encodingFormat": version.content_type.partition(";")[0],
        "contentSize": str(version.size),
        "inLanguage": file.language,
        "uploadDate": instant(version.effective_at),
    }
