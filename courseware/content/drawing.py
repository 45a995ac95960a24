"""A scenario drawn as a picture."""

from collections.abc import Iterator

from courseware.content.definitions import Node, RoleplayDefinition
from courseware.kit import graphs
from courseware.kit.graphs import GraphEdge, GraphNode

PAINTS = {"customer": "#5b6b7b", "choose": "#1f6f8b", "speak": "#8a4f7d"}
ENDS = {"good": "#4f7d3a", "fair": "#a8851c", "bad": "#c7622b"}
WORDS = {"good": "good ending", "fair": "fair ending", "bad": "bad ending"}
LONGEST = 60  # characters of a line in a box


def draw(roleplay: RoleplayDefinition, lang: str = "zh") -> str:
    """The graph of a scenario as an SVG file, in one language."""
    nodes = [
        GraphNode(node.id, _label(node, lang), _paint(node)) for node in roleplay.nodes.values()
    ]
    edges = [edge for node in roleplay.nodes.values() for edge in _edges(node)]
    title = f"{roleplay.id}: {roleplay.title[lang]}"
    return graphs.draw(nodes, edges, start=roleplay.start, title=title)


def _paint(node: Node) -> str:
    return ENDS[node.result or "bad"] if node.kind == "end" else PAINTS[node.kind]


def _label(node: Node, lang: str) -> str:
    if node.kind == "end":
        return f"{node.id} · {WORDS[node.result or 'bad']}"
    words = node.line or node.prompt
    text = words[lang] if words else ""
    short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return f"{node.id} · {short}" if short else f"{node.id} ({node.kind})"


def _edges(node: Node) -> Iterator[GraphEdge]:
    for choice in node.choices:
        yield GraphEdge(node.id, choice.next, f"{choice.id} {choice.mood:+d}/{choice.trust:+d}")
    if node.next:
        yield GraphEdge(node.id, node.next)
