"""Identifiers of contracting processes: only who has registered a prefix can make them unique in the world."""

from django.conf import settings
from django.core.checks import Warning as CheckWarning, register

# Nobody's: the Open Contracting Partnership gives prefixes out, and none has been given to SELEC yet.
PLACEHOLDER = "ocds-000000"


def ocid_of(tender):
    """The same for all editions, whatever becomes of the reference."""
    return f"{settings.OCID_PREFIX or PLACEHOLDER}-{tender.item_id}"


@register(deploy=True)
def prefix_registered(app_configs, **_kwargs):
    """`manage.py check --deploy` says so where it is missing."""
    if settings.OCID_PREFIX:
        return []
    hint = "Register one with the Open Contracting Partnership, and set OCID_PREFIX."
    return [
        CheckWarning("Releases on tenders bear a placeholder for a prefix.", hint=hint, id="notices.W001")
    ]
