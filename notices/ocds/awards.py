"""Who was awarded what, and what was not awarded."""

from django.utils.text import slugify

from .codes import AWARD_STATUS
from .values import filled, money, start_of


def awards_of(tender):
    return [_award(tender, award) for award in tender.awards.all()]


def suppliers_of(tender):
    """Each once, whatever it was awarded."""
    found = {_supplier(award)["id"]: award for award in tender.awards.all() if award.is_awarded}
    return [
        filled(**_supplier(award), roles=["supplier"], address=filled(countryName=award.country))
        for award in found.values()
    ]


def _award(tender, award):
    return filled(
        id=award.key,
        status=AWARD_STATUS[award.result],
        date=start_of(award.decided_on),
        description=award.reason,
        value=money(award.value, award.currency, tender.vat),
        suppliers=[_supplier(award)] if award.is_awarded else [],
        relatedLots=[str(award.lot)] if award.lot else [],
    )


def _supplier(award):
    """Known by name alone: no register's number is asked for."""
    return {"id": f"supplier-{slugify(award.contractor, allow_unicode=True)}", "name": award.contractor}
