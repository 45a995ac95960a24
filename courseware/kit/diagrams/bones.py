"""Why something happens: a fishbone of causes by branch, and one answer leading to the next question."""

from collections.abc import Mapping, Sequence

from courseware.kit.diagrams.drawing import SMALL, TEXT, TITLE, arrow, box, cut, height_of
from courseware.kit.figures.figure import Canvas, Figure, Style, colour

CAUSES = 4  # a branch, on a wide picture
ENDING = Style(12, "fig-ink", bold=True, anchor="middle")


def fishbone(effect: str, branches: Mapping[str, Sequence[str]], *, alt: str, width: int) -> Figure:
    """Causes by branch, above and below a spine that leads to the effect; one under the other on a phone."""
    canvas = Canvas(width)
    if width < 500:
        _upright(canvas, effect, branches)
    else:
        _lying(canvas, effect, branches)
    words = [effect, *(f"{name}: {', '.join(causes)}" for name, causes in branches.items())]
    return canvas.figure("fishbone", alt, words)


def _lying(canvas: Canvas, effect: str, branches: Mapping[str, Sequence[str]]) -> None:
    head = 130.0
    length = canvas.width - head - 14
    columns = max((len(branches) + 1) // 2, 1)
    each = length / columns
    ribs = list(branches.items())
    upper, lower = ribs[0::2], ribs[1::2]
    depth = 30 + 16 * CAUSES
    spine = depth + 6.0
    words = cut(effect, head - 14, TITLE.size, 5)
    high = height_of(words, TITLE) + 16
    canvas.stroke([(4, spine), (length, spine)], "fig-ink", 2.5)
    arrow(canvas, (length - 10, spine), (length + 12, spine), "fig-ink", width=2.5)
    box(canvas, (length + 12, spine - high / 2), (head, high), "fig-c2")
    canvas.lines(length + 12 + head / 2, spine - high / 2 + 6, words, style=ENDING)
    for up, row in ((True, upper), (False, lower)):
        for place, (name, causes) in enumerate(row):
            foot = each * (place + 1) - 8
            tip = (foot - 34, spine + (-depth if up else depth))
            css = colour(place * 2 + (0 if up else 1))
            canvas.stroke([(foot, spine), tip], css, 1.5)
            x, room = foot - each + 8, each - 46
            top = 0.0 if up else spine + 8
            listed = [f"· {cause}" for cause in causes[:CAUSES]]
            lines = [cut(line, room, TEXT.size, 1)[0] for line in listed if line]
            if len(causes) > CAUSES:
                lines[-1] = f"· … +{len(causes) - CAUSES + 1}"
            head_line = cut(name, room, TITLE.size, 1)
            if up:
                y = canvas.lines(x, top, head_line, style=TITLE)
                canvas.lines(x, y, lines, style=TEXT)
            else:
                y = canvas.lines(x, spine + 6, lines, style=TEXT)
                canvas.lines(x, spine + depth - 18, head_line, style=TITLE)
    canvas.reach(spine + depth + 4)


def _upright(canvas: Canvas, effect: str, branches: Mapping[str, Sequence[str]]) -> None:
    spine, y = 10.0, 4.0
    for place, (name, causes) in enumerate(branches.items()):
        css, top = colour(place), y
        y = canvas.lines(34, y, cut(name, canvas.width - 40, TITLE.size, 1), style=TITLE)
        for cause in causes:
            y = canvas.lines(34, y, cut(f"· {cause}", canvas.width - 40, TEXT.size, 2), style=TEXT)
        canvas.stroke([(30, top + 9), (spine, top + 24)], css, 2)
        y += 8
    words = cut(effect, canvas.width - 20, TITLE.size, 4)
    high = height_of(words, TITLE) + 12
    arrow(canvas, (spine, 4), (spine, y + 4), "fig-ink", width=2.5)
    box(canvas, (2, y + 6), (canvas.width - 4.0, high), "fig-c2")
    canvas.lines(10, y + 10, words, style=TITLE)
    canvas.reach(y + high + 8)


def ladder(steps: Sequence[str], *, why: str, alt: str, width: int) -> Figure:
    """Each step answers the question that the one above it raises."""
    canvas = Canvas(width)
    y = 2.0
    indent = 14.0 if width < 500 else 26.0
    for place, step in enumerate(steps):
        x = min(place, 6) * indent
        room = width - x - 4
        lines = cut(step, room - 20, TEXT.size, 3)
        high = height_of(lines, TEXT) + 10
        last = place == len(steps) - 1
        box(canvas, (x + 2, y), (room, high), "fig-c2" if last else "fig-c1")
        canvas.lines(x + 10, y + 3, lines, style=TEXT)
        y += high
        if not last:
            arrow(canvas, (x + 18, y + 1), (x + 18, y + 20))
            canvas.lines(x + 28, y + 2, [why], style=SMALL)
            y += 22
    canvas.reach(y + 4)
    return canvas.figure("ladder", alt, list(steps))
