from django.utils.translation import gettext

from .registry import rule


@rule(stops=True)
def empty_summary(piece):
    if not piece.summary.strip():
        yield gettext(
            "The summary is empty: write in one or two sentences what happened; lists, mail and search show it."
        )
