"""Asking: one's own people and nobody else's, told at once, with a date that ends in the organisation's zone."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from courseware import db
from courseware.assignments.models import Assignment
from courseware.assignments.types import Asked, Target
from courseware.content.definitions import Course
from courseware.errors import Refused
from courseware.learning import actions as learning
from courseware.learning.types import Done
from courseware.notices.models import Notice
from tests.assignments.conftest import DUE, YESTERDAY, form, owed_by
from tests.world import Cast

ClientOf = Callable[[str], FlaskClient]


def test_a_manager_asks_one_of_their_people(client_of: ClientOf, cast: Cast, database: db.Database):
    client = client_of("mei")
    assert "林夏" in client.get("/assignments/new").text
    answer = client.post(
        "/assignments/new", data=form(people=[cast.lin], reviewer=cast.mei, words="Please")
    )
    assert answer.status_code == 303, answer.text
    (owed,) = owed_by(database, cast.lin)
    assert (owed.kind, owed.item, owed.needs_acceptance) == ("exercise", "plan", True)
    assert (owed.asked_by_id, owed.reviewer_id) == (cast.mei, cast.mei)
    page = client.get(answer.location).text
    assert "林夏" in page
    assert "Please" in page


def test_the_due_date_ends_at_the_last_second_of_the_day_where_the_organisation_is(
    ask: Any, cast: Cast, database: db.Database
):
    ask()
    (owed,) = owed_by(database, cast.lin)
    assert owed.due_on == DUE
    assert owed.due_at == datetime.combine(DUE, time(15, 59, 59), UTC)  # 23:59:59 in Shanghai


def test_whoever_is_asked_is_told_in_their_language(ask: Any, client_of: ClientOf):
    ask()
    assert "梅经理 asks you" in client_of("lin").get("/notices").text
    assert "梅经理 给您布置了" in client_of("lin").get("/notices?lang=zh").text


def test_the_whole_team_means_the_teams_below_too(ask: Any, cast: Cast, database: db.Database):
    ask(Target("team", cast.top_team), by=cast.bo)
    assert len(owed_by(database, cast.lin)) == 1
    assert len(owed_by(database, cast.mei)) == 1
    assert owed_by(database, cast.otto) == []


def test_a_trainer_asks_their_class(ask: Any, cast: Cast, database: db.Database):
    ask(Target("cohort", cast.cohort), by=cast.tara)
    assert len(owed_by(database, cast.lin)) == 1
    assert owed_by(database, cast.otto) == []


@pytest.mark.parametrize(
    "target", ["person:otto", "person:mei", "team:other_team", "team:top_team", "cohort:cohort"]
)
def test_nobody_asks_people_who_are_not_theirs(
    ask: Any, cast: Cast, database: db.Database, target: str
):
    kind, _, who = target.partition(":")
    with pytest.raises(Refused):
        ask(Target(kind, getattr(cast, who)))
    with db.reading(database) as rows:
        assert rows.scalar(select(func.count()).select_from(Assignment)) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": ["9999"]},
        {"people": []},
        {"places": ["team:9999"]},
        {"item": "exercise:nothing"},
        {"item": ""},
        {"due_on": "tomorrow"},
        {"due_on": ""},
        {"due_on": YESTERDAY.isoformat()},
        {"quantity": "0"},
        {"pass_line": "101"},
        {"reviewer": "9999"},
    ],
)
def test_a_form_that_will_not_do_changes_nothing(
    client_of: ClientOf, cast: Cast, database: db.Database, wrong: dict[str, Any]
):
    data = form(people=[cast.lin], reviewer=cast.mei) | wrong
    answer = client_of("mei").post("/assignments/new", data=data)
    assert answer.status_code == 422
    assert owed_by(database, cast.lin) == []


def test_earlier_work_counts_only_when_it_is_asked_for(
    ask: Any, cast: Cast, database: db.Database, course: Course
):
    with db.transaction(database):
        done = Done(cast.lin, "exercise", "plan", "02-team-plan", passed=True, grade="accepted")
        learning.record_step(course, done)
    ask()
    ask(what=Asked("exercise", "plan", DUE, earlier_work_counts=True))
    afresh, counted = owed_by(database, cast.lin)
    assert afresh.fulfilled_at is None
    assert counted.fulfilled_at is not None


def test_two_times_and_a_pass_line_are_held_to(
    ask: Any, cast: Cast, database: db.Database, course: Course
):
    ask(what=Asked("roleplay", "deck-talk", DUE, quantity=2, pass_line=90))

    def play(score: float) -> None:
        with db.transaction(database):
            talk = Done(
                cast.lin, "roleplay", "deck-talk", "01-first-talk", passed=True, score=score
            )
            learning.record_step(course, talk)

    for score in (95, 80):
        play(score)
    assert owed_by(database, cast.lin)[0].fulfilled_at is None
    play(90)
    assert owed_by(database, cast.lin)[0].fulfilled_at is not None


def test_an_administrator_may_ask_anybody(ask: Any, cast: Cast, database: db.Database):
    ask(Target("person", cast.sam), Target("team", cast.other_team), by=cast.ada)
    assert len(owed_by(database, cast.sam)) == 1
    assert len(owed_by(database, cast.otto)) == 1


@pytest.mark.parametrize(("who", "status"), [("lin", 404), ("sam", 404), ("ann", 404)])
@pytest.mark.parametrize("path", ["/assignments", "/assignments/new"])
def test_learners_have_no_pages_of_asking(client_of: ClientOf, who: str, status: int, path: str):
    assert client_of(who).get(path).status_code == status


@pytest.mark.parametrize("path", ["/assignments", "/assignments/new", "/assignments/1"])
def test_the_pages_ask_to_sign_in(client_of: ClientOf, path: str):
    answer = client_of("nobody").get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 302
    assert "/login" in answer.location


def test_somebody_without_people_is_told_so(client_of: ClientOf):
    assert "You have no people yet" not in client_of("mei").get("/assignments/new").text
    assert client_of("mei").get("/assignments").status_code == 200
    assert client_of("mei").delete("/assignments").status_code == 405


def test_one_notice_for_one_assignment(ask: Any, cast: Cast, database: db.Database):
    ask(Target("person", cast.lin), Target("team", cast.team))
    with db.reading(database) as rows:
        told = rows.scalar(
            select(func.count()).select_from(Notice).where(Notice.person_id == cast.lin)
        )
    assert told == 1
