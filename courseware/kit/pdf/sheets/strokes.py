"""Bars on paper belong here: the very picture of kit.strokes, as operators of a page, two in a line."""

from collections.abc import Sequence

from courseware.kit.charts import Bar, shortened
from courseware.kit.pdf.sheets.ink import BOLD, Type, colour
from courseware.kit.pdf.sheets.leaves import LEFT, Book, boxes, painted
from courseware.kit.strokes import HEIGHT, LABEL_MOST, TEXT_SIZE, TICKS, WIDTH

LABEL, FIGURE = Type(TEXT_SIZE, "#1c2733"), Type(TEXT_SIZE, "#1c2733", BOLD)
RAIL, EDGE, FILLED = "#e6ebf0", "#8b98a6", "#1d4e79"
TOP_OF_BAR, BAR_HEIGHT, LETTERS, EDGE_WIDTH = 5.6, 3.0, 4.0, 0.2
BESIDE, BELOW, AFTER = 8.0, 2.0, 3.0
IN_A_LINE = 2


def draw_strokes(book: Book, bars: Sequence[Bar]) -> None:
    """All of them; a new page where a line of them finds no room."""
    for place, bar in enumerate(bars):
        column = place % IN_A_LINE
        if column == 0 and not book.fits(HEIGHT + BELOW):
            book.turn()
        _stroke(book, bar, LEFT + column * (WIDTH + BESIDE))
        if column == IN_A_LINE - 1 or place == len(bars) - 1:
            book.y += HEIGHT + BELOW
    if bars:
        book.y += AFTER - BELOW


def _stroke(book: Book, bar: Bar, left: float) -> None:
    top, y = book.y + TOP_OF_BAR, book.y + LETTERS
    filled = WIDTH * min(max(bar.share, 0.0), 1.0)
    drawn = [
        boxes(RAIL, [(left, top, WIDTH, BAR_HEIGHT)]),
        b"%b%g w %.3f %.3f %g %g re S\n" % (colour(EDGE, "RG"), EDGE_WIDTH, left, top, WIDTH, BAR_HEIGHT),
        boxes(FILLED, [(left, top, filled, BAR_HEIGHT)]),
    ]  # fmt: skip
    for tick in range(1, TICKS):
        x = left + WIDTH * tick / TICKS
        drawn.append(b"%.3f %.3f m %.3f %.3f l S\n" % (x, top, x, top + BAR_HEIGHT))
    book.leaf.put(b"".join(drawn))
    label = book.ink.line(shortened(bar.label, LABEL_MOST), (left, y), LABEL)
    figure = book.ink.line(bar.figure, (left + WIDTH, y), FIGURE, side="right")
    book.say(painted(LABEL, label + figure), book.tags.add("P"))
