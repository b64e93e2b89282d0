"""Whether a release package is as the Open Contracting Data Standard says: against its own schema, without slack.

A field that neither the schema nor an extension of the package knows is an error here, and so is a reference
that leads nowhere. What the schema leaves open, its lists of codes, stands below.
"""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.test import Client
from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

HERE = Path(__file__).parent / "ocds"
# Of the standard's open codelists, the codes that we use.
ROLES = {"buyer", "procuringEntity", "supplier"}
DOCUMENT_TYPES = {"tenderNotice", "biddingDocuments", "cancellationDetails", "unsuccessfulDetails"}
SCHEMES, MEASURES = {"CPV"}, {"bids"}
FORMATS = FormatChecker(formats=[])


@FORMATS.checks("date-time", raises=ValueError)
def is_instant(value):
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@FORMATS.checks("uri")
def is_address(value):
    return not isinstance(value, str) or bool(urlsplit(value).scheme and urlsplit(value).netloc)


def merged(target, patch):
    for key, value in patch.items():
        target[key] = merged(target.get(key, {}), value) if isinstance(value, dict) else value
    return target


def without_slack(schema):
    """No field but those that are named."""
    if isinstance(schema, dict):
        schema = {key: without_slack(value) for key, value in schema.items() if key != "patternProperties"}
        if isinstance(schema.get("properties"), dict) and "$ref" not in schema:
            schema.setdefault("additionalProperties", False)
    return [without_slack(one) for one in schema] if isinstance(schema, list) else schema


def validator():
    package, release, extensions = (
        json.loads((HERE / f"{name}.json").read_text())
        for name in ("release-package-schema", "release-schema", "extensions")
    )
    release["id"] = package["properties"]["releases"]["items"]["$ref"]
    release = Resource.from_contents(without_slack(merged(release, extensions)), DRAFT4)
    registry = Registry().with_resource(release.id(), release)
    return Draft4Validator(without_slack(package), registry=registry, format_checker=FORMATS)


VALIDATOR = validator()


def troubles(package):
    """Sentences on all that is wrong with it."""
    found = [f"{error.json_path}: {error.message[:200]}" for error in VALIDATOR.iter_errors(package)]
    for release in package["releases"]:
        found += [*wrong_codes(release), *loose_references(release), *doubled_identifiers(release)]
    return found + [f"{path} is empty" for path, value in walk(package) if value in ("", [], {}, None)]


def walk(value, path="$"):
    yield path, value
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in rows:
        yield from walk(one, f"{path}.{key}")


def wrong_codes(release):
    tender = release["tender"]
    codes = [
        ({role for party in release["parties"] for role in party["roles"]}, ROLES),
        ({document["documentType"] for document in tender["documents"]}, DOCUMENT_TYPES),
        ({item["classification"]["scheme"] for item in tender.get("items", [])}, SCHEMES),
        ({one["measure"] for one in release.get("bids", {}).get("statistics", [])}, MEASURES),
    ]
    return [f"unknown codes: {used - known}" for used, known in codes if used - known]


def loose_references(release):
    tender, awards = release["tender"], release.get("awards", [])
    parties = {(party["id"], party["name"]) for party in release["parties"]}
    named = [release["buyer"], tender["procuringEntity"]]
    named += [supplier for award in awards for supplier in award.get("suppliers", [])]
    lots = {lot.get("id") for lot in tender.get("lots", [])}
    related = {lot for award in awards for lot in award.get("relatedLots", [])}
    related |= {item["relatedLot"] for item in tender.get("items", []) if "relatedLot" in item}
    related |= {one["relatedLot"] for one in release.get("bids", {}).get("statistics", [])}
    unknown = [one for one in named if (one["id"], one["name"]) not in parties]
    return [f"no such party: {one}" for one in unknown] + [f"no such lot: {lot}" for lot in related - lots]


def doubled_identifiers(release):
    lists = [(path, value) for path, value in walk(release) if isinstance(value, list)]
    for path, rows in lists:
        ids = [row["id"] for row in rows if isinstance(row, dict) and "id" in row]
        yield from (
            f"{path}: two have the identifier {one}" for one, number in Counter(ids).items() if number > 1
        )


def package_of(edition, client=None):
    response = (client or Client()).get(f"{edition.item.address}ocds.json")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    return response.json()


def release_of(edition, client=None):
    package = package_of(edition, client)
    assert troubles(package) == []
    [release] = package["releases"]
    return release
