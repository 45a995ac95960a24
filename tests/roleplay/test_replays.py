"""The talk again: what each line cost, how mood and trust ran, the way taken among those not taken."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from courseware.content.drawing import draw
from courseware.roleplay import rules
from courseware.roleplay.rules.replaying import replay_of
from courseware.roleplay.types import TurnRow
from courseware.roleplay.types.replays import Lost, Replay
from tests.roleplay.scenes import begin, play, say, visit

Clients = Callable[[str], FlaskClient]


def turn(
    number: int,
    node: str,
    choice: str | None,
    marks: dict[str, int],
    feeling: tuple[int, int],
    line: str | None = None,
) -> TurnRow:
    return TurnRow(
        number=number,
        node=node,
        choice=choice,
        line=line,
        marks=marks,
        found={},
        mood=feeling[0],
        trust=feeling[1],
    )


def replay(*turns: TurnRow) -> Replay:
    return replay_of(visit(), turns, rules.talk(visit(), turns, "en"), "en")


POOR = (
    turn(1, "first", "b", {"questions": 1}, (-1, 0)),
    turn(2, "say", None, {"evidence": 1}, (-1, 0), "many customers"),
    turn(3, "last", "b", {"tone": 2}, (-1, 0)),
)
GOOD = (
    turn(1, "first", "a", {"questions": 3, "tone": 2}, (2, 1)),
    turn(2, "say", None, {"evidence": 3, "value": 2}, (2, 1), "a case: they save"),
    turn(3, "last", "a", {"questions": 2}, (4, 3)),
)


def test_a_line_costs_what_the_best_one_there_earns_more():
    found = replay(*POOR)
    first, own, last = (found.costs[n] for n in (1, 2, 3))
    assert (first.best, first.points, first.mood, first.trust) == ("line a", 4, 3, 1)
    assert first.lost == (Lost("questions", 1, 3), Lost("tone", None, 2))
    # in words of one's own: all that could be heard, and the model line
    assert (own.best, own.points) == ("a model line", 4)
    assert own.lost == (Lost("evidence", 1, 3), Lost("value", None, 2))
    # as many points, but the other wins trust
    assert (last.best, last.points, last.trust) == ("line a", 0, 2)
    assert [cost.number for cost in found.dearest] == [1, 2, 3]


def test_the_best_way_costs_nothing():
    found = replay(*GOOD)
    assert all(cost.is_best for cost in found.costs.values())
    assert found.dearest == ()
    assert (found.moods, found.trusts) == ((0, 2, 2, 4), (0, 1, 1, 3))


def test_the_way_taken_stands_out_of_those_not_taken():
    trace = replay(*POOR).trace
    assert trace.nodes == {"c1", "c2", "first", "c3", "say", "last", "end-fair"}
    assert {("first", "b"), ("say", ""), ("last", "b"), ("c3", "")} <= set(trace.ways)
    assert ("first", "a") not in trace.ways
    svg = draw(visit(), "en", trace=trace)
    ET.fromstring(svg)
    # first a and c, last a
    assert svg.count("stroke-dasharray") == 3
    assert "a +2/+1" in svg


@pytest.mark.usefixtures("course")
def test_the_result_says_what_cost_most_and_where(client_of: Clients):
    lin = client_of("lin")
    page = lin.get(play(lin, first="b", line="many customers", last="b")).text
    assert "What cost you most" in page
    assert "−4 points" in page
    assert "Trust −2" in page
    assert page.count("Best here") == 6  # three above, three beside their lines
    assert "1 → 3" in page
    assert "Mood and trust, line by line" in page
    assert "7 of its 9 places were passed" in page
    page = lin.get(play(lin)).text
    assert "At every place the best line was said." in page
    assert "Nothing better could be said here." in page


@pytest.mark.usefixtures("course")
def test_only_readers_of_the_lines_see_the_way(client_of: Clients):
    lin = client_of("lin")
    unfinished = begin(lin)
    say(lin, unfinished, 1, choice="b")
    assert "What cost you most" not in lin.get(unfinished).text
    session = play(lin, first="b", last="b")
    lin.post(f"{session}/hand-ins")
    assert "What cost most" in client_of("tara").get(session).text
    manager = client_of("mei").get(session).text
    assert "What cost most" not in manager
    assert "line b" not in manager
    assert client_of("lin").get(f"{session}?lang=zh").status_code == 200
