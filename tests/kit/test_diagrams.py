"""Diagrams hold whatever people write, and tell nothing by colour alone."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courseware.kit import diagrams
from courseware.kit.diagrams import Axis, Branch, Dot, Force, Light, Link, Member, Pair, Span
from courseware.kit.figures.figure import Figure

WIDTHS = (diagrams.NARROW, diagrams.WIDE)
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)
figures = st.floats(-1e9, 1e9, allow_nan=False)


def drawn(figure: Figure) -> ET.Element:
    """The picture as XML: nothing that people wrote breaks out of it, and it stays inside its frame."""
    svg = next(iter(ET.fromstring(figure.html)))
    _, _, width, height = map(float, svg.attrib["viewBox"].split())
    for text in svg.iter("text"):
        assert -1 <= float(text.attrib["x"]) <= width + 1
        assert float(text.attrib["y"]) <= height + 1
    return svg


@pytest.mark.parametrize("width", WIDTHS)
@settings(deadline=None, max_examples=40)
@given(labels=st.lists(words, min_size=1, max_size=12), x=figures, y=figures)
def test_any_words_and_figures_make_a_picture(width: int, labels: list[str], x: float, y: float):
    dots = [Dot(label, x * n / 3, y / (n + 1), abs(x)) for n, label in enumerate(labels)]
    drawn(diagrams.bubbles(dots, Axis("x", "%", 20), Axis("y"), alt=labels[0], width=width))
    drawn(diagrams.heat(dots, Axis("x"), Axis("y"), alt=labels[0], width=width))
    drawn(diagrams.ladder(labels, why="?", alt="", width=width))
    drawn(diagrams.fishbone(labels[0], dict.fromkeys(labels, labels), alt="", width=width))
    branches = [Branch(one, under) for one, under in zip(labels, reversed(labels), strict=True)]
    drawn(diagrams.cascade(branches, alt="", width=width))
    drawn(diagrams.lights([Light(one, x, y, x) for one in labels], limits="{green} {red}", alt="", width=width))  # fmt: skip
    pairs = [Pair(one, x, y, one) for one in labels]
    drawn(diagrams.bars(pairs, words=("plan", "actual"), alt="", width=width))
    members = [Member(name) for name in dict.fromkeys(labels)]
    links = [Link(labels[0], one, one) for one in labels]
    drawn(diagrams.network(members, links, alt="", width=width))
    force = Force(labels[0], 3, labels[-1])
    around = dict.fromkeys(("top", "left", "right", "bottom"), force)
    drawn(diagrams.forces(force, around, alt="", width=width))


@pytest.mark.parametrize("width", WIDTHS)
@settings(deadline=None, max_examples=40)
@given(days=st.lists(st.tuples(st.dates(), st.dates()), min_size=1, max_size=8))
def test_any_calendar_makes_a_picture(width: int, days: list[tuple[date, date]]):
    spans = [Span(str(start), start, end, 50) for start, end in days]
    drawn(diagrams.gantt(spans, alt="plan", width=width, today=days[0][0]))


@pytest.mark.parametrize(
    ("value", "green", "red", "tone"),
    [
        (10, 10, 5, "good"), (7, 10, 5, "warn"), (5, 10, 5, "bad"), (4, 10, 5, "bad"),
        (1, 2, 6, "good"), (2, 2, 6, "good"), (4, 2, 6, "warn"), (6, 2, 6, "bad"), (None, 1, 2, None),
    ],
)  # fmt: skip
def test_a_lamp_follows_its_limits_in_either_direction(
    value: float | None, green: float, red: float, tone: str | None
):
    assert Light("x", value, green, red).tone == tone


def test_a_lamp_has_a_sign_beside_its_colour():
    every = [Light("a", 3, 3, 1), Light("b", 2, 3, 1), Light("c", 1, 3, 1), Light("d", None, 3, 1)]
    svg = diagrams.lights(every, limits="{green}/{red}", alt="", width=320).html
    assert [sign in svg for sign in "✓!×–"] == [True] * 4


def test_a_tree_hangs_everything_under_what_it_names_and_survives_circles():
    every = [Branch("b", "a"), Branch("a"), Branch("c", "b"), Branch("x", "y"), Branch("y", "x"), Branch("z", "z")]  # fmt: skip
    svg = drawn(diagrams.cascade(every, alt="", width=320))
    order = [text.text for text in svg.iter("text")]
    assert order == ["a", "b", "c", "z", "x", "y"]


def test_likely_and_bad_lies_in_the_red_corner():
    svg = drawn(diagrams.heat([Dot("storm", 5, 5)], Axis("x"), Axis("y"), alt="", width=320))
    tiles = [rect for rect in svg.iter("rect") if rect.attrib["class"].startswith("fig-")]
    right = max(tiles, key=lambda r: (float(r.attrib["x"]), -float(r.attrib["y"])))
    left = min(tiles, key=lambda r: (float(r.attrib["x"]), -float(r.attrib["y"])))
    assert (right.attrib["class"], left.attrib["class"]) == ("fig-bad", "fig-good")
    disc = next(svg.iter("circle"))
    assert float(disc.attrib["cx"]) > float(right.attrib["x"])
    assert float(disc.attrib["cy"]) > float(right.attrib["y"])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (-0.0, "0"), (-0.000001, "-0.000001"), (0.5, "0.5"), (66.6667, "66.7"),
        (133.333, "133.3"), (1234.5, "1,234"), (800000, "800,000"), (-50, "-50"), (3.0, "3"),
        (0.123456, "0.12"), (57.0, "57"), (1e7, "10,000,000"),
    ],
)  # fmt: skip
def test_a_figure_is_written_as_people_write_it(value: float, text: str):
    assert diagrams.figure_text(value) == text
