"""Tables on paper belong here: rows of text under a head that stands on every page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from courseware.kit.documents import DetailTable
from courseware.kit.pdf.sheets.columns import BESIDE, Column, even_columns
from courseware.kit.pdf.sheets.ink import BOLD, Ink, Type
from courseware.kit.pdf.sheets.leaves import (
    BOTTOM,
    HEADING_HEIGHT,
    LEFT,
    POINT,
    ROOM,
    TOP,
    Book,
    Tag,
    boxes,
    painted,
)

# As static/css/pdf-report.css has them, in mm.
WORDS, HEADS = Type(8 * POINT, "#1c2733"), Type(8 * POINT, "#ffffff", BOLD)
LINE = 1.4
LINE_HEIGHT = WORDS.size * LINE
HEAD_GROUND, RULE, RULE_HEIGHT = "#14304d", "#d5dde5", 0.15
ABOVE_HEAD, ABOVE_ROW = 1.4, 0.95
BEFORE_TITLE = 7.0
#: a title does not stand alone at the foot of a page: so many mm of rows follow it
FEW_ROWS = 12.0


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table with its title, its first column wide, the others alike."""

    title: str
    table: DetailTable

    def draw(self, book: Book) -> None:
        columns = even_columns(len(self.table.columns), self.table.numeric)
        height = head_height(book.ink, self.table, columns)
        if book.fits(BEFORE_TITLE + HEADING_HEIGHT + height + FEW_ROWS):
            book.y += BEFORE_TITLE
        else:
            book.turn()
        book.head(self.title)
        draw_table(book, self.table, columns)


def head_height(ink: Ink, table: DetailTable, columns: Sequence[Column]) -> float:
    return _Row.of(ink, table.columns, columns, (HEADS, ABOVE_HEAD)).height


def draw_table(book: Book, table: DetailTable, columns: Sequence[Column]) -> None:
    """From where the book stands, over as many pages as it takes."""
    head = _Row.of(book.ink, table.columns, columns, (HEADS, ABOVE_HEAD))
    tag = book.tags.add("Table")
    _draw_head(book, head, columns, tag.add("TR"))
    for texts in table.rows:
        whole = _Row.of(book.ink, texts, columns, (WORDS, ABOVE_ROW))
        cells = _cells_of(tag.add("TR"), len(columns))
        for row in whole.pieces(BOTTOM - TOP - head.height - RULE_HEIGHT):
            if not book.fits(row.height):
                book.turn()
                _draw_head(book, head, columns, None)
            _draw_row(book, row, columns, cells)


@dataclass(frozen=True, slots=True)
class _Row:
    """The lines of every cell, and how high the row is."""

    cells: tuple[list[str], ...]
    height: float
    padding: float
    is_part: bool = False  # of a row that is higher than a page: read from its top on

    @classmethod
    def of(
        cls,
        ink: Ink,
        texts: Sequence[str],
        columns: Sequence[Column],
        look: tuple[Type, float],
    ) -> "_Row":
        kind, padding = look
        cells = tuple(
            ink.lines(text, kind, column.room) for text, column in zip(texts, columns, strict=True)
        )
        most = max(map(len, cells), default=1)
        rule = RULE_HEIGHT if kind is WORDS else 0.0
        return cls(cells, 2 * padding + LINE_HEIGHT * most + rule, padding)

    def pieces(self, room: float) -> Iterator["_Row"]:
        """The row; in parts where no page is high enough for it."""
        if self.height <= room:
            yield self
            return
        count = int((room - 2 * self.padding - RULE_HEIGHT) / LINE_HEIGHT)
        longest = max(map(len, self.cells))
        for start in range(0, longest, count):
            cells = tuple(lines[start : start + count] for lines in self.cells)
            lines = min(count, longest - start)
            height = 2 * self.padding + LINE_HEIGHT * lines + RULE_HEIGHT
            yield replace(self, cells=cells, height=height, is_part=True)


def _cells_of(row: Tag, count: int) -> list[Tag]:
    """The first cell names the row."""
    return [row.add("TD") if n else row.add("TH", scope="Row") for n in range(count)]


def _draw_head(book: Book, head: _Row, columns: Sequence[Column], row: Tag | None) -> None:
    """Read out once; where it comes again it is an ornament."""
    book.leaf.put(boxes(HEAD_GROUND, [(LEFT, book.y, ROOM, head.height)]))
    for lines, column in zip(head.cells, columns, strict=True):
        top = book.y + head.height - head.padding - LINE_HEIGHT * len(lines)
        words = painted(HEADS, _cell(book, lines, column, (top, HEADS)))
        if row is not None:
            book.say(words, row.add("TH", scope="Column"))
        else:
            book.leaf.put(words)
    if row is None:
        book.y += RULE_HEIGHT / 2  # of the row that would stand above
    book.y += head.height


def _draw_row(book: Book, row: _Row, columns: Sequence[Column], cells: Sequence[Tag]) -> None:
    inner = row.height - RULE_HEIGHT
    for lines, column, tag in zip(row.cells, columns, cells, strict=True):
        if any(lines):
            above = row.padding if row.is_part else (inner - LINE_HEIGHT * len(lines)) / 2
            top = book.y + above
            book.say(painted(WORDS, _cell(book, lines, column, (top, WORDS))), tag)
    book.leaf.put(boxes(RULE, [(LEFT, book.y + inner, ROOM, RULE_HEIGHT)]))
    book.y += row.height


def _cell(book: Book, lines: Sequence[str], column: Column, place: tuple[float, Type]) -> bytes:
    top, kind = place
    base = top + kind.base(LINE)
    side, x = "left", column.left + BESIDE
    if column.is_number:
        side, x = "right", column.left + column.width - column.after
    return b"".join(
        book.ink.line(line, (x, base + LINE_HEIGHT * n), kind, side=side)
        for n, line in enumerate(lines)
        if line
    )
