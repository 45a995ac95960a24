"""Tasks in somebody's own words: done by whoever owes them, on a page that nobody else has."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from courseware import db
from courseware.assignments import actions
from courseware.assignments.types import Asked, Target
from courseware.content.definitions import Course
from tests.assignments.conftest import DUE, form, owed_by
from tests.world import Cast

ClientOf = Callable[[str], FlaskClient]
WORDS = "Call three customers of last year"
CALLS = Asked("task", WORDS, DUE, words="They like to hear from us")


@pytest.fixture
def task(ask: Any, database: db.Database, cast: Cast) -> str:
    """The page of lin's task."""
    ask(what=CALLS)
    return f"/tasks/{owed_by(database, cast.lin)[-1].id}"


def test_the_page_says_what_by_whom_why_and_until_when(task: str, client_of: ClientOf):
    page = client_of("lin").get(task).text
    for words in (WORDS, "梅经理", "They like to hear from us", "until"):
        assert words in page
    home = client_of("lin").get("/").text
    assert WORDS in home
    assert f'href="{task}"' in home
    assert "They like to hear from us" in home
    assert WORDS in client_of("lin").get("/notices").text


def test_done_with_a_line_that_whoever_asked_reads(
    task: str, client_of: ClientOf, database: db.Database, cast: Cast
):
    lin = client_of("lin")
    for _ in range(2):  # a second press changes nothing
        assert lin.post(f"{task}/completions", data={"note": "Two answered"}).status_code == 303
    (owed,) = owed_by(database, cast.lin)
    assert owed.fulfilled_at is not None
    assert "Two answered" in lin.get(task).text
    page = client_of("mei").get(f"/assignments/{owed.source_id}").text
    assert "Two answered" in page
    assert WORDS in client_of("mei").get(f"/people/{cast.lin}").text


def test_pages_about_people_name_it_while_it_is_open(task: str, client_of: ClientOf, cast: Cast):
    assert task
    assert WORDS in client_of("mei").get(f"/people/{cast.lin}").text
    for who, path in (("mei", "/team"), ("tara", f"/cohorts/{cast.cohort}"), ("mei", "/")):
        assert client_of(who).get(path).status_code == 200
    for ending in ("", ".csv", ".xlsx"):
        assert client_of("mei").get(f"/team/report{ending}").status_code == 200


def test_two_tasks_with_the_same_words_are_two(
    ask: Any, client_of: ClientOf, database: db.Database, cast: Cast
):
    ask(what=CALLS)
    ask(Target("person", cast.lin), what=CALLS, by=cast.tara)
    first, second = owed_by(database, cast.lin)
    client_of("lin").post(f"/tasks/{second.id}/completions", data={})
    first, second = owed_by(database, cast.lin)
    assert first.fulfilled_at is None
    assert second.fulfilled_at is not None
    assert client_of("lin").get("/").text.count(f"/tasks/{first.id}") == 1


def test_a_cancelled_task_cannot_be_done(
    task: str, client_of: ClientOf, database: db.Database, cast: Cast, course: Course, me: Any
):
    mei, (owed,) = me(cast.mei), owed_by(database, cast.lin)
    with db.transaction(database):
        actions.cancel(mei, course, owed.source_id)
    lin = client_of("lin")
    assert "no longer asked" in lin.get(task).text
    assert lin.post(f"{task}/completions", data={}).status_code == 409


def test_a_line_too_long_is_refused(
    task: str, client_of: ClientOf, database: db.Database, cast: Cast
):
    answer = client_of("lin").post(f"{task}/completions", data={"note": "x" * 201})
    assert answer.status_code == 422
    assert owed_by(database, cast.lin)[0].fulfilled_at is None


@pytest.mark.parametrize("who", ["mei", "tara", "otto", "sam", "ada"])
def test_nobody_else_has_the_page(task: str, client_of: ClientOf, who: str):
    assert client_of(who).get(task).status_code == 404
    assert client_of(who).post(f"{task}/completions", data={}).status_code == 404


def test_signed_out_bad_number_and_wrong_method(task: str, client_of: ClientOf):
    answer = client_of("nobody").get(task, headers={"Accept": "text/html"})
    assert "/login" in answer.location
    for path in ("/tasks/999", "/tasks/x", "/tasks/-1"):
        assert client_of("lin").get(path).status_code == 404
    assert client_of("lin").post(task).status_code == 405
    assert client_of("lin").get(f"{task}/completions").status_code == 405


def test_a_task_is_asked_for_in_the_form(client_of: ClientOf, cast: Cast, database: db.Database):
    mei = client_of("mei")
    assert 'name="task"' in mei.get("/assignments/new").text
    data = form(task=f"  {WORDS}\n now ", people=[cast.lin], reviewer=cast.mei, quantity="3")
    data.pop("item")
    assert mei.post("/assignments/new", data=data).status_code == 303
    (owed,) = owed_by(database, cast.lin)
    assert (owed.kind, owed.item, owed.quantity) == ("task", f"{WORDS} now", 1)
    assert mei.post("/assignments/new", data=data | {"task": "x" * 101}).status_code == 422
    assert mei.post("/assignments/new", data=data | {"task": " "}).status_code == 422
