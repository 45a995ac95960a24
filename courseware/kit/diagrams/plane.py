"""Two figures meet: a plane with bubbles, a grid of likelihood and impact."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from courseware.kit.diagrams.drawing import SMALL, figure_text, legend, number
from courseware.kit.figures.figure import PAINT, Canvas, Figure, Style, colour

SMALLEST, LARGEST = 9.0, 30.0
END = Style(10, "fig-muted", anchor="end")
MIDDLE = Style(10, "fig-muted", anchor="middle")


@dataclass(frozen=True, slots=True)
class Axis:
    name: str
    unit: str = ""
    split: float | None = None  # where the plane is divided


@dataclass(frozen=True, slots=True)
class Dot:
    label: str
    x: float
    y: float
    size: float | None = None


def bubbles(dots: Sequence[Dot], x: Axis, y: Axis, *, alt: str, width: int) -> Figure:
    """A dot a thing, as large as its size by area; numbered, with the names below."""
    canvas = Canvas(width)
    side, high = width - 46.0, min(width * 0.75, 380.0)
    left, top = 40.0, 18.0
    xs, ys = _scale([d.x for d in dots], x.split), _scale([d.y for d in dots], y.split)
    canvas.lines(left, 0, [y.name + _unit(y)], style=SMALL)
    frame = [(left, top), (left + side, top), (left + side, top + high), (left, top + high), (left, top)]  # fmt: skip
    canvas.stroke(frame, "fig-line", 1)

    def place(dot: Dot) -> tuple[float, float]:
        return left + _share(dot.x, xs) * side, top + high - _share(dot.y, ys) * high

    if x.split is not None:
        at = left + _share(x.split, xs) * side
        canvas.stroke([(at, top), (at, top + high)], "fig-muted", 1)
    if y.split is not None:
        at = top + high - _share(y.split, ys) * high
        canvas.stroke([(left, at), (left + side, at)], "fig-muted", 1)
    most = max((d.size or 0 for d in dots), default=0) or 1
    for index, dot in sorted(enumerate(dots), key=lambda item: -(item[1].size or 0)):
        radius = SMALLEST if dot.size is None else max(SMALLEST, LARGEST * (max(dot.size, 0) / most) ** 0.5)  # fmt: skip
        across, down = place(dot)
        across += 17 * sum((d.x, d.y) == (dot.x, dot.y) for d in dots[:index])  # none hides another
        css = colour(index)
        canvas.parts.append(_disc(across, down, radius, css))
        number(canvas, (across, down), index + 1, css)
    for value, anchor in ((ys[0], top + high), (ys[1], top + 10)):
        canvas.lines(left - 4, anchor - 13.5, [figure_text(value)], style=END)
    bottom = top + high + 2
    canvas.lines(left, bottom, [figure_text(xs[0])], style=SMALL)
    canvas.lines(left + side, bottom, [figure_text(xs[1])], style=END)
    end = canvas.lines(left + side / 2, bottom, [x.name + _unit(x)], style=MIDDLE)
    lines = [(colour(i), d.label, _values(d, x, y)) for i, d in enumerate(dots)]
    legend(canvas, end + 8, lines)
    return canvas.figure("bubbles", alt, [d.label for d in dots])


def heat(dots: Sequence[Dot], x: Axis, y: Axis, *, alt: str, width: int, steps: int = 5) -> Figure:
    """A grid of `steps` by `steps`: x to the right, y upwards, each from 1; the worst corner is top right."""
    canvas = Canvas(width)
    left, top = 22.0, 18.0
    cell = min((width - left - 4) / steps, 66.0)
    canvas.lines(left, 0, [y.name], style=SMALL)
    for row in range(steps):
        for column in range(steps):
            at = (left + column * cell, top + (steps - 1 - row) * cell)
            canvas.parts.append(_tile(at, cell - 2, _tone((row + 1) * (column + 1), steps)))
        middle = top + (steps - 1 - row) * cell + cell / 2 - 8
        canvas.lines(left - 6, middle, [str(row + 1)], style=END)
    held: dict[tuple[int, int], list[int]] = {}
    for index, dot in enumerate(dots):
        place = (_step(dot.x, steps), _step(dot.y, steps))
        held.setdefault(place, []).append(index)
    for (across, up), indexes in held.items():
        for nth, index in enumerate(indexes):
            a_row = max(int((cell - 4) // 18), 1)
            offset = (10 + nth % a_row * 18, 10 + nth // a_row * 18)
            number(
                canvas,
                (left + across * cell + offset[0], top + (steps - 1 - up) * cell + offset[1]),
                index + 1,
                "fig-ink",
            )
    bottom = top + steps * cell
    canvas.reach(bottom)
    for column in range(steps):
        canvas.lines(left + column * cell + cell / 2, bottom, [str(column + 1)], style=MIDDLE)
    end = canvas.lines(left + steps * cell, bottom + 12, [x.name], style=END)
    lines = [("fig-ink", d.label, f"{figure_text(d.x)} × {figure_text(d.y)} = {figure_text(d.x * d.y)}") for d in dots]  # fmt: skip
    legend(canvas, end + 8, lines)
    return canvas.figure("heat", alt, [d.label for d in dots])


def _scale(values: Sequence[float], split: float | None) -> tuple[float, float]:
    """From a little below the least to a little above the most; from 0 where nothing is negative."""
    every = [*values, *([] if split is None else [split])] or [0.0]
    low, high = min(every), max(every)
    room = (high - low) * 0.1 or abs(high) * 0.1 or 1
    return (-_round(room - low) if low < 0 else 0.0, _round(high + room) if high > 0 else 0.0)


def _round(value: float) -> float:
    """The next number upwards that people would write at an axis."""
    if value <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * power >= value)


def _share(value: float, scale: tuple[float, float]) -> float:
    low, high = scale
    return (value - low) / ((high - low) or 1)


def _step(value: float, steps: int) -> int:
    return min(max(round(value), 1), steps) - 1


def _tone(product: int, steps: int) -> str:
    """Green, amber, red by likelihood times impact: the usual thirds of a five by five grid are 4 and 12."""
    share = product / (steps * steps)
    return "good" if share <= 4 / 25 else "warn" if share < 12 / 25 else "bad"


PAINTS = {"good": ("#2e7d5b", 0.22), "warn": ("#b8801a", 0.28), "bad": ("#b3372b", 0.34)}


def _tile(at: tuple[float, float], side: float, tone: str) -> str:
    paint, opacity = PAINTS[tone]
    return (
        f'<rect class="fig-{tone}" x="{at[0]:.1f}" y="{at[1]:.1f}" width="{side:.1f}" height="{side:.1f}" rx="3" '
        f'fill="{paint}" fill-opacity="{opacity}"/>'
    )


def _disc(x: float, y: float, radius: float, css: str) -> str:
    return (
        f'<circle class="{css}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{PAINT[css]}" '
        'fill-opacity="0.28"/>'
    )


def _unit(axis: Axis) -> str:
    return f" ({axis.unit})" if axis.unit else ""


def _values(dot: Dot, x: Axis, y: Axis) -> str:
    return f"{x.name} {figure_text(round(dot.x, 2))}{x.unit} · {y.name} {figure_text(round(dot.y, 2))}{y.unit}"
