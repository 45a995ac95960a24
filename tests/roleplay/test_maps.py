"""The path map: counts of many talks, where trust broke, what nobody says or meets; who may see how much."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert

from courseware import db
from courseware.accounts.models import Person
from courseware.cohorts.models import CohortMembership
from courseware.content.drawing import draw
from courseware.roleplay.models import Session, Turn
from courseware.roleplay.rules import mapping
from courseware.roleplay.types.maps import LeftRow, Met, StepRow
from tests.roleplay.scenes import begin, play, say, visit
from tests.world import START, Cast

Clients = Callable[[str], FlaskClient]
AT = datetime(2026, 10, 1, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("course")

#: node, choice, line, marks, mood, trust: a good way and a way that ends at once
GOOD = [
    ("first", "a", None, {"questions": 3, "tone": 2}, 2, 1),
    ("say", None, "a case", {"evidence": 1}, 2, 1),
    ("last", "a", None, {"questions": 2}, 4, 3),
]
BAD = [("first", "c", None, {"tone": 0}, -2, -2)]


def people(session: Any, count: int) -> list[int]:
    made = [Person(email=f"p{i}@test.example", name=f"P{i}") for i in range(count)]
    session.add_all(made)
    session.flush()
    return [person.id for person in made]


def played(
    session: Any,
    person: int,
    turns: list[tuple[Any, ...]],
    *,
    result: str | None = "good",
    **more: Any,
) -> None:
    """One talk as the actions would have kept it; result none: left unfinished."""
    marks = {c: float(m) for turn in turns for c, m in turn[3].items()}
    row = Session(
        person_id=person,
        roleplay="visit",
        lang="en",
        version=more.pop("version", "v1"),
        text="t1",
        started_at=AT,
        ended_at=AT if result else None,
        result=result,
        score=80.0 if result else None,
        passed=result == "good" if result else None,
        marks=marks if result else None,
        **more,
    )
    session.add(row)
    session.flush()
    for number, (node, choice, line, earned, mood, trust) in enumerate(turns, 1):
        session.add(
            Turn(
                session_id=row.id,
                number=number,
                node=node,
                choice=choice,
                line=line,
                marks=earned,
                found={},
                mood=mood,
                trust=trust,
                token="t",
            )
        )


def test_every_talk_is_counted_on_every_arrow_it_took():
    steps = [
        StepRow("first", "a", 4, 4, 2.0, 1.0, 0),
        StepRow("first", "c", 2, 2, -2.0, -2.0, 2),
        StepRow("say", None, 4, 4, 0.0, 0.0, 0),
        StepRow("last", "a", 4, 3, 2.0, 2.0, 0),
        StepRow("gone", "a", 9, 3, 2.0, 2.0, 0),  # a node that this version does not have
    ]
    flow = mapping.flow_of(visit(), steps, 6)
    assert flow.ways["c1", ""] == flow.ways["c2", ""] == 6
    assert (flow.ways["first", "a"], flow.ways["first", "c"]) == (4, 2)
    assert (flow.ways["c3", ""], flow.ways["say", ""]) == (4, 4)
    assert (flow.nodes["end-good"], flow.nodes["end-bad"]) == (4, 2)
    assert "end-fair" not in flow.nodes
    places = {p.node.id: p for p in mapping.figures_of(visit(), steps, [], flow)}
    first = places["first"]
    assert [(c.times, round(c.share), c.is_dead) for c in first.choices] == [
        (4, 67, False),
        (0, 0, True),
        (2, 33, False),
    ]
    assert first.broke == 2
    assert first.heard is not None
    assert first.heard.id == "c2"
    # four talks came to the last choice: too few to say that nobody chooses the other line
    assert [c.is_dead for c in places["last"].choices] == [False, False]
    assert mapping.dead_choices(visit(), {("first", "a"): 4, ("first", "c"): 2}) == 1


def test_an_unfinished_talk_stands_where_the_customer_waits():
    left = [
        LeftRow(None, None, 1),
        LeftRow("first", "a", 2),
        LeftRow("say", None, 3),
        LeftRow("gone", "x", 1),
    ]
    assert mapping.left_at(visit(), left) == {"first": 1, "say": 2, "last": 3}


def test_a_criterion_is_unmet_below_two_or_when_it_never_came_up():
    met = [Met("questions", 5, 2.0), Met("tone", 5, 1.9), Met("evidence", 0, None)]
    assert [m.criterion for m in mapping.unmet(visit(), met)] == ["evidence", "tone", "value"]


def test_the_picture_is_wide_where_many_went_and_pale_where_nobody_did():
    steps = [StepRow("first", "a", 9, 5, 2.0, 1.0, 0), StepRow("first", "c", 1, 1, -2.0, -2.0, 1)]
    flow = mapping.flow_of(visit(), steps, 10)
    places = mapping.figures_of(visit(), steps, [], flow)
    svg = draw(visit(), "en", trace=mapping.trace_of(flow, places, "trust broke × {n}"))
    ET.fromstring(svg)
    assert ">a: 9</text>" in svg
    assert 'stroke-width="9.0"' in svg
    assert "trust broke × 1" in svg
    assert 'stroke-dasharray="4 4"' in svg


def test_an_author_sees_counts_from_five_people_on(client_of: Clients, database: db.Database):
    with db.transaction(database) as session:
        five = people(session, 5)
        for person in five[:4]:
            played(session, person, GOOD)
    ann = client_of("ann")
    page = ann.get("/roleplays/visit/map").text
    assert "The map shows from 5 people on." in page
    assert "<svg" not in page.partition("<main")[2].partition("map-picture")[2]
    with db.transaction(database) as session:
        played(session, five[4], BAD, result="bad")
        played(session, five[4], BAD, result=None)
        played(session, five[0], [], result=None)
        played(session, five[0], GOOD, version="v0")
    page = ann.get("/roleplays/visit/map").text
    assert ">a: 4</text>" in page
    assert "4 · 80%" in page
    assert "nobody says this" in page
    assert "trust broke × 1" in page
    assert "left here × 1" in page
    assert "Criteria nobody meets" in page  # value never came up
    assert "never marked" in page
    assert "Older versions" in page
    assert "fewer than 5 people" in page
    assert "P0" not in page
    assert client_of("ada").get("/roleplays/visit/map").status_code == 200


def test_a_trainer_sees_only_shared_talks_of_the_own_class(
    client_of: Clients, cast: Cast, database: db.Database
):
    with db.transaction(database) as session:
        played(session, cast.lin, BAD, result="bad")
        played(session, cast.otto, GOOD, handed_in_at=AT)
    tara = client_of("tara")
    assert (
        "Nobody in your classes has handed in this talk yet."
        in tara.get("/roleplays/visit/map").text
    )
    with db.transaction(database) as session:
        played(session, cast.lin, GOOD, handed_in_at=AT)
    page = tara.get("/roleplays/visit/map").text
    assert "1 · 100%" in page
    assert ">a: 1</text>" in page
    assert ">c: 0</text>" in page
    assert ">a: 1</text>" in client_of("oda").get("/roleplays/visit/map?lang=zh").text


def test_somebody_who_left_the_class_is_not_counted(
    client_of: Clients, cast: Cast, database: db.Database
):
    with db.transaction(database) as session:
        played(session, cast.lin, GOOD, handed_in_at=AT)
        member = session.query(CohortMembership).filter_by(person_id=cast.lin).one()
        member.to_on = START
    assert "Nobody in your classes" in client_of("tara").get("/roleplays/visit/map").text


def test_trust_breaks_at_a_fall_of_two_or_at_the_lowest_point(
    client_of: Clients, cast: Cast, database: db.Database
):
    way = [
        ("first", "b", None, {}, 0, 0),
        ("say", None, "x", {}, 0, -1),  # the lowest of the talk
        ("last", "b", None, {}, 0, 0),
    ]
    with db.transaction(database) as session:
        played(session, cast.lin, way, result="fair", handed_in_at=AT)
    page = client_of("tara").get("/roleplays/visit/map").text
    # at the place, at its line, and in the picture; elsewhere trust did not fall
    assert page.count("trust broke × 1") == 3


def test_a_played_talk_reaches_the_map(client_of: Clients):
    lin = client_of("lin")
    session = play(lin)
    lin.post(f"{session}/hand-ins")
    say(lin, begin(lin), 1, choice="b")
    assert ">a: 1</text>" in client_of("tara").get("/roleplays/visit/map").text


def test_the_list_of_figures_is_for_authors(client_of: Clients, database: db.Database):
    with db.transaction(database) as session:
        for person in people(session, 5):
            played(session, person, GOOD)
    for name in ("ann", "ada"):
        page = client_of(name).get("/roleplays/figures").text
        assert "A visit" in page
        assert "100%" in page
        assert "/roleplays/visit/map" in page
        assert "not played yet" in page
    for name in ("lin", "tara", "mei"):
        assert client_of(name).get("/roleplays/figures").status_code == 404


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", ["/roleplays/visit/map", "/roleplays/figures"])
def test_the_pages_work_in_both_languages(client_of: Clients, page: str, lang: str):
    assert client_of("ann").get(f"{page}?lang={lang}").status_code == 200


def test_who_may_not_see_a_map_finds_none(client_of: Clients):
    for name in ("lin", "mei", "sam"):
        assert client_of(name).get("/roleplays/visit/map").status_code == 404
        assert "/roleplays/visit/map" not in client_of(name).get("/roleplays/visit").text
    assert "/roleplays/visit/map" in client_of("tara").get("/roleplays/visit").text
    for page in ("/roleplays/none/map", "/roleplays/visit/map?version=x"):
        assert client_of("ann").get(page).status_code == 404
    assert client_of("nobody").get("/roleplays/visit/map").status_code == 302
    assert client_of("nobody").get("/roleplays/figures").status_code == 302
    assert client_of("ann").post("/roleplays/visit/map").status_code == 405
    assert client_of("ann").post("/roleplays/figures").status_code == 405


def test_more_talks_take_no_more_statements(
    client_of: Clients, database: db.Database, count_sql: Callable[[], int]
):
    with db.transaction(database) as session:
        everybody = people(session, 5)
        for person in everybody:
            played(session, person, GOOD)
    ann = client_of("ann")
    ann.get("/roleplays/visit/map")

    def cost(page: str) -> int:
        return min(cost_once(page) for _ in range(3))  # now and then something else is looked up

    def cost_once(page: str) -> int:
        before = count_sql()
        assert ann.get(page).status_code == 200
        return count_sql() - before

    pages = ("/roleplays/visit/map", "/roleplays/figures")
    few = [cost(page) for page in pages]
    many(database, everybody, 500)
    assert [cost(page) for page in pages] == few
    assert "505" in ann.get("/roleplays/visit/map").text


def many(database: db.Database, everybody: list[int], count: int) -> None:
    with db.transaction(database) as session:
        row = {"roleplay": "visit", "lang": "en", "version": "v1", "text": "t1", "started_at": AT}
        row |= {
            "ended_at": AT,
            "result": "good",
            "score": 80.0,
            "passed": True,
            "marks": {"tone": 2.0},
        }
        each = [{**row, "person_id": everybody[i % len(everybody)]} for i in range(count)]
        ids = session.scalars(insert(Session).returning(Session.id), each).all()
        turn = {"token": "t", "found": {}, "marks": {}, "at": AT}
        rows = [
            {
                **turn,
                "session_id": i,
                "number": n,
                "node": t[0],
                "choice": t[1],
                "line": t[2],
                "mood": t[4],
                "trust": t[5],
            }
            for i in ids
            for n, t in enumerate(GOOD, 1)
        ]
        session.execute(insert(Turn), rows)
