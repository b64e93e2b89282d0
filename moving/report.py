"""What an import would do, or did, and what it met: told in short, and as a table of every line."""

import csv

SHOWN = 20
HEADINGS = {
    "taken": "Taken over",
    "known": "Here already: nothing was changed",
    "left": "Left out",
    "date": "Titles that are dates: give them a headline",
    "damage": "Letters that look damaged",
    "link": "Links that lead nowhere",
    "media": "Images and files that are missing",
    "markup": "What the sanitiser takes out",
    "address": "Old addresses that lead nowhere new",
    "remark": "Worth a look",
}


class Report:
    def __init__(self, is_dry):
        self.is_dry, self.lines = is_dry, {heading: [] for heading in HEADINGS}

    def tell(self, heading, post, sentence):
        name = post if isinstance(post, str) else f"{post.key or 'without a number'} “{post.title[:60]}”"
        self.lines[heading].append((name, sentence))

    def count(self, heading):
        return len(self.lines[heading])

    def in_words(self):
        for heading, words in HEADINGS.items():
            if not (lines := self.lines[heading]):
                continue
            if heading == "taken" and self.is_dry:
                words = "Would be taken over"
            yield f"{words}: {len(lines):,}"
            yield from (f"  {name}: {sentence}" for name, sentence in lines[:SHOWN])
            if len(lines) > SHOWN:
                yield f"  … and {len(lines) - SHOWN:,} more: --report FILE.csv has each of them."
        if self.is_dry:
            yield "Nothing was written: this was a dry run. Add --write to do it."

    def write(self, path):
        with open(path, "w", newline="", encoding="utf-8-sig") as file:
            rows = csv.writer(file)
            rows.writerow(["about", "page", "what"])
            for heading, words in HEADINGS.items():
                rows.writerows([words, _plain(name), _plain(what)] for name, what in self.lines[heading])


def _plain(cell):
    """No formula to whoever opens it."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" else cell
