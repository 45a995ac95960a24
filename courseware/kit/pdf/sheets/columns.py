"""Columns of a drawn table belong here: how wide each is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from courseware.kit.documents import DetailTable
from courseware.kit.pdf.sheets.ink import Ink, Type
from courseware.kit.pdf.sheets.leaves import LEFT, ROOM

# Millimetres, as static/css/pdf-report.css has them.
BESIDE, AFTER_NUMBER, AFTER_NARROW = 2.0, 6.0, 3.0
#: share of the first where the others are alike
FIRST_COLUMN = 0.22
#: a shorter text stays in one line; a longer word is broken; a longer text is as good as this one when room is dealt out
SHORT_TEXT, LONGEST_WORD, LONGEST_TEXT = 14.0, 32.0, 150.0
#: these stand for all of a long table; what is wider than its column goes on in a second line
ROWS_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Column:
    left: float
    width: float
    is_number: bool
    after: float  # what stays free at its right

    @property
    def room(self) -> float:
        return self.width - BESIDE - self.after


def even_columns(count: int, numeric: Collection[int]) -> list[Column]:
    """The first wide, the others alike."""
    first = ROOM * FIRST_COLUMN + 2 * BESIDE if count > 1 else ROOM
    other = (ROOM - first) / max(count - 1, 1)
    return _placed([first, *[other] * (count - 1)], numeric, AFTER_NUMBER)


def shared_columns(shares: Sequence[float], numeric: Collection[int]) -> list[Column]:
    """Each its share of the whole width."""
    whole = sum(shares)
    return _placed([ROOM * share / whole for share in shares], numeric, AFTER_NARROW)


def fitting_columns(ink: Ink, table: DetailTable, looks: tuple[Type, Type]) -> list[Column]:
    """As wide as their words ask for: each its longest word, and of what is left what its longest text could use."""
    heads, words = looks
    rows = table.rows[:ROWS_LOOKED_AT]
    least, most = [], []
    for place, head in enumerate(table.columns):
        texts = {row[place] for row in rows}
        beside = BESIDE + (AFTER_NARROW if place in table.numeric else BESIDE)
        word = max([ink.widest_word(head, heads), *(ink.widest_word(t, words) for t in texts)])
        text = max([ink.width(head, heads), *(ink.width(t, words) for t in texts)])
        word = max(min(word, LONGEST_WORD), min(text, SHORT_TEXT))
        least.append(word + beside + 0.1)
        most.append(max(min(text, LONGEST_TEXT) + beside, least[-1]) + 0.1)
    left, wish = ROOM - sum(least), sum(most) - sum(least)
    if wish <= left:
        return shared_columns(most, table.numeric)
    if left <= 0:
        return shared_columns(least, table.numeric)
    widths = [low + left * (high - low) / wish for low, high in zip(least, most, strict=True)]
    return shared_columns(widths, table.numeric)


def _placed(widths: Sequence[float], numeric: Collection[int], after: float) -> list[Column]:
    columns, left = [], LEFT
    for place, width in enumerate(widths):
        is_number = place in numeric
        columns.append(Column(left, width, is_number, after if is_number else BESIDE))
        left += width
    return columns
