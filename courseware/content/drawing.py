"""A scenario drawn as a picture."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from courseware.content.definitions import Node, RoleplayDefinition
from courseware.kit import graphs
from courseware.kit.graphs import GraphEdge, GraphNode

PAINTS = {"customer": "#5b6b7b", "choose": "#1f6f8b", "speak": "#8a4f7d"}
ENDS = {"good": "#4f7d3a", "fair": "#a8851c", "bad": "#c7622b"}
WORDS = {
    "en": {"good": "good ending", "fair": "fair ending", "bad": "bad ending"},
    "zh": {"good": "结局：好", "fair": "结局：一般", "bad": "结局：差"},
}
LONGEST = 60  # characters of a line in a box

Way = tuple[
    str, str
]  # a node, and the choice that leaves it; empty where the talk goes on by itself


@dataclass(frozen=True, slots=True)
class Trace:
    """What people did in a scenario, laid over its picture; what nobody passed steps back."""

    ways: Mapping[Way, float]  # those gone, with the width of the arrow in pixels
    nodes: frozenset[str]  # those passed
    labels: Mapping[Way, str] = field(default_factory=lambda: MappingProxyType({}))
    notes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # at a node


def draw(roleplay: RoleplayDefinition, lang: str = "zh", *, trace: Trace | None = None) -> str:
    """The graph of a scenario as an SVG file, in one language."""
    nodes = [_node(node, lang, trace) for node in roleplay.nodes.values()]
    edges = [edge for node in roleplay.nodes.values() for edge in _edges(node, trace)]
    title = f"{roleplay.id}: {roleplay.title[lang]}"
    return graphs.draw(nodes, edges, start=roleplay.start, title=title)


def _node(node: Node, lang: str, trace: Trace | None) -> GraphNode:
    label, paint = _label(node, lang), _paint(node)
    if trace is None:
        return GraphNode(node.id, label, paint)
    return GraphNode(
        node.id, label, paint, trace.notes.get(node.id, ""), node.id not in trace.nodes
    )


def _paint(node: Node) -> str:
    return ENDS[node.result or "bad"] if node.kind == "end" else PAINTS[node.kind]


def _label(node: Node, lang: str) -> str:
    if node.kind == "end":
        return f"{node.id} · {WORDS[lang][node.result or 'bad']}"
    words = node.line or node.prompt
    text = words[lang] if words else ""
    short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return f"{node.id} · {short}" if short else f"{node.id} ({node.kind})"


def _edges(node: Node, trace: Trace | None) -> Iterator[GraphEdge]:
    for choice in node.choices:
        plain = f"{choice.id} {choice.mood:+d}/{choice.trust:+d}"
        yield _edge((node.id, choice.id), choice.next, plain, trace)
    if node.next:
        yield _edge((node.id, ""), node.next, "", trace)


def _edge(way: Way, to: str, label: str, trace: Trace | None) -> GraphEdge:
    if trace is None:
        return GraphEdge(way[0], to, label)
    width = trace.ways.get(way, 0.0)
    return GraphEdge(way[0], to, trace.labels.get(way, label), width or 1.0, not width)
