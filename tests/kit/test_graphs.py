"""A graph is drawn whole: every box and arrow, layers downwards, loops and lost nodes too."""

import re
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from courseware.kit.graphs import GraphEdge, GraphNode, draw

SVG = "{http://www.w3.org/2000/svg}"


def boxes(svg: str) -> dict[str, tuple[float, float]]:
    """Left and upper edge of each box by the words in it."""
    found = {}
    for group in ET.fromstring(svg).iter(f"{SVG}g"):
        rect = group.find(f"{SVG}rect")
        assert rect is not None
        words = "".join(t.text or "" for t in group.iter(f"{SVG}text"))
        found[words] = (float(rect.attrib["x"]), float(rect.attrib["y"]))
    return found


def graph(edges: list[tuple[str, str]], more: str = "") -> str:
    names = sorted({name for edge in edges for name in edge} | set(more))
    return draw(
        [GraphNode(name, name) for name in names],
        [GraphEdge(*edge) for edge in edges],
        start=edges[0][0],
        title="t",
    )


def test_what_follows_stands_below():
    found = boxes(graph([("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"), ("a", "d")]))
    assert found["a"][1] < found["b"][1] == found["c"][1] < found["d"][1]


def test_a_loop_leads_back_up_and_a_lost_node_is_still_drawn():
    svg = graph([("a", "b"), ("b", "c"), ("c", "a")], more="z")
    found = boxes(svg)
    assert found["a"][1] < found["b"][1] < found["c"][1] < found["z"][1]
    assert svg.count("marker-end") == 3


def test_words_are_escaped_and_wrapped():
    node = GraphNode("a", '<b>"&' + "很长的一句话" * 8)
    svg = draw([node], [], start="a", title="<t>")
    ET.fromstring(svg)
    assert "<b>" not in svg
    assert svg.count("<text") > 2


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), min_size=1))
def test_no_two_boxes_cover_each_other(edges: list[tuple[str, str]]):
    svg = graph(edges)
    found = list(boxes(svg).values())
    assert len(found) == len({name for edge in edges for name in edge})
    assert len(set(found)) == len(found)
    assert len(re.findall("marker-end", svg)) == len(edges)
