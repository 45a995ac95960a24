"""What lies under what, and what presses on what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courseware.kit.diagrams.drawing import SMALL, TEXT, TITLE, arrow, box, cut, height_of
from courseware.kit.figures.figure import Canvas, Figure, Style, colour

STRONGEST = 5
DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Branch:
    """A thing of a tree; `under` is the name of the thing above, or empty."""

    name: str
    under: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Force:
    name: str
    strength: int  # 0 (not judged) to 5
    words: str = ""


def cascade(branches: Sequence[Branch], *, alt: str, width: int) -> Figure:
    """Boxes under boxes, joined by lines; what names nothing above it, or itself, stands at the edge."""
    canvas = Canvas(width)
    indent = 18.0 if width < 500 else 34.0
    y = 2.0
    feet: dict[int, tuple[float, float]] = {}  # by depth: where the line downwards begins
    for branch, depth in _ordered(branches):
        x = depth * indent + 2
        room = width - x - 4
        lines = cut(branch.name, room - 16, TITLE.size, 2)
        note = cut(branch.value, room - 16, SMALL.size, 1) if branch.value else []
        high = height_of(lines, TITLE) + height_of(note, SMALL) + 10
        if depth and depth - 1 in feet:
            from_x, from_y = feet[depth - 1]
            canvas.stroke(
                [(from_x, from_y), (from_x, y + high / 2), (x, y + high / 2)], "fig-muted"
            )
        box(canvas, (x, y), (room, high), colour(depth))
        end = canvas.lines(x + 8, y + 3, lines, style=TITLE)
        canvas.lines(x + 8, end, note, style=SMALL)
        feet[depth] = (x + indent / 2, y + high)
        y += high + 8
    canvas.reach(y)
    return canvas.figure("cascade", alt, [b.name for b in branches])


def _ordered(branches: Sequence[Branch]) -> list[tuple[Branch, int]]:
    """Each thing after the one above it, with its depth; a circle is broken where it closes."""
    names = {b.name for b in branches}
    below: dict[str, list[Branch]] = {}
    for branch in branches:
        above = branch.under if branch.under in names and branch.under != branch.name else ""
        below.setdefault(above, []).append(branch)
    found: list[tuple[Branch, int]] = []
    seen: set[int] = set()

    def walk(name: str, depth: int) -> None:
        for branch in below.get(name, ()):
            if id(branch) not in seen:
                seen.add(id(branch))
                found.append((branch, min(depth, DEEPEST)))
                walk(branch.name, depth + 1)

    walk("", 0)
    for branch in branches:  # what hangs in a circle has no top
        if id(branch) not in seen:
            seen.add(id(branch))
            found.append((branch, 0))
            walk(branch.name, 1)
    return found


def forces(centre: Force, around: Mapping[str, Force], *, alt: str, width: int) -> Figure:
    """Four forces (top, left, right, bottom) press on a fifth; the stronger, the thicker its arrow."""
    canvas = Canvas(width)
    if width < 500:
        _stacked(canvas, centre, around)
    else:
        _crossed(canvas, centre, around)
    every = [centre, *around.values()]
    return canvas.figure("forces", alt, [f"{f.name} {f.strength}/5 {f.words}" for f in every])


def _crossed(canvas: Canvas, centre: Force, around: Mapping[str, Force]) -> None:
    third = canvas.width / 3
    wide, gap = third - 22, 30.0
    high = {name: _force_height(force, wide) for name, force in {**around, "": centre}.items()}
    row = max(high["left"], high[""], high["right"])
    middle = high["top"] + gap
    places = {
        "top": (third + 11, 0.0),
        "left": (2.0, middle + (row - high["left"]) / 2),
        "": (third + 11, middle + (row - high[""]) / 2),
        "right": (third * 2 + 20, middle + (row - high["right"]) / 2),
        "bottom": (third + 11, middle + row + gap),
    }
    for index, (name, at) in enumerate(places.items()):
        force = centre if name == "" else around[name]
        _force(
            canvas, (*at, wide, high[name]), force, "fig-c2" if name == "" else colour(index * 2)
        )
    x, y = places[""]
    up, down, side = x + wide / 2, y + high[""], y + high[""] / 2
    for name, start, end in (
        ("top", (up, places["top"][1] + high["top"] + 2), (up, y - 2)),
        ("bottom", (up, places["bottom"][1] - 2), (up, down + 2)),
        ("left", (places["left"][0] + wide + 2, side), (x - 2, side)),
        ("right", (places["right"][0] - 2, side), (x + wide + 2, side)),
    ):
        arrow(canvas, start, end, width=0.8 + around[name].strength)


def _stacked(canvas: Canvas, centre: Force, around: Mapping[str, Force]) -> None:
    y, wide = 0.0, canvas.width - 30.0
    for index, force in enumerate(around.values()):
        high = _force_height(force, wide)
        _force(canvas, (2, y, wide, high), force, colour(index * 2))
        side = canvas.width - 12.0
        canvas.stroke(
            [(wide + 3, y + high / 2), (side, y + high / 2)], "fig-muted", 0.8 + force.strength
        )
        y += high + 8
    high = _force_height(centre, wide)
    _force(canvas, (2, y, wide, high), centre, "fig-c2")
    side = canvas.width - 12.0
    canvas.stroke([(side, 20), (side, y + high / 2)], "fig-muted", 2)
    arrow(canvas, (side, y + high / 2), (wide + 4, y + high / 2), width=2)
    canvas.reach(y + high + 4)


def _force_height(force: Force, wide: float) -> float:
    return 46 + height_of(_force_words(force, wide), TEXT)


def _force_words(force: Force, wide: float) -> list[str]:
    return cut(force.words, wide - 16, TEXT.size, 5) if force.words else []


def _force(
    canvas: Canvas, place: tuple[float, float, float, float], force: Force, css: str
) -> None:
    x, y, wide, high = place
    box(canvas, (x, y), (wide, high), css)
    canvas.lines(x + 8, y + 3, cut(force.name, wide - 16, TITLE.size, 1), style=TITLE)
    for nth in range(STRONGEST):
        fill = css if nth < force.strength else "fig-line"
        canvas.circle(x + 14 + nth * 14, y + 30, 5, fill)
    canvas.lines(
        x + 86, y + 21, [f"{force.strength or '–'} / {STRONGEST}"], style=Style(11, "fig-muted")
    )
    canvas.lines(x + 8, y + 38, _force_words(force, wide), style=TEXT)
