"""The skill picture: what a cell rests on, what is practised next, and whose picture one may see."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient

from courseware import db
from courseware.content.definitions import Course
from courseware.roleplay.models import DrillAnswer
from courseware.roleplay.routes import skills as pages
from courseware.roleplay.rules import skills as rules
from courseware.roleplay.types.drills import Drilled
from courseware.roleplay.types.skills import Played
from tests.roleplay.scenes import begin, play, say, visit
from tests.world import Cast

Clients = Callable[[str], FlaskClient]
AT = datetime(2026, 10, 1, tzinfo=UTC)
CELL = "/roleplays/skills/retail/questions"
pytestmark = pytest.mark.usefixtures("course")


def session(number: int, marks: dict[str, float], **more: object) -> Played:
    made = Played(number, "visit", AT + timedelta(days=number), 60.0, False, marks, {})
    return replace(made, **more)  # type: ignore[arg-type]  # fields of Played


@pytest.fixture
def retail(course: Course) -> Course:
    """The course with no scenario but the visit, and one more of another industry."""
    other = replace(visit(), id="other", industry="finance")
    return replace(course, roleplays={"visit": visit(), "other": other})


def test_newer_marks_weigh_more_and_older_than_five_do_not_count():
    assert rules.weighed([]) is None
    assert rules.weighed([2.0]) == 2.0
    assert rules.weighed([3.0, 0.0]) == pytest.approx(15 / 9)
    assert rules.weighed([0.0, 0.0, 0.0, 0.0, 0.0, 3.0]) == 0.0
    assert rules.weighed([3.0, 2.0, 1.0, 0.0, 0.0]) == pytest.approx((15 + 8 + 3) / 15)


def test_a_cell_rests_on_the_trainers_mark_where_there_is_one(retail: Course):
    sessions = [
        session(1, {"questions": 1.0}),
        session(2, {"questions": 0.0}, by_trainer={"questions": 3, "tone": 1}),
        session(3, {"value": 2.0}),
    ]
    found = rules.picture_of(retail, sessions)
    assert found.industries == ("finance", "retail")
    cells = {(c.industry, c.criterion): c for row in found.rows for c in row.cells}
    asked = cells["retail", "questions"]
    assert (asked.mean, asked.rests_on, asked.by_trainer) == (pytest.approx(19 / 9), 2, 1)
    assert cells["retail", "tone"].mean == 1.0
    # never came up: empty, which is not a zero
    assert (cells["retail", "evidence"].mean, cells["finance", "questions"].mean) == (None, None)
    assert cells["retail", "evidence"].is_trained


def advice(course: Course, sessions: list[Played]):
    found = rules.practise_next(course, rules.picture_of(course, sessions), sessions)
    assert found is not None
    return found.reason, found.industry, found.criterion


def test_what_to_practise_next_and_why(retail: Course):
    every = {"questions": 3.0, "tone": 3.0, "evidence": 3.0, "value": 3.0}
    assert advice(retail, [])[0] == "begin"
    assert advice(retail, [session(1, {"questions": 1.5, "tone": 0.5})]) == (
        "weak",
        "retail",
        "tone",
    )
    assert advice(retail, [session(1, {"questions": 2.5})])[:2] == ("empty", "retail")
    assert advice(retail, [session(1, {**every, "value": 2.5})]) == ("better", "retail", "value")
    assert advice(retail, [session(1, every)])[:2] == ("elsewhere", "finance")
    both = [session(1, every), session(2, every, roleplay="other")]
    assert rules.practise_next(retail, rules.picture_of(retail, both), both) is None
    gone = [session(1, {"tone": 0.0}, roleplay="gone")]
    assert advice(retail, gone)[0] == "begin"


def test_a_scenario_not_passed_yet_is_advised_before_a_passed_one(retail: Course):
    more = replace(retail, roleplays={**retail.roleplays, "again": replace(visit(), id="again")})
    sessions = [session(1, {"tone": 0.0}, passed=True)]
    found = rules.practise_next(more, rules.picture_of(more, sessions), sessions)
    assert found is not None
    assert found.roleplay == "again"


def test_drilled_objections_are_counted_by_type():
    answers = [
        Drilled("retail", "o1", "price", outcome, 20, AT + timedelta(days=day))
        for day, outcome in enumerate(["missed", "well", "well", "partly"])
    ]
    found = rules.drilled([*answers, Drilled("retail", "gone", None, "missed", 9, AT)])
    assert [(f.type, f.well, f.partly, f.missed) for f in found] == [("price", 2, 1, 1)]


def test_the_picture_opens_its_evidence(client_of: Clients):
    lin = client_of("lin")
    page = lin.get("/roleplays/skills").text
    assert "Nothing has been practised yet" in page
    assert "not yet" in page
    number = play(lin)
    page = lin.get("/roleplays/skills").text
    assert f'href="{CELL}"' in page
    assert "2.5</span>" in page
    assert "(1)" in page
    page = lin.get(CELL).text
    assert f'href="{number}#turn-1"' in page
    assert "line a" in page
    assert "coach a" in page
    page = lin.get("/roleplays/skills/retail/evidence").text
    assert "<mark" in page
    assert "A case: they save much" in page
    assert "Nothing practised here yet." in client_of("otto").get(CELL).text


def test_a_trainers_mark_beats_the_scenarios(client_of: Clients):
    lin, tara = client_of("lin"), client_of("tara")
    number = play(lin)
    lin.post(f"{number}/hand-ins")
    sent = {
        "mark-questions": "1",
        "summary": "slower",
        "rests-questions": "1",
        "evidence-questions": "x",
    }
    answer = tara.post(f"{number}/reviews", data=sent)
    assert answer.status_code == 303, answer.text
    page = lin.get(CELL).text
    assert "trainer: 1 of 3" in page
    assert "scenario: 2.5" in page
    assert "slower" in page
    assert "1</span>" in lin.get("/roleplays/skills").text


def test_a_talk_not_ended_is_not_in_the_picture(client_of: Clients):
    lin = client_of("lin")
    say(lin, begin(lin), 1, choice="a")
    assert f'href="{CELL}"' not in lin.get("/roleplays/skills").text


def test_a_trainer_sees_only_what_was_shared(client_of: Clients, cast: Cast):
    lin, tara = client_of("lin"), client_of("tara")
    number = play(lin)
    of_lin = f"?person={cast.lin}"
    page = tara.get(f"/roleplays/skills{of_lin}").text
    assert f"{CELL}{of_lin}" not in page
    assert "Nothing practised here yet." in tara.get(CELL + of_lin).text
    assert "line a" not in tara.get(CELL + of_lin).text
    lin.post(f"{number}/hand-ins")
    assert f"{CELL}{of_lin}" in tara.get(f"/roleplays/skills{of_lin}").text
    assert "line a" in tara.get(CELL + of_lin).text


def test_drills_are_the_learners_own(
    client_of: Clients, cast: Cast, database: db.Database, course: Course
):
    industry, library = next(iter(course.objections.items()))
    with db.transaction(database) as writing:
        writing.add(
            DrillAnswer(
                person_id=cast.lin,
                industry=industry,
                objection=library.objections[0].id,
                version="v",
                lang="en",
                outcome="well",
                seconds=20,
                token="t",
            )
        )
    assert "Objections drilled" in client_of("lin").get("/roleplays/skills").text
    page = client_of("tara").get(f"/roleplays/skills?person={cast.lin}").text
    assert "Objections drilled" not in page


@pytest.mark.parametrize("page", ["/roleplays/skills", CELL])
def test_nobody_else_sees_a_learners_picture(client_of: Clients, cast: Cast, page: str):
    for name in ("otto", "oda", "mei", "bo", "sam", "ada", "ann"):
        assert client_of(name).get(f"{page}?person={cast.lin}").status_code == 404
    for person in ("x", "-1", "999999", "99999999999999999999", "²"):
        assert client_of("tara").get(f"{page}?person={person}").status_code == 404
    assert client_of("nobody").get(page).status_code == 302
    assert client_of("lin").post(page).status_code == 405
    for lang in ("zh", "en"):
        assert client_of("lin").get(f"{page}?lang={lang}").status_code == 200


@pytest.mark.parametrize("page", ["none/questions", "retail/none", "retail/"])
def test_a_cell_that_is_not_there_is_not_found(client_of: Clients, page: str):
    assert client_of("lin").get(f"/roleplays/skills/{page}").status_code == 404


def test_more_sessions_take_no_more_statements(client_of: Clients, count_sql: Callable[[], int]):
    lin = client_of("lin")
    for _ in range(5):
        play(lin)

    def cost(page: str) -> int:
        return min(cost_once(page) for _ in range(3))  # now and then something else is looked up

    def cost_once(page: str) -> int:
        before = count_sql()
        assert lin.get(page).status_code == 200
        return count_sql() - before

    pages = ("/roleplays/skills", CELL)
    lin.get(CELL)
    few = [cost(page) for page in pages]
    for _ in range(3):
        play(lin)
    lin.get(CELL)
    assert [cost(page) for page in pages] == few


def test_a_scenario_written_here_trains_skills_too(
    client_of: Clients, monkeypatch: pytest.MonkeyPatch
):
    own = SimpleNamespace(definition=replace(visit(), id="own-visit", industry="healthcare"))
    monkeypatch.setattr(pages, "own_roleplays_for", lambda _me, _course: [own])
    lin = client_of("lin")
    assert "Healthcare" in lin.get("/roleplays/skills").text
    assert "/roleplays/own-visit" in lin.get("/roleplays/skills/healthcare/questions").text
