"""The picture that other sites show where a page without one is passed on, drawn from its words.

It is drawn anew for each who asks, which takes some 20 ms: nothing is stored that could outlive its edition.
"""

from dataclasses import astuple, dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from publishing.conditional import tag_of
from publishing.linked_data import NAME, SHORT_NAME
from publishing.models import kinds
from publishing.site import path_of

FONTS = Path(__file__).parent / "fonts"
SERIF, SANS = "DejaVuSerifCondensed-Bold.ttf", "DejaVuSansCondensed.ttf"
SIZE = WIDTH, HEIGHT = 1200, 630  # pixels, as are all lengths here
MARGIN, WIDEST = 80, 1040
TOP, TALLEST = 148, 300  # where the headline begins, and how far it may reach
SMALL, HOUSE = 30, 44
SIZES = [92, 76, 68, 60, 54, 48, 43]  # of the headline, the first in which it fits
LEADING = 1.16
STEP = 40  # how closely lines are balanced
# --deep, --on-deep, --on-deep-quiet, --on-deep-mark and --deep-line of static/site.css.
DEEP, ON_DEEP, QUIET, MARK, LINE = "#0c2348", "#f4f1e8", "#c6d0e0", "#f0b34c", "#2c4470"
DRAWING = 1  # another number whenever cards are drawn differently: browsers then ask for them again


def address(edition):
    """Of the edition's card; of the house's own where there is none."""
    if edition is None:
        return path_of("house_card")
    return path_of("card", edition._meta.model_name, edition.pk)


@require_safe
def card(request, kind, pk):
    """Of what is public, and as long as it is: of anything else there is no card."""
    models = {model._meta.model_name: model for model in kinds()}
    if kind not in models:
        raise Http404
    edition = get_object_or_404(models[kind].objects.public(request.moment), pk=pk)
    return answer(request, Card(edition.title, edition.kind_in_words, edition.when))


@require_safe
def house_card(request):
    return answer(request, Card(NAME))


def answer(request, card):
    """Kept by whoever likes to, but never shown again without asking whether it is still public."""
    response = get_conditional_response(request, etag=card.tag)
    response = response or HttpResponse(card.png(), content_type="image/png")
    response["ETag"] = card.tag
    response["Cache-Control"] = "private, no-store" if request.moment else "public, no-cache"
    response["Cross-Origin-Resource-Policy"] = "same-origin" if request.moment else "cross-origin"
    return response


@dataclass(frozen=True)
class Card:
    headline: str
    kind: str = ""
    when: str = ""

    @property
    def tag(self):
        words = repr((DRAWING, *astuple(self)))
        return tag_of(words.encode(errors="replace"))

    def png(self):
        from PIL import Image, ImageDraw  # 4 MB, for who asks for a card: pages name its address alone

        picture = Image.new("RGB", SIZE, DEEP)
        pen = ImageDraw.Draw(picture)
        self._line(pen)
        size, lines = set_in(self.headline, WIDEST, TALLEST)
        for number, line in enumerate(lines):
            pen.text((MARGIN, TOP + number * size * LEADING), line, ON_DEEP, font(SERIF, size))
        pen.rectangle((MARGIN, 496, WIDTH - MARGIN, 497), LINE)
        pen.rectangle((MARGIN, 494, MARGIN + 96, 499), MARK)
        pen.text((MARGIN, 568), SHORT_NAME, ON_DEEP, font(SERIF, HOUSE), anchor="ls")
        if self.headline != NAME:
            pen.text((WIDTH - MARGIN, 568), NAME, QUIET, font(SANS, SMALL), anchor="rs")
        file = BytesIO()
        picture.quantize(64, Image.Quantize.FASTOCTREE).save(file, "PNG")
        return file.getvalue()

    def _line(self, pen):
        """What it is, and when: above the headline, in one line."""
        kind, when = self.kind, f"  ·  {self.when}" if self.kind and self.when else self.when
        small = font(SANS, SMALL)
        kind, when = cut(kind, small, WIDEST), cut(when, small, WIDEST - small.getlength(kind))
        pen.text((MARGIN, 112), kind, MARK, small, anchor="ls")
        pen.text((MARGIN + small.getlength(kind), 112), when, QUIET, small, anchor="ls")


@cache
def font(name, size):
    from PIL import ImageFont

    return ImageFont.truetype(FONTS / name, size)


def set_in(text, width, height):
    """(size, lines) of the largest size in which the text fits; cut at the end where it fits in none."""
    for size in SIZES:
        lines, room = broken(text, font(SERIF, size), width), int(height // (size * LEADING))
        if len(lines) <= room:
            return size, balanced(text, font(SERIF, size), width)
    last = cut(" ".join(lines[room - 1 :]), font(SERIF, size), width)
    return size, [*lines[: room - 1], last]


def balanced(text, font, width):
    """In as many lines as it takes, none much shorter than the others."""
    most = len(broken(text, font, width))
    least = max([width / 2, *(font.getlength(word) for word in text.split())])
    while width - least > STEP:
        middle = (least + width) / 2
        least, width = (least, middle) if len(broken(text, font, middle)) <= most else (middle, width)
    return broken(text, font, width)


def broken(text, font, width):
    """Lines no wider than `width`, broken between words, and within a word that is wider than a line."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if font.getlength(joined) <= width:
            lines[-1] = joined
            continue
        lines.append("")
        for sign in word:
            if font.getlength(lines[-1] + sign) > width:
                lines.append("")
            lines[-1] += sign
    return [line for line in lines if line]


def cut(text, font, width):
    """As much of the text as fits in one line, with an ellipsis where it is not all of it."""
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return text and f"{text.rstrip()}…"
