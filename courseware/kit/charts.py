"""Pictures of figures belong here: values in, SVG text out, the same for a page and a PDF.

Every state has a shape of its own beside its colour, so that a black-and-white print and a
colour-blind reader lose nothing. The classes let a stylesheet of the site recolour a picture
for the dark scheme; a PDF uses the colours written here.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby

# Millimetres, the unit of every picture here.
ROW_HEIGHT = 3.9
HEAD_HEIGHT = 6.0
NARROWEST_NAME, WIDEST_NAME = 20.0, 42.0
FIGURE_WIDTH = 15.0
CELL_GAP = 0.35
WIDEST_CELL = 9.0
ROWS_A_PAGE = 38
TEXT_SIZE = 2.45
# Of half a Chinese character; letters are a little wider than that.
SIGN_WIDTH = TEXT_SIZE * 0.55

BAR_HEIGHT = 7.0
BAR_LABEL_WIDTH = 82.0
#: what fits there, in halves of a Chinese character
BAR_LABEL_MOST = 48
BAR_FIGURE_WIDTH = 18.0


@dataclass(frozen=True)
class State:
    """How one state of a cell looks: `ground` fills the cell, `mark` is drawn on it in `ink`.

    Marks: none, full, half, dot, ring, tick, cross, bar, bang.
    """

    key: str
    label: str
    mark: str
    ground: str
    ink: str


@dataclass(frozen=True)
class HeatRow:
    """One line: its name, a key of a state for each column, and a figure at its end."""

    name: str
    cells: Sequence[str]
    figure: str = ""


@dataclass(frozen=True)
class HeatMap:
    """Rows by columns. `title` is also what a screen reader says of each picture."""

    title: str
    columns: Sequence[str]
    rows: Sequence[HeatRow]
    states: Sequence[State]

    #: Room for the names in mm; by default what the longest needs.
    name_width: float | None = None

    def pages(self) -> Iterator["HeatMap"]:
        """The same map in parts that fit on a page each, their columns at the same places."""
        for start in range(0, len(self.rows), ROWS_A_PAGE):
            rows = self.rows[start : start + ROWS_A_PAGE]
            yield replace(self, rows=rows, name_width=self.room_for_names())

    def room_for_names(self) -> float:
        if self.name_width is not None:
            return self.name_width
        longest = max((text_width(row.name) for row in self.rows), default=0)
        return min(max(longest * SIGN_WIDTH + 2, NARROWEST_NAME), WIDEST_NAME)


@dataclass(frozen=True)
class Bar:
    """One bar: `share` of its full length from 0 to 1, and the figure in words."""

    label: str
    share: float
    figure: str


def heat_map(heat: HeatMap, *, width: float = 269.0) -> str:
    """The whole map as one picture: two paths for each state and a line of text for each row.

    A table of 60 × 50 cells takes a layout engine seconds; these few paths do not.
    """
    left = heat.room_for_names()
    pitch = min((width - left - FIGURE_WIDTH) / max(len(heat.columns), 1), WIDEST_CELL)
    grid = _Grid(left, HEAD_HEIGHT, pitch)
    drawn = [_head(heat.columns, grid)]
    drawn += [_cells(state, heat.rows, grid) for state in heat.states]
    drawn.append(_gaps(heat, grid))
    drawn += [_row_text(number, row, grid) for number, row in enumerate(heat.rows)]
    size = (grid.x(len(heat.columns)) + FIGURE_WIDTH, grid.y(len(heat.rows)))
    return _svg("heat", size, title=heat.title, content="".join(drawn))


def state_sample(state: State) -> str:
    """One cell of a state, for the legend."""
    grid = _Grid(0.0, 0.0, ROW_HEIGHT)
    content = _cells(state, [HeatRow("", [state.key])], grid)
    return _svg("heat-sample", (ROW_HEIGHT, ROW_HEIGHT), title=state.label, content=content)


def bar_chart(bars: Sequence[Bar], *, width: float = 269.0, title: str = "") -> str:
    """Bars that lie, longest possible from the labels to the figures."""
    length = width - BAR_LABEL_WIDTH - BAR_FIGURE_WIDTH
    drawn = [_bar(number, bar, length) for number, bar in enumerate(bars)]
    return _svg("bars", (width, BAR_HEIGHT * len(bars)), title=title, content="".join(drawn))


def text_width(text: str) -> int:
    """In halves of a Chinese character; a letter counts one."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def shortened(text: str, most: int) -> str:
    """Cut with an ellipsis where it would run into the cells."""
    if text_width(text) <= most:
        return text
    while text_width(text) > most - 2:
        text = text[:-1]
    return text.rstrip() + "…"


def _svg(kind: str, size: tuple[float, float], *, title: str, content: str) -> str:
    width, height = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart {kind}" role="img" '
        f'width="{width:g}mm" height="{height:g}mm" viewBox="0 0 {width:g} {height:g}">'
        f"<title>{escape(title)}</title>{content}</svg>"
    )


@dataclass(frozen=True)
class _Grid:
    """Where the cells are: the corner of the first, and from one column to the next."""

    left: float
    top: float
    pitch: float

    def x(self, column: float) -> float:
        return self.left + self.pitch * column

    def y(self, row: float) -> float:
        return self.top + ROW_HEIGHT * row


def _head(columns: Sequence[str], grid: _Grid) -> str:
    size = min(TEXT_SIZE, grid.pitch * 0.5)
    y = HEAD_HEIGHT - 1.4
    return "".join(
        f'<text class="head" x="{grid.x(number + 0.5):.2f}" y="{y:g}" font-size="{size:.2f}" '
        f'text-anchor="middle" fill="#4a5a6a">{escape(column)}</text>'
        for number, column in enumerate(columns)
    )


def _row_text(number: int, row: HeatRow, grid: _Grid) -> str:
    y = f"{grid.y(number + 0.72):.2f}"
    name = escape(shortened(row.name, int((grid.left - 1) / SIGN_WIDTH)))
    text = f'<text class="name" x="0" y="{y}" font-size="{TEXT_SIZE}" fill="#1c2733">{name}</text>'
    if not row.figure:
        return text
    right = grid.x(len(row.cells)) + FIGURE_WIDTH - 1
    return text + (
        f'<text class="figure" x="{right:.2f}" y="{y}" font-size="{TEXT_SIZE}" '
        f'text-anchor="end" fill="#1c2733">{escape(row.figure)}</text>'
    )


def _cells(state: State, rows: Sequence[HeatRow], grid: _Grid) -> str:
    """All cells of one state: their grounds in one path, their marks in another."""
    runs = [(line, *run) for line, row in enumerate(rows) for run in _runs(row.cells, state.key)]
    if not runs:
        return ""
    ground = "".join(
        f"M{grid.x(start):.2f} {grid.y(line):.2f}h{grid.pitch * count:.2f}"
        f"v{ROW_HEIGHT}h-{grid.pitch * count:.2f}z"
        for line, start, count in runs
    )
    drawn = f'<path class="ground {state.key}" fill="{state.ground}" d="{ground}"/>'
    if state.mark == "none":
        return drawn
    marks = "".join(
        f"M{grid.x(column + 0.5):.2f} {grid.y(line + 0.5):.2f}{MARKS[state.mark]}"
        for line, start, count in runs
        for column in range(start, start + count)
    )
    return drawn + f'<path class="mark {state.key}" {_pen(state)} d="{marks}"/>'


def _runs(cells: Sequence[str], key: str) -> Iterator[tuple[int, int]]:
    """Where equal cells begin and how many follow each other: one rectangle for all of them."""
    column = 0
    for found, group in groupby(cells):
        count = len(list(group))
        if found == key:
            yield column, count
        column += count


def _gaps(heat: HeatMap, grid: _Grid) -> str:
    """White lines that part the cells."""
    width, height = grid.pitch * len(heat.columns), ROW_HEIGHT * len(heat.rows)
    down = "".join(
        f"M{grid.x(n):.2f} {grid.top:.2f}v{height:.2f}" for n in range(len(heat.columns))
    )
    across = "".join(f"M{grid.left:.2f} {grid.y(n):.2f}h{width:.2f}" for n in range(len(heat.rows)))
    return f'<path class="gaps" fill="none" stroke="#ffffff" stroke-width="{CELL_GAP}" d="{down}{across}"/>'


FILLED_MARKS = {
    "full": "m-1 -1h2v2h-2z",
    "half": "m-1.1 1.1v-2.2l2.2 2.2z",
    "dot": "m-.75 0a.75 .75 0 1 0 1.5 0a.75 .75 0 1 0 -1.5 0z",
    "bang": "m-.3 -1.2h.6v1.5h-.6zm0 1.9h.6v.6h-.6z",
}
DRAWN_MARKS = {
    "ring": "m-.8 0a.8 .8 0 1 0 1.6 0a.8 .8 0 1 0 -1.6 0z",
    "tick": "m-1 .1l.7 .8l1.3 -1.7",
    "cross": "m-.8 -.8l1.6 1.6m0 -1.6l-1.6 1.6",
    "bar": "m-.9 0h1.8",
}
MARKS = FILLED_MARKS | DRAWN_MARKS


def _pen(state: State) -> str:
    if state.mark in FILLED_MARKS:
        return f'fill="{state.ink}"'
    return f'fill="none" stroke="{state.ink}" stroke-width=".5"'


def _bar(number: int, bar: Bar, length: float) -> str:
    top = BAR_HEIGHT * number
    filled = length * min(max(bar.share, 0.0), 1.0)
    y = f"{top + BAR_HEIGHT * 0.62:g}"
    return (
        f'<text class="name" x="0" y="{y}" font-size="3.1" fill="#1c2733">{escape(shortened(bar.label, BAR_LABEL_MOST))}</text>'
        f'<path class="rail" fill="#e6ebf0" d="M{BAR_LABEL_WIDTH:g} {top + 1.6:g}h{length:g}v3.6h-{length:g}z"/>'
        f'<path class="bar" fill="#1d4e79" d="M{BAR_LABEL_WIDTH:g} {top + 1.6:g}h{filled:.2f}v3.6h-{filled:.2f}z"/>'
        f'<text class="figure" x="{BAR_LABEL_WIDTH + length + 3:g}" y="{y}" font-size="3.1" '
        f'fill="#1c2733">{escape(bar.figure)}</text>'
    )
