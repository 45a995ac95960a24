"""What the diagrams share: boxes of words, arrows, numbered keys."""

from collections.abc import Sequence

from courseware.kit.figures.figure import Canvas, Style, text_width, wrap

TITLE = Style(12, bold=True)
TEXT = Style(11)
SMALL = Style(10, "fig-muted")
LINE = 1.35  # of the size, from one line of text to the next


def cut(text: str, width: float, size: float, most: int) -> list[str]:
    """At most so many lines; the last one ends in an ellipsis where something is missing."""
    lines = wrap(text, width, size)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and text_width(last + "…", size) > width:
        last = last[:-1]
    return [*lines[: most - 1], last + "…"]


def height_of(lines: Sequence[str], style: Style) -> float:
    return len(lines) * style.size * LINE


def box(
    canvas: Canvas, at: tuple[float, float], size: tuple[float, float], css: str = "fig-c1"
) -> None:
    """A soft box with an edge."""
    x, y = at
    width, height = size
    canvas.rect(at, width, height, css, soft=True)
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
    canvas.stroke(corners, css, 1)


def arrow(
    canvas: Canvas,
    start: tuple[float, float],
    end: tuple[float, float],
    css: str = "fig-muted",
    *,
    width: float = 1.5,
) -> None:
    """A line with a tip at its end."""
    (x1, y1), (x2, y2) = start, end
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 or 1
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    tip = 5 + width
    base = (x2 - ux * tip, y2 - uy * tip)
    canvas.stroke([start, base], css, width)
    half = tip * 0.55
    canvas.polygon(
        [(x2, y2), (base[0] - uy * half, base[1] + ux * half), (base[0] + uy * half, base[1] - ux * half)],
        css,
    )  # fmt: skip


def figure_text(value: float) -> str:
    """A figure as people write it: thousands parted, as many decimals as its size needs, no needless zeros."""
    size = abs(value)
    digits = 0 if size >= 1000 else 1 if size >= 10 else 2 if size >= 0.1 else 6
    text = f"{round(value, digits) + 0.0:,.{digits}f}"  # adding nothing makes -0 a 0
    return text.rstrip("0").rstrip(".") if digits else text


def number(canvas: Canvas, at: tuple[float, float], value: int, css: str = "fig-c1") -> None:
    """A number in a disc: the key to a line of the legend."""
    x, y = at
    canvas.circle(x, y, 8, css)
    canvas.parts.append(
        f'<text class="fig-on" x="{x:.1f}" y="{y + 3.6:.1f}" font-size="10" font-weight="700" '
        f'text-anchor="middle" fill="#ffffff">{value}</text>'
    )
    canvas.reach(y + 8)


def legend(canvas: Canvas, top: float, lines: Sequence[tuple[str, str, str]]) -> float:
    """Numbered lines (css, label, note); returns where they end."""
    y = top
    for place, (css, label, note) in enumerate(lines, 1):
        number(canvas, (10, y + 10), place, css)
        words = cut(label, canvas.width - 26, TEXT.size, 2)
        y = canvas.lines(24, y, words, style=TEXT)
        if note:
            y = canvas.lines(24, y, cut(note, canvas.width - 26, SMALL.size, 1), style=SMALL)
        y += 4
    canvas.reach(y)
    return y
