from django.utils.translation import gettext

from .piece import quoted
from .registry import rule


@rule(stops=False)
def skipped_heading(piece):
    for text in piece.texts:
        before = 1  # the headline of the page
        for heading in text.headings:
            if heading.level > before + 1:
                follows = (
                    gettext("it is the first one")
                    if before == 1
                    else (gettext("it follows a heading %(before)s") % {"before": before})
                )
                yield (
                    gettext(
                        "The heading %(words)s in “%(label)s” is a heading %(level)s, but %(follows)s: make "
                        "it a heading %(right)s, since people who listen go by the levels."
                    )
                    % {
                        "words": quoted(heading.words),
                        "label": text.label,
                        "level": heading.level,
                        "follows": follows,
                        "right": before + 1,
                    }
                )
            before = max(heading.level, 1)
