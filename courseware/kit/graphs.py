"""Graphs as pictures: nodes and edges in, one SVG out, in layers from the top to the bottom. Knows no noun of ours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from courseware.kit.figures.figure import wrap

FONTS = "PingFang SC, Microsoft YaHei, Noto Sans SC, sans-serif"
INK, MUTED, GROUND = "#1d2733", "#5a6675", "#ffffff"
BOX, LEAST_HEIGHT, GAP, RISE = 168.0, 34.0, 22.0, 54.0
SIZE, LINE = 12.0, 16.0
MARGIN = 16.0
SWEEPS = 8  # over the layers, to untangle the edges


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A box; `paint` is a colour, #rrggbb."""

    id: str
    label: str
    paint: str = "#5b6b7b"


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """An arrow; its label stands at its beginning."""

    start: str
    end: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class _Box:
    x: float  # of the middle
    y: float  # of the upper edge
    height: float
    lines: tuple[str, ...]


def draw(nodes: Sequence[GraphNode], edges: Sequence[GraphEdge], *, start: str, title: str) -> str:
    """A graph as an SVG file; nodes that cannot be reached from `start` stand in the last layer."""
    layers = _untangle(_layers(nodes, edges, start), edges)
    boxes = _place(layers, {node.id: node for node in nodes})
    width = max((box.x for box in boxes.values()), default=0) + BOX / 2 + MARGIN
    height = max((box.y + box.height for box in boxes.values()), default=0) + MARGIN
    back = any(boxes[e.end].y <= boxes[e.start].y for e in edges)
    parts = [_arrow(edge, boxes, width) for edge in edges]
    parts += [_draw_box(node, boxes[node.id]) for node in nodes]
    wide = width + (3 * MARGIN if back else 0)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {height:.0f}" role="img" '
        f'width="{wide:.0f}" height="{height:.0f}" font-family="{FONTS}">'
        f"<title>{escape(title)}</title>{_HEAD}"
        f'<rect width="100%" height="100%" fill="{GROUND}"/>{"".join(parts)}</svg>'
    )


_HEAD = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
    f'orient="auto"><path d="M0 0L8 4L0 8z" fill="{MUTED}"/></marker></defs>'
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


def _untangle(layers: list[list[str]], edges: Sequence[GraphEdge]) -> list[list[str]]:
    """Order each layer by the middle of what its nodes are joined to, down and up a few times."""
    joined: dict[str, list[str]] = {}
    for edge in edges:
        joined.setdefault(edge.start, []).append(edge.end)
        joined.setdefault(edge.end, []).append(edge.start)
    for sweep in range(SWEEPS):
        place = {n: i - len(layer) / 2 for layer in layers for i, n in enumerate(layer)}
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            middles = {
                n: sum(place[m] for m in joined.get(n, [n])) / len(joined.get(n, [n]))
                for n in layer
            }
            layer.sort(key=lambda n, middles=middles: middles[n])  # type: ignore[misc]
            place |= {n: i - len(layer) / 2 for i, n in enumerate(layer)}
    return layers


def _place(layers: Sequence[Sequence[str]], nodes: Mapping[str, GraphNode]) -> dict[str, _Box]:
    widest = max((len(layer) for layer in layers), default=1)
    middle = MARGIN + (widest * (BOX + GAP) - GAP) / 2
    boxes: dict[str, _Box] = {}
    top = MARGIN
    for layer in layers:
        left = middle - (len(layer) * (BOX + GAP) - GAP) / 2
        tallest = 0.0
        for index, node_id in enumerate(layer):
            lines = tuple(wrap(nodes[node_id].label, BOX - 16, SIZE))
            height = max(LEAST_HEIGHT, len(lines) * LINE + 12)
            boxes[node_id] = _Box(left + index * (BOX + GAP) + BOX / 2, top, height, lines)
            tallest = max(tallest, height)
        top += tallest + RISE
    return boxes


def _draw_box(node: GraphNode, box: _Box) -> str:
    left = box.x - BOX / 2
    words = "".join(
        f'<text x="{box.x:.1f}" y="{box.y + 18 + i * LINE:.1f}" font-size="{SIZE:g}" text-anchor="middle" '
        f'fill="{INK}">{escape(line)}</text>'
        for i, line in enumerate(box.lines)
    )
    shape = f'x="{left:.1f}" y="{box.y:.1f}" width="{BOX:.0f}" height="{box.height:.1f}" rx="6"'
    return (
        f'<g><rect {shape} fill="{GROUND}"/>'
        f'<rect {shape} fill="{node.paint}" fill-opacity="0.16" stroke="{node.paint}"/>{words}</g>'
    )


def _arrow(edge: GraphEdge, boxes: Mapping[str, _Box], width: float) -> str:
    a, b = boxes[edge.start], boxes[edge.end]
    x, y, end = a.x, a.y + a.height, b.y - 1
    if end > y:
        bend = min((end - y) * 0.6, RISE)
        path = f"M{x:.1f} {y:.1f}C{x:.1f} {y + bend:.1f} {b.x:.1f} {end - bend:.1f} {b.x:.1f} {end:.1f}"
    else:  # back up, round the right side
        far = width + MARGIN
        path = (
            f"M{x + BOX / 2:.1f} {a.y + a.height / 2:.1f}C{far:.1f} {y:.1f} {far:.1f} {end:.1f} "
            f"{b.x + BOX / 2:.1f} {b.y + b.height / 2:.1f}"
        )
    line = f'<path d="{path}" fill="none" stroke="{MUTED}" marker-end="url(#tip)"/>'
    if not edge.label:
        return line
    lean = (b.x - x) * 0.18
    return (
        f'{line}<text x="{x + lean:.1f}" y="{y + 16:.1f}" font-size="11" text-anchor="middle" '
        f'fill="{MUTED}">{escape(edge.label)}</text>'
    )
