"""SELEC itself and its yearly figures in the words of schema.org: what is stored of them, and nothing besides."""

from django.urls import reverse

from publishing.linked_data import LANGUAGE, NAME, SHORT_NAME, filled, house
from publishing.site import absolute

from .models import Contact, Office, SocialAccount


def organisation():
    """With its address, its contacts and its accounts, as far as staff have filled them in."""
    office = Office.objects.first()
    accounts = SocialAccount.objects.exclude(url="").values_list("url", flat=True)
    return filled(
        {
            **house(),
            "address": office and ", ".join(office.address.splitlines()),
            "contactPoint": [_contact(one) for one in Contact.objects.all() if one.phone or one.email],
            "sameAs": list(accounts),
        }
    )


def website():
    site = {"@type": "WebSite", "@id": absolute("/#site"), "url": absolute("/"), "inLanguage": LANGUAGE}
    return {**site, "name": SHORT_NAME, "alternateName": NAME, "publisher": {"@id": house()["@id"]}}


def _contact(contact):
    return filled(
        {
            "@type": "ContactPoint",
            "contactType": contact.get_purpose_display(),
            "name": contact.name,
            "telephone": contact.phone,
            "email": contact.email,
        }
    )


def figures(stated):
    """None before any figure is known. No licence is told: none is stored."""
    if not stated.years:
        return None
    address, table = (absolute(reverse(f"organisation:{name}")) for name in ("figures", "figures_csv"))
    return {
        "@type": "Dataset",
        "url": address,
        "mainEntityOfPage": address,
        "name": f"{SHORT_NAME}: facts and figures by year",
        "description": f"What the {NAME} has stated of its work year by year, each number with its source, "
        "and what the operations published on its site add up to.",
        "temporalCoverage": f"{stated.years[0]}/{stated.years[-1]}",
        "variableMeasured": [activity.label for activity in stated.activities],
        "inLanguage": LANGUAGE,
        "isAccessibleForFree": True,
        "creator": house(),
        "distribution": [{"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": table}],
    }
