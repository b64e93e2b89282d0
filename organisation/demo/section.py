"""Demo content: pages and questions in every state, their order, and what is known of how SELEC is reached."""

import tomllib
from pathlib import Path

from django.db import transaction

from publishing import demo

from ..models import Contact, Office, Page, Place, Purpose
from ..models.place import FAQ, FIXED

FOLDER = Path(__file__).parent / "pages"
TOP = ["What SELEC is", "History", "Structure", "Joining the SECI Center"]


@transaction.atomic
def load(people):
    """`people` are the demo accounts by name."""
    demo.load(Page, demo.texts(FOLDER, "page"), people["communications"], people["approver"])
    order()
    known = tomllib.loads((Path(__file__).parent / "contacts.toml").read_text())
    for number, purpose in enumerate(Purpose.values, 1):
        Contact.objects.update_or_create(
            purpose=purpose, defaults={"order": 10 * number, **known["contact"].get(purpose, {})}
        )
    Office.objects.update_or_create(pk=1, defaults=known["office"])


def order():
    """The pages of TOP first, then the site's own, then the rest; “What SELEC is” has the structure under it."""
    keys = {page.title: str(page.item_id) for page in Page.objects.in_the_menu()}
    top = [keys[title] for title in TOP if title in keys]
    under = {keys["Structure"]: keys["What SELEC is"]}
    ordered = [*top, *(name for name in FIXED if name != FAQ), FAQ]
    for number, key in enumerate(ordered):
        Place.objects.update_or_create(key=key, defaults={"order": number, "under": under.get(key, "")})
