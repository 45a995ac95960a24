"""The heat map on paper belongs here: the very picture of kit.charts, as operators of a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from courseware.kit.charts import (
    CELL_GAP,
    FIGURE_WIDTH,
    FILLED_MARKS,
    HEAD_HEIGHT,
    ROW_HEIGHT,
    SIGN_WIDTH,
    TEXT_SIZE,
    WIDEST_CELL,
    HeatMap,
    State,
    shortened,
)
from courseware.kit.pdf.sheets.ink import Type, colour
from courseware.kit.pdf.sheets.leaves import LEFT, POINT, ROOM, Book, Tag, boxes, painted

LEGEND = Type(8 * POINT, "#34424f")
LEGEND_LINE = 1.5
AFTER_LEGEND, AFTER_SAMPLE, AFTER_LABEL, BELOW_LETTERS = 2.0, 1.4, 5.0, 0.7
NAME = Type(TEXT_SIZE, "#1c2733")
#: from the top of a row to where its letters stand, as a share of its height
LETTERS = 0.72
K = 0.5523  # of its radius: the handles of a quarter of a circle

#: how a mark is drawn around the middle of its cell: an operator and its numbers, x and y in turns
Strokes = tuple[tuple[str, tuple[float, ...]], ...]


def _square(x: float, y: float, width: float, height: float) -> Strokes:
    right, low = x + width, y + height
    return (("m", (x, y)), ("l", (right, y)), ("l", (right, low)), ("l", (x, low)), ("h", ()))


def _circle(r: float) -> Strokes:
    k = r * K
    return (
        ("m", (-r, 0)),
        ("c", (-r, -k, -k, -r, 0, -r)),
        ("c", (k, -r, r, -k, r, 0)),
        ("c", (r, k, k, r, 0, r)),
        ("c", (-k, r, -r, k, -r, 0)),
        ("h", ()),
    )


STROKES: Mapping[str, Strokes] = {
    "none": (),
    "full": _square(-1, -1, 2, 2),
    "half": (("m", (-1.1, 1.1)), ("l", (-1.1, -1.1)), ("l", (1.1, 1.1)), ("h", ())),
    "dot": _circle(0.75),
    "bang": (*_square(-0.3, -1.2, 0.6, 1.5), *_square(-0.3, 0.7, 0.6, 0.6)),
    "ring": _circle(0.8),
    "tick": (("m", (-1, 0.1)), ("l", (-0.3, 0.9)), ("l", (1, -0.8))),
    "cross": (("m", (-0.8, -0.8)), ("l", (0.8, 0.8)), ("m", (-0.8, 0.8)), ("l", (0.8, -0.8))),
    "bar": (("m", (-0.9, 0)), ("l", (0.9, 0))),
}


@dataclass(frozen=True, slots=True)
class HeatPart:
    """A heat map, on as many pages as it takes."""

    heat: HeatMap

    def draw(self, book: Book) -> None:
        table: Tag | None = None
        for number, part in enumerate(self.heat.pages()):
            book.turn()
            if number == 0:
                book.head(part.title)
            _legend(book, part.states)
            is_first = table is None
            table = table or book.tags.add("Table")
            _map(book, part, table, is_first=is_first)


def _legend(book: Book, states: Sequence[State]) -> None:
    base, x = book.y + LEGEND.base(LEGEND_LINE), LEFT
    drawn, words = [], []
    for state in states:
        top = base + BELOW_LETTERS - ROW_HEIGHT
        drawn.append(boxes(state.ground, [(x, top, ROW_HEIGHT, ROW_HEIGHT)]))
        middle = (x + ROW_HEIGHT / 2, top + ROW_HEIGHT / 2)
        drawn.append(_marked(state, _mark(state.mark, *middle)))
        x += ROW_HEIGHT + AFTER_SAMPLE
        words.append(book.ink.line(state.label, (x, base), LEGEND))
        x += book.ink.width(state.label, LEGEND) + AFTER_LABEL
    book.leaf.put(b"".join(drawn))
    book.say(painted(LEGEND, b"".join(words)), book.tags.add("P"))
    book.y += LEGEND.size * LEGEND_LINE + AFTER_LEGEND


def _map(book: Book, heat: HeatMap, table: Tag, *, is_first: bool) -> None:
    """One page of it; what stands above the cells is read out once."""
    left = heat.room_for_names()
    pitch = min((ROOM - left - FIGURE_WIDTH) / max(len(heat.columns), 1), WIDEST_CELL)
    grid = _Grid(LEFT + left, book.y + HEAD_HEIGHT, pitch, len(heat.columns))
    head = Type(min(TEXT_SIZE, pitch * 0.5), "#4a5a6a")
    heads = painted(head, b"".join(
        book.ink.line(words, (grid.x(number + 0.5), grid.top - 1.4), head, side="center")
        for number, words in enumerate(heat.columns)
    ))  # fmt: skip
    if is_first:
        row = table.add("TR")
        row.add("TH", scope="Column")
        book.say(heads, row.add("TH", scope="Column"))
        row.add("TH", scope="Column")
    else:
        book.leaf.put(heads)
    _rows(book, heat, grid, table)
    book.leaf.put(_gaps(heat, grid))
    book.y = grid.top + ROW_HEIGHT * len(heat.rows)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the cells are on the page."""

    left: float
    top: float
    pitch: float
    columns: int

    def x(self, column: float) -> float:
        return self.left + self.pitch * column


def _rows(book: Book, heat: HeatMap, grid: _Grid, table: Tag) -> None:
    """Row by row; what is drawn in a column is worked out once, with the row's middle as its height."""
    ready = {
        state.key: [_mark(state.mark, grid.x(n + 0.5), 0) for n in range(grid.columns)]
        for state in heat.states
    }
    for number, row in enumerate(heat.rows):
        tag = table.add("TR")
        top, runs = grid.top + ROW_HEIGHT * number, _runs(row.cells)
        base = top + ROW_HEIGHT * LETTERS
        room = int((grid.left - LEFT - 1) / SIGN_WIDTH)
        name = book.ink.line(shortened(row.name, room), (LEFT, base), NAME)
        book.say(painted(NAME, name), tag.add("TH", scope="Row"))
        cells = _cells(heat.states, grid, ready, runs)
        words = tag.add("TD", _aloud(heat, runs))
        book.say(b"q 1 0 0 1 0 %.3f cm\n%bQ\n" % (top + ROW_HEIGHT / 2, cells), words)
        last = tag.add("TD")
        if row.figure:
            right = grid.x(len(row.cells)) + FIGURE_WIDTH - 1
            figure = book.ink.line(row.figure, (right, base), NAME, side="right")
            book.say(painted(NAME, figure), last)


def _cells(
    states: Sequence[State],
    grid: _Grid,
    ready: Mapping[str, Sequence[bytes]],
    runs: Mapping[str, Sequence[tuple[int, int]]],
) -> bytes:
    """The cells of one row, state by state, around the row's middle."""
    half, drawn = ROW_HEIGHT / 2, []
    for state in states:
        mine = runs.get(state.key)
        if not mine:
            continue
        places = [(grid.x(s), -half, grid.pitch * (e - s), ROW_HEIGHT) for s, e in mine]
        drawn.append(boxes(state.ground, places))
        marks = ready[state.key]
        drawn.append(_marked(state, b"".join(b"".join(marks[s:e]) for s, e in mine)))
    return b"".join(drawn)


def _runs(cells: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
    """By state: where equal cells begin and end."""
    found: dict[str, list[tuple[int, int]]] = {}
    start = 0
    for key, group in groupby(cells):
        end = start + len(list(group))
        found.setdefault(key, []).append((start, end))
        start = end
    return found


def _mark(mark: str, x: float, y: float) -> bytes:
    drawn = []
    for operator, numbers in STROKES[mark]:
        moved = (n + (y if odd % 2 else x) for odd, n in enumerate(numbers))
        drawn.append(" ".join([*(f"{n:.3f}" for n in moved), operator]))
    return ("\n".join(drawn) + "\n").encode() if drawn else b""


def _marked(state: State, marks: bytes) -> bytes:
    if not marks:
        return b""
    if state.mark in FILLED_MARKS:
        return b"%b\n%bf\n" % (colour(state.ink), marks)
    return b"%b.5 w\n%bS\n" % (colour(state.ink, "RG"), marks)


def _gaps(heat: HeatMap, grid: _Grid) -> bytes:
    """White lines that part the cells."""
    right, low = grid.x(grid.columns), grid.top + ROW_HEIGHT * len(heat.rows)
    down = [
        b"%.3f %.3f m %.3f %.3f l\n" % (grid.x(n), grid.top, grid.x(n), low)
        for n in range(grid.columns)
    ]
    heights = [grid.top + ROW_HEIGHT * n for n in range(len(heat.rows))]
    across = [b"%.3f %.3f m %.3f %.3f l\n" % (grid.left, y, right, y) for y in heights]
    return b"1 1 1 RG %g w\n%b%bS\n" % (CELL_GAP, b"".join(down), b"".join(across))


def _aloud(heat: HeatMap, runs: Mapping[str, Sequence[tuple[int, int]]]) -> str:
    """已通过 01–12、14; 已逾期 13."""
    parts = []
    for state in heat.states:
        places = [
            heat.columns[s] if e - s == 1 else f"{heat.columns[s]}–{heat.columns[e - 1]}"
            for s, e in runs.get(state.key, ())
        ]
        if places:
            parts.append(f"{state.label} {', '.join(places)}")
    return "; ".join(parts)
