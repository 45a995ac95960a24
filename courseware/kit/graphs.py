"""Graphs as pictures: nodes and edges in, one SVG out, in layers from the top to the bottom. Knows no noun of ours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from courseware.kit.figures.figure import text_width, wrap

FONTS = "PingFang SC, Microsoft YaHei, Noto Sans SC, sans-serif"
INK, MUTED, GROUND, ALARM = "#1d2733", "#5a6675", "#ffffff", "#a3341f"
PALE = 0.4
BOX, LEAST_HEIGHT, GAP, RISE = 168.0, 34.0, 22.0, 54.0
SIZE, LINE, SMALL = 12.0, 16.0, 10.0
SLOT, SLOT_WIDTH = "\0", 12.0  # ids of slots begin so; no id of a node does
MARGIN = 16.0
SWEEPS = 8  # over the layers, to untangle the edges


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A box; `paint` is a colour, #rrggbb. A `note` stands on its upper edge; a pale one steps back."""

    id: str
    label: str
    paint: str = "#5b6b7b"
    note: str = ""
    is_pale: bool = False


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """An arrow; its label stands at its beginning. `width` in pixels."""

    start: str
    end: str
    label: str = ""
    width: float = 1.0
    is_pale: bool = False


@dataclass(frozen=True, slots=True)
class _Box:
    x: float  # of the middle
    y: float  # of the upper edge
    height: float
    lines: tuple[str, ...]


Way = tuple[str, ...]  # the ids an arrow passes: its ends, and a slot in each layer between them


def draw(nodes: Sequence[GraphNode], edges: Sequence[GraphEdge], *, start: str, title: str) -> str:
    """A graph as an SVG file; nodes that cannot be reached from `start` stand in the last layer."""
    layers = _layers(nodes, edges, start)
    ways = _ways(layers, edges)
    layers = _untangle(layers, ways)
    boxes = _place(layers, {node.id: node for node in nodes})
    width = max((box.x for box in boxes.values()), default=0) + BOX / 2 + MARGIN
    height = max((box.y + box.height for box in boxes.values()), default=0) + MARGIN
    starts = _starts(ways, boxes)
    parts = [
        _arrow(edge, way, boxes, (x, width))
        for edge, way, x in zip(edges, ways, starts, strict=True)
    ]
    parts += [_draw_box(node, boxes[node.id]) for node in nodes]
    wide = width + 3 * MARGIN  # room for arrows that lead back
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {height:.0f}" role="img" '
        f'width="{wide:.0f}" height="{height:.0f}" font-family="{FONTS}">'
        f"<title>{escape(title)}</title>{_HEAD}"
        f'<rect width="100%" height="100%" fill="{GROUND}"/>{"".join(parts)}</svg>'
    )


_HEAD = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" '
    f'orient="auto" markerUnits="userSpaceOnUse"><path d="M0 0L8 4L0 8z" fill="{MUTED}"/></marker></defs>'
)


def _layers(nodes: Sequence[GraphNode], edges: Iterable[GraphEdge], start: str) -> list[list[str]]:
    """Each node one layer below the last of those that lead to it; edges that lead back do not count."""
    onward: dict[str, list[str]] = {node.id: [] for node in nodes}
    for edge in edges:
        onward[edge.start].append(edge.end)
    order = _topological(onward, start)
    rank = {node_id: index for index, node_id in enumerate(order)}
    depth = dict.fromkeys(order, 0)
    for node_id in order:
        for end in onward[node_id]:
            if rank[end] > rank[node_id]:
                depth[end] = max(depth[end], depth[node_id] + 1)
    layers: list[list[str]] = [[] for _ in range(max(depth.values(), default=0) + 1)]
    for node_id in order:
        layers[depth[node_id]].append(node_id)
    lost = [node.id for node in nodes if node.id not in rank]
    return [*layers, lost] if lost else layers


def _topological(onward: Mapping[str, Sequence[str]], start: str) -> list[str]:
    """The nodes reached from `start`, each before those it leads to, but for edges that close a circle."""
    done: list[str] = []
    seen: set[str] = {start}
    stack = [(start, iter(onward[start]))]
    while stack:
        node_id, ends = stack[-1]
        end = next((e for e in ends if e not in seen), None)
        if end is None:
            done.append(node_id)
            stack.pop()
        else:
            seen.add(end)
            stack.append((end, iter(onward[end])))
    return done[::-1]


def _ways(layers: list[list[str]], edges: Sequence[GraphEdge]) -> list[Way]:
    """How each arrow goes; a long one gets a slot of its own in the layers it passes."""
    depth = {node_id: index for index, layer in enumerate(layers) for node_id in layer}
    ways: list[Way] = []
    for number, edge in enumerate(edges):
        passed = range(depth[edge.start] + 1, depth[edge.end])
        slots = [f"{SLOT}{number}/{index}" for index in passed]
        for index, slot in zip(passed, slots, strict=True):
            layers[index].append(slot)
        ways.append((edge.start, *slots, edge.end))
    return ways


def _untangle(layers: list[list[str]], ways: Iterable[Way]) -> list[list[str]]:
    """Order each layer by the middle of what its nodes are joined to, down and up a few times."""
    joined: dict[str, list[str]] = {}
    for way in ways:
        for one, other in pairwise(way):
            joined.setdefault(one, []).append(other)
            joined.setdefault(other, []).append(one)
    place = {n: i - len(layer) / 2 for layer in layers for i, n in enumerate(layer)}

    def middle(node_id: str) -> float:
        near = [place[other] for other in joined.get(node_id, [node_id])]
        return sum(near) / len(near)

    for sweep in range(SWEEPS):
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            layer.sort(key=middle)
            place |= {n: i - len(layer) / 2 for i, n in enumerate(layer)}
    return layers


def _width(node_id: str) -> float:
    return SLOT_WIDTH if node_id.startswith(SLOT) else BOX


def _place(layers: Sequence[Sequence[str]], nodes: Mapping[str, GraphNode]) -> dict[str, _Box]:
    widths = [sum(_width(n) + GAP for n in layer) - GAP for layer in layers]
    middle = MARGIN + max(widths, default=BOX) / 2
    boxes: dict[str, _Box] = {}
    top = MARGIN
    for layer, width in zip(layers, widths, strict=True):
        x = middle - width / 2
        words = {n: tuple(wrap(nodes[n].label, BOX - 16, SIZE)) for n in layer if n in nodes}
        tallest = max(len(lines) * LINE + 12 for lines in words.values()) if words else 0.0
        for node_id in layer:
            lines = words.get(node_id, ())
            height = max(LEAST_HEIGHT, len(lines) * LINE + 12) if lines else tallest
            boxes[node_id] = _Box(x + _width(node_id) / 2, top, height, lines)
            x += _width(node_id) + GAP
        top += max(tallest, LEAST_HEIGHT) + RISE
    return boxes


def _starts(ways: Sequence[Way], boxes: Mapping[str, _Box]) -> list[float]:
    """Where along the lower edge of its box each arrow begins: side by side, in the order of where they go."""
    leaving: dict[str, list[int]] = {}
    for number, way in enumerate(ways):
        leaving.setdefault(way[0], []).append(number)
    starts = [0.0] * len(ways)
    for node_id, numbers in leaving.items():
        numbers.sort(key=lambda number: boxes[ways[number][1]].x)
        step = BOX / len(numbers)
        for place, number in enumerate(numbers):
            starts[number] = boxes[node_id].x + (place - (len(numbers) - 1) / 2) * step
    return starts


def _draw_box(node: GraphNode, box: _Box) -> str:
    left = box.x - BOX / 2
    words = "".join(
        f'<text x="{box.x:.1f}" y="{box.y + 18 + i * LINE:.1f}" font-size="{SIZE:g}" text-anchor="middle" '
        f'fill="{INK}">{escape(line)}</text>'
        for i, line in enumerate(box.lines)
    )
    shape = f'x="{left:.1f}" y="{box.y:.1f}" width="{BOX:.0f}" height="{box.height:.1f}" rx="6"'
    pale = f' opacity="{PALE}"' if node.is_pale else ""
    return (
        f'<g><rect {shape} fill="{GROUND}"/><g{pale}>'
        f'<rect {shape} fill="{node.paint}" fill-opacity="0.16" stroke="{node.paint}"/>{words}</g>'
        f"{_draw_note(node.note, box)}</g>"
    )


def _draw_note(note: str, box: _Box) -> str:
    if not note:
        return ""
    width = text_width(note, SMALL) + 12
    x, y = box.x + BOX / 2 - width + 6, box.y - 15
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="17" rx="4" fill="{ALARM}"/>'
        f'<text x="{x + width / 2:.1f}" y="{y + 12:.1f}" font-size="{SMALL:g}" text-anchor="middle" '
        f'fill="{GROUND}">{escape(note)}</text>'
    )


def _arrow(edge: GraphEdge, way: Way, boxes: Mapping[str, _Box], at: tuple[float, float]) -> str:
    x, width = at
    a, b = boxes[edge.start], boxes[edge.end]
    y = a.y + a.height
    path = f"M{x:.1f} {y:.1f}"
    if b.y > a.y:
        for passed in (boxes[node_id] for node_id in way[1:]):
            bend = (passed.y - y) / 2
            path += (
                f"C{x:.1f} {y + bend:.1f} {passed.x:.1f} {passed.y - bend:.1f} "
                f"{passed.x:.1f} {passed.y - (1 if passed is b else 0):.1f}"
            )
            x, y = passed.x, passed.y + passed.height
            path += "" if passed is b else f"V{y:.1f}"
    else:  # back up, round the right side
        far = width + 2 * MARGIN
        right, middle = b.x + BOX / 2, b.y + b.height / 2
        path += f"C{far:.1f} {y + RISE:.1f} {far:.1f} {middle:.1f} {right:.1f} {middle:.1f}"
    pen = f' stroke-width="{edge.width:.1f}"' if edge.width != 1 else ""
    pen += f' opacity="{PALE}" stroke-dasharray="4 4"' if edge.is_pale else ""
    line = f'<path d="{path}" fill="none" stroke="{MUTED}"{pen} marker-end="url(#tip)"/>'
    if not edge.label:
        return line
    return (
        f'{line}<text x="{at[0]:.1f}" y="{a.y + a.height + 13:.1f}" font-size="{SMALL:g}" text-anchor="middle" '
        f'fill="{MUTED}" stroke="{GROUND}" stroke-width="3" paint-order="stroke">{escape(edge.label)}</text>'
    )
