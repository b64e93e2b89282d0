"""A slug that changed leaves its old address behind: it leads on, for visitors and with the gate's leave alone."""

import re

from .models import FormerAddress

BENEATH = re.compile(r"(?P<address>/[^\x00]*?/)(?P<rest>(history/(\d+/)?)?)")


def present_address(request):
    """Where the item that was once found at this path is now; None where there is nothing that a visitor may see."""
    found = BENEATH.fullmatch(request.path)
    former = (
        FormerAddress.objects.filter(address=found["address"]).select_related("item").first()
        if found
        else None
    )
    if former and former.item.editions.in_force(request.moment).exists():
        return former.item.address + found["rest"]
    return None
