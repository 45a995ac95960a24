"""Tables on paper belong here: rows of text under a head that stands on every page."""

from collections.abc import Sequence
from dataclasses import dataclass

from courseware.kit.documents import DetailTable
from courseware.kit.pdf.sheets.ink import BOLD, Ink, Type
from courseware.kit.pdf.sheets.leaves import (
    HEADING_HEIGHT,
    LEFT,
    POINT,
    ROOM,
    Book,
    boxes,
    painted,
)

# As static/css/pdf-report.css has them, in mm.
WORDS, HEADS = Type(8 * POINT, "#1c2733"), Type(8 * POINT, "#ffffff", BOLD)
LINE = 1.4
LINE_HEIGHT = WORDS.size * LINE
HEAD_GROUND, RULE, RULE_HEIGHT = "#14304d", "#d5dde5", 0.15
ABOVE_HEAD, ABOVE_ROW, BESIDE, AFTER_NUMBER = 1.4, 0.95, 2.0, 6.0
FIRST_COLUMN = 0.22
BEFORE_TITLE = 7.0
#: a title does not stand alone at the foot of a page: so many mm of rows follow it
FEW_ROWS = 12.0


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table with its title."""

    title: str
    table: DetailTable

    def draw(self, book: Book) -> None:
        columns = _columns(self.table)
        head = _Row.of(book.ink, self.table.columns, columns, (HEADS, ABOVE_HEAD))
        _begin(book, head.height)
        book.head(self.title)
        _draw_head(book, head, columns, is_first=True)
        for texts in self.table.rows:
            row = _Row.of(book.ink, texts, columns, (WORDS, ABOVE_ROW))
            if not book.fits(row.height):
                book.turn()
                _draw_head(book, head, columns, is_first=False)
            _draw_row(book, row, columns)


@dataclass(frozen=True, slots=True)
class _Column:
    left: float
    width: float
    is_number: bool

    @property
    def room(self) -> float:
        return self.width - BESIDE - (AFTER_NUMBER if self.is_number else BESIDE)


@dataclass(frozen=True, slots=True)
class _Row:
    """The lines of every cell, and how high the row is."""

    cells: tuple[list[str], ...]
    height: float
    padding: float

    @classmethod
    def of(
        cls,
        ink: Ink,
        texts: Sequence[str],
        columns: Sequence[_Column],
        look: tuple[Type, float],
    ) -> "_Row":
        kind, padding = look
        cells = tuple(
            ink.lines(text, kind, column.room) for text, column in zip(texts, columns, strict=True)
        )
        most = max(map(len, cells), default=1)
        rule = RULE_HEIGHT if kind is WORDS else 0.0
        return cls(cells, 2 * padding + LINE_HEIGHT * most + rule, padding)


def _columns(table: DetailTable) -> list[_Column]:
    count = len(table.columns)
    first = ROOM * FIRST_COLUMN + 2 * BESIDE if count > 1 else ROOM
    other = (ROOM - first) / max(count - 1, 1)
    return [
        _Column(
            LEFT + (first + other * (n - 1) if n else 0),
            other if n else first,
            n in table.numeric,
        )
        for n in range(count)
    ]


def _begin(book: Book, head: float) -> None:
    """Below what is there, where a few rows find room; else on a page of its own."""
    if book.fits(BEFORE_TITLE + HEADING_HEIGHT + head + FEW_ROWS):
        book.y += BEFORE_TITLE
    else:
        book.turn()


def _draw_head(book: Book, head: _Row, columns: Sequence[_Column], *, is_first: bool) -> None:
    """Read out once; where it comes again it is an ornament."""
    book.leaf.put(boxes(HEAD_GROUND, [(LEFT, book.y, ROOM, head.height)]))
    drawn = []
    for lines, column in zip(head.cells, columns, strict=True):
        top = book.y + head.height - head.padding - LINE_HEIGHT * len(lines)
        drawn += _cell(book, lines, column, (top, HEADS))
    words = painted(HEADS, b"".join(drawn))
    if is_first:
        book.leaf.say(words)
    else:
        book.leaf.put(words)
        book.y += RULE_HEIGHT / 2  # of the row that would stand above
    book.y += head.height


def _draw_row(book: Book, row: _Row, columns: Sequence[_Column]) -> None:
    drawn = []
    inner = row.height - RULE_HEIGHT
    for lines, column in zip(row.cells, columns, strict=True):
        top = book.y + (inner - LINE_HEIGHT * len(lines)) / 2
        drawn += _cell(book, lines, column, (top, WORDS))
    book.leaf.say(painted(WORDS, b"".join(drawn)))
    book.leaf.put(boxes(RULE, [(LEFT, book.y + inner, ROOM, RULE_HEIGHT)]))
    book.y += row.height


def _cell(
    book: Book, lines: Sequence[str], column: _Column, place: tuple[float, Type]
) -> list[bytes]:
    top, kind = place
    base = top + kind.base(LINE)
    side, x = "left", column.left + BESIDE
    if column.is_number:
        side, x = "right", column.left + column.width - AFTER_NUMBER
    return [
        book.ink.line(line, (x, base + LINE_HEIGHT * n), kind, side=side)
        for n, line in enumerate(lines)
        if line
    ]
