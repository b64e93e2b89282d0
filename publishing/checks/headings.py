from .piece import quoted
from .registry import rule


@rule(stops=False)
def skipped_heading(piece):
    for text in piece.texts:
        before = 1  # the headline of the page
        for heading in text.headings:
            if heading.level > before + 1:
                follows = "it is the first one" if before == 1 else f"it follows a heading {before}"
                yield (
                    f"The heading {quoted(heading.words)} in “{text.label}” is a heading {heading.level}, "
                    f"but {follows}: make it a heading {before + 1}, since people who listen go by the levels."
                )
            before = max(heading.level, 1)
