"""What stops a page before it is published."""

from django.utils.translation import gettext

from publishing.checks import rule

from .models import Page


@rule(stops=True)
def kind_of_page_changed(piece):
    """Its address says which of the two it is, and stays."""
    edition = piece.edition
    if not isinstance(edition, Page) or not edition.item_id or not edition.item.address:
        return
    if edition.is_question != edition.item.address.startswith("/about/faq/"):
        yield gettext(
            "A page and a question have different addresses, and this one’s stays: write a new one instead."
        )
