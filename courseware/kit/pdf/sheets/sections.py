"""Sections on paper belong here: a heading, a few words, bars, and tables, one below the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from courseware.kit.charts import Bar
from courseware.kit.documents import DetailTable
from courseware.kit.pdf.sheets.columns import Column, fitting_columns, shared_columns
from courseware.kit.pdf.sheets.ink import BOLD, Type
from courseware.kit.pdf.sheets.leaves import (
    HEADING_HEIGHT,
    LEFT,
    POINT,
    ROOM,
    Book,
    painted,
)
from courseware.kit.pdf.sheets.strokes import draw_strokes
from courseware.kit.pdf.sheets.tables import FEW_ROWS, HEADS, WORDS, draw_table, head_height

# As static/css/pdf-report.css has them, in mm.
LEAD, PLAIN = Type(8 * POINT, "#46566a"), Type(9 * POINT, "#1c2733")
SMALL_HEADING = Type(10 * POINT, "#1c2733", BOLD)
LINE = 1.5
BEFORE, AFTER_LEAD, BEFORE_SMALL, AFTER_SMALL = 6.0, 2.0, 3.0, 1.0


@dataclass(frozen=True, slots=True)
class SectionTable:
    """A table; `shares` of the width where its columns are not to follow their words."""

    title: str
    table: DetailTable
    shares: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class SectionPart:
    """A theme of a report; `empty` is said where no table has a row. `alone`: on pages of its own."""

    title: str
    lead: str = ""
    bars: Sequence[Bar] = ()
    tables: Sequence[SectionTable] = ()
    empty: str = ""
    alone: bool = False

    def draw(self, book: Book) -> None:
        shown = [one for one in self.tables if one.table.rows]
        columns = [_columns(book, one) for one in shown]
        self._begin(book, head_height(book.ink, shown[0].table, columns[0]) if shown else 0.0)
        book.head(self.title)
        _paragraph(book, self.lead, LEAD)
        draw_strokes(book, self.bars)
        for one, widths in zip(shown, columns, strict=True):
            _titled(book, one, widths, has_title=len(shown) > 1)
        if not shown:
            _paragraph(book, self.empty, PLAIN)
        if self.alone:
            book.full()

    def _begin(self, book: Book, head: float) -> None:
        """Below what is there, where its head and a few rows find room."""
        needs = BEFORE + HEADING_HEIGHT + _height(book, self.lead, LEAD) + head + FEW_ROWS
        if not self.alone and book.fits(needs):
            book.y += BEFORE
        else:
            book.turn()


def _columns(book: Book, one: SectionTable) -> list[Column]:
    if one.shares:
        return shared_columns(one.shares, one.table.numeric)
    return fitting_columns(book.ink, one.table, (HEADS, WORDS))


def _titled(book: Book, one: SectionTable, columns: Sequence[Column], *, has_title: bool) -> None:
    title = SMALL_HEADING.size * LINE if has_title else 0.0
    head = head_height(book.ink, one.table, columns)
    if not book.fits(BEFORE_SMALL + title + AFTER_SMALL + head + FEW_ROWS / 2):
        book.turn()
    elif has_title:
        book.y += BEFORE_SMALL
    if has_title:
        base = book.y + SMALL_HEADING.base(LINE)
        drawn = book.ink.line(one.title, (LEFT, base), SMALL_HEADING)
        book.say(painted(SMALL_HEADING, drawn), book.tags.add("H3"))
        book.y += title + AFTER_SMALL
    draw_table(book, one.table, columns)


def _height(book: Book, words: str, kind: Type) -> float:
    lines = book.ink.lines(words, kind, ROOM) if words else []
    return kind.size * LINE * len(lines) + (AFTER_LEAD if lines else 0.0)


def _paragraph(book: Book, words: str, kind: Type) -> None:
    if not words:
        return
    tag = book.tags.add("P")
    for line in book.ink.lines(words, kind, ROOM):
        if not book.fits(kind.size * LINE):
            book.turn()
        drawn = book.ink.line(line, (LEFT, book.y + kind.base(LINE)), kind)
        book.say(painted(kind, drawn), tag)
        book.y += kind.size * LINE
    book.y += AFTER_LEAD
