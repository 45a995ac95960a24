"""Who or what is joined to whom."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from courseware.kit.diagrams.drawing import SMALL, TEXT, TITLE, arrow, box, cut, height_of
from courseware.kit.figures.figure import Canvas, Figure, Style, colour, text_width

BOX = 148.0
LABEL = Style(10, "fig-ink", anchor="middle")
NAME = Style(12, bold=True, anchor="middle")
NOTE = Style(10, "fig-muted", anchor="middle")


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    start: str  # name of a member
    end: str
    label: str = ""


def network(members: Sequence[Member], links: Sequence[Link], *, alt: str, width: int) -> Figure:
    """Members round a circle with arrows between them; on a phone one below the other, with what leads from each."""
    canvas = Canvas(width)
    if width < 500:
        _listed(canvas, members, links)
    else:
        _round(canvas, members, links)
    return canvas.figure("network", alt, [member.name for member in members])


def _paint(members: Sequence[Member], member: Member) -> str:
    kinds = list(dict.fromkeys(m.kind for m in members))
    return colour(kinds.index(member.kind))


def _listed(canvas: Canvas, members: Sequence[Member], links: Sequence[Link]) -> None:
    y = 2.0
    for member in members:
        own = [link for link in links if link.start == member.name]
        name = cut(member.name, canvas.width - 20, TITLE.size, 2)
        kind = cut(member.kind, canvas.width - 20, SMALL.size, 1) if member.kind else []
        high = height_of(name, TITLE) + height_of(kind, SMALL) + 10
        box(canvas, (2, y), (canvas.width - 4.0, high), _paint(members, member))
        canvas.lines(10, canvas.lines(10, y + 3, name, style=TITLE), kind, style=SMALL)
        y += high + 2
        for link in own:
            words = f"{link.end} · {link.label}" if link.label else link.end
            arrow(canvas, (14, y + 9), (32, y + 9))
            y = canvas.lines(38, y, cut(words, canvas.width - 44, TEXT.size, 2), style=TEXT) + 2
        y += 6
    canvas.reach(y)


def _round(canvas: Canvas, members: Sequence[Member], links: Sequence[Link]) -> None:
    across = canvas.width / 2 - BOX / 2 - 4
    down = max(80.0, min(32.0 * len(members), 280.0)) if len(members) > 1 else 0.0
    high = {m.name: _height(m) for m in members}
    middle = (canvas.width / 2, down + max(high.values()) / 2 + 4)
    places = {}
    for nth, member in enumerate(members):
        turn = 2 * math.pi * nth / len(members) - math.pi / 2
        places[member.name] = (
            middle[0] + across * math.cos(turn),
            middle[1] + down * math.sin(turn),
        )
    pairs = {(link.start, link.end) for link in links}
    for link in links:
        both = (link.end, link.start) in pairs
        _link(canvas, link, places, high, shift=7.0 if both else 0.0)
    for member in members:
        x, y = places[member.name]
        size = (BOX, high[member.name])
        at = (x - BOX / 2, y - size[1] / 2)
        canvas.parts.append(
            f'<rect class="fig-ground" x="{at[0]:.1f}" y="{at[1]:.1f}" width="{BOX:.1f}" '
            f'height="{size[1]:.1f}" rx="3" fill="#ffffff"/>'
        )
        box(canvas, at, size, _paint(members, member))
        end = canvas.lines(x, at[1] + 3, cut(member.name, BOX - 12, NAME.size, 2), style=NAME)
        if member.kind:
            canvas.lines(x, end, cut(member.kind, BOX - 12, NOTE.size, 2), style=NOTE)
    canvas.reach(max(y + high[name] / 2 for name, (_, y) in places.items()) + 4)


def _height(member: Member) -> float:
    kind = cut(member.kind, BOX - 12, NOTE.size, 2) if member.kind else []
    return height_of(cut(member.name, BOX - 12, NAME.size, 2), NAME) + height_of(kind, NOTE) + 10


def _link(
    canvas: Canvas,
    link: Link,
    places: dict[str, tuple[float, float]],
    high: dict[str, float],
    *,
    shift: float,
) -> None:
    """An arrow from edge to edge; one of a pair in both directions moves aside."""
    (x1, y1), (x2, y2) = places[link.start], places[link.end]
    length = math.hypot(x2 - x1, y2 - y1)
    if length < 1:
        return
    aside = (-(y2 - y1) / length * shift, (x2 - x1) / length * shift)
    start = _edge((x1, y1), (x2, y2), high[link.start] / 2)
    end = _edge((x2, y2), (x1, y1), high[link.end] / 2 + 2)
    start, end = (start[0] + aside[0], start[1] + aside[1]), (end[0] + aside[0], end[1] + aside[1])
    arrow(canvas, start, end)
    if link.label:
        _label(canvas, link.label, start, end)


def _label(
    canvas: Canvas, label: str, start: tuple[float, float], end: tuple[float, float]
) -> None:
    """The words of an arrow near its middle, over it; between two boxes side by side no wider than the gap."""
    dx, dy = abs(end[0] - start[0]), abs(end[1] - start[1])
    room = max(54.0, dx - 8) if dx > 2 * dy else 130.0
    words = cut(label, min(room, 130.0), LABEL.size, 3)
    high = height_of(words, LABEL)
    x, y = start[0] * 0.55 + end[0] * 0.45, start[1] * 0.55 + end[1] * 0.45
    wide = max(text_width(line, LABEL.size) for line in words) + 6
    canvas.parts.append(
        f'<rect class="fig-ground" x="{x - wide / 2:.1f}" y="{y - high / 2:.1f}" width="{wide:.1f}" '
        f'height="{high + 2:.1f}" rx="2" fill="#ffffff" fill-opacity="0.85"/>'
    )
    canvas.lines(x, y - high / 2, words, style=LABEL)


def _edge(
    inside: tuple[float, float], outside: tuple[float, float], half: float
) -> tuple[float, float]:
    """Where the line from the middle of a box leaves it."""
    dx, dy = outside[0] - inside[0], outside[1] - inside[1]
    reach = min(
        (BOX / 2 + 2) / abs(dx) if dx else math.inf, (half + 2) / abs(dy) if dy else math.inf
    )
    return inside[0] + dx * reach, inside[1] + dy * reach
