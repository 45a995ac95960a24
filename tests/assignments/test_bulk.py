"""Several at once: things asked of the same people, and assignments that are moved, recalled or cancelled together."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from courseware import db
from courseware.assignments.models import Assignment
from courseware.assignments.types import Target
from courseware.notices.models import Notice
from tests.assignments.conftest import DUE, YESTERDAY, form, owed_by
from tests.reports.conftest import crowd_of as crowd_of  # noqa: PLC0414 - a fixture
from tests.world import Cast

ClientOf = Callable[[str], FlaskClient]
LATER = DUE + timedelta(days=5)
DEEDS = ("extensions", "reminders", "cancellations")


def test_several_things_are_asked_of_the_same_people_as_one(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    data = form(
        item=["exercise:plan", "quiz:01-first-talk", "drill:price"],
        task="Call a customer", people=[cast.lin], reviewer=cast.mei,
    )  # fmt: skip
    answer = client_of("mei").post("/assignments/new", data=data)
    assert answer.status_code == 303, answer.text
    kinds = [(owed.kind, owed.item) for owed in owed_by(database, cast.lin)]
    assert kinds == [
        ("exercise", "plan"),
        ("quiz", "01-first-talk"),
        ("drill", "price"),
        ("task", "Call a customer"),
    ]


def test_one_thing_that_is_not_there_asks_for_none(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    data = form(item=["exercise:plan", "quiz:nothing"], people=[cast.lin], reviewer=cast.mei)
    assert client_of("mei").post("/assignments/new", data=data).status_code == 422
    assert owed_by(database, cast.lin) == []


def test_ticked_ones_are_moved_together(
    ask: Any, client_of: ClientOf, cast: Cast, database: db.Database
):
    numbers = [ask(), ask(), ask()]
    data = {"tick": numbers[:2], "due_on": LATER.isoformat()}
    answer = client_of("mei").post("/assignments/extensions", data=data)
    assert answer.status_code == 303
    assert [owed.due_on for owed in owed_by(database, cast.lin)] == [LATER, LATER, DUE]


def test_ticked_ones_are_cancelled_and_recalled_together(
    ask: Any, client_of: ClientOf, cast: Cast, database: db.Database
):
    numbers, mei = [ask(), ask(), ask()], client_of("mei")
    assert mei.post("/assignments/reminders", data={"tick": numbers[:2]}).status_code == 303
    with db.reading(database) as rows:
        query = select(func.count()).where(Notice.key.startswith("reminded:"))
        assert rows.scalar(query) == 2
    assert mei.post("/assignments/cancellations", data={"tick": numbers[1:]}).status_code == 303
    reasons = [owed.closed_reason for owed in owed_by(database, cast.lin)]
    assert reasons == [None, "cancelled", "cancelled"]


def test_what_may_not_be_changed_is_left_and_named(
    ask: Any, client_of: ClientOf, cast: Cast, database: db.Database
):
    mine, theirs = ask(), ask(Target("person", cast.lin), by=cast.bo)
    foreign = ask(Target("person", cast.otto), by=cast.omar)
    gone = ask()
    mei = client_of("mei")
    mei.post(f"/assignments/{gone}/cancellations")
    answer = mei.post(
        "/assignments/cancellations",
        data={"tick": [mine, theirs, foreign, gone]},
        follow_redirects=True,
    )
    assert "1 assignments changed" in answer.text
    assert "Not changed" in answer.text
    assert "cancelled already" in answer.text
    assert owed_by(database, cast.otto)[0].closed_reason is None
    with db.reading(database) as rows:
        query = select(Assignment.id).where(Assignment.cancelled_at.is_not(None))
        assert set(rows.scalars(query)) == {mine, gone}


def test_who_oversees_only_some_of_the_people_changes_nothing(
    ask: Any, client_of: ClientOf, cast: Cast, database: db.Database
):
    number = ask(Target("cohort", cast.cohort), Target("person", cast.otto), by=cast.ada)
    tara = client_of("tara")
    assert tara.get(f"/assignments/{number}").status_code == 200
    page = tara.post("/assignments/cancellations", data={"tick": [number]}, follow_redirects=True)
    assert "some of the people are not yours" in page.text
    assert owed_by(database, cast.lin)[0].closed_reason is None
    # for her own people she may
    data = {"some": "1", "tick": [cast.lin]}
    assert tara.post(f"/assignments/{number}/cancellations", data=data).status_code == 303
    assert owed_by(database, cast.otto)[0].closed_reason is None


@pytest.mark.parametrize("deed", DEEDS)
def test_nothing_ticked_changes_nothing(ask: Any, client_of: ClientOf, deed: str):
    ask()
    answer = client_of("mei").post(f"/assignments/{deed}", data={"due_on": LATER.isoformat()})
    assert answer.status_code == 422
    assert "Tick at least one assignment" in answer.text


@pytest.mark.parametrize("due_on", ["", "soon", YESTERDAY.isoformat()])
def test_a_date_that_will_not_do_moves_nothing(
    ask: Any, client_of: ClientOf, cast: Cast, database: db.Database, due_on: str
):
    data = {"tick": [ask()], "due_on": due_on}
    assert client_of("mei").post("/assignments/extensions", data=data).status_code == 422
    assert owed_by(database, cast.lin)[0].due_on == DUE


def test_to_tell_more_than_fifty_is_asked_first(
    ask: Any, client_of: ClientOf, cast: Cast, crowd_of: Any, database: db.Database
):
    crowd_of(30)
    numbers = [ask(Target("team", cast.team)), ask(Target("team", cast.team))]
    mei, data = client_of("mei"), {"tick": numbers, "due_on": LATER.isoformat()}
    asked = mei.post("/assignments/extensions", data=data)
    assert "62 people would be told at once" in asked.text
    assert asked.text.count('name="tick"') == 2
    assert owed_by(database, cast.lin)[0].due_on == DUE
    sure = mei.post("/assignments/extensions", data=data | {"sure": "1"})
    assert sure.status_code == 303
    assert owed_by(database, cast.lin)[0].due_on == LATER


@pytest.mark.parametrize("deed", DEEDS)
def test_learners_strangers_and_the_signed_out_have_none_of_it(
    ask: Any, client_of: ClientOf, cast: Cast, database: db.Database, deed: str
):
    data = {"tick": [ask()], "due_on": LATER.isoformat()}
    assert client_of("lin").post(f"/assignments/{deed}", data=data).status_code == 404
    assert (
        client_of("omar").post(f"/assignments/{deed}", data=data).status_code == 422
    )  # none of his
    assert client_of("nobody").post(f"/assignments/{deed}", data=data).status_code == 401
    assert client_of("mei").get(f"/assignments/{deed}").status_code in (404, 405)
    (owed,) = owed_by(database, cast.lin)
    assert (owed.due_on, owed.closed_reason) == (DUE, None)


def test_several_things_for_many_are_asked_first_by_what_would_be_sent(
    client_of: ClientOf, cast: Cast, crowd_of: Any, database: db.Database
):
    crowd_of(29)
    things = form(
        item=["exercise:plan", "drill:price"], places=[f"team:{cast.team}"], reviewer=cast.mei
    )
    page = client_of("mei").post("/assignments/new", data=things)
    assert "30 people would be told at once" in page.text  # of two things each
    assert owed_by(database, cast.lin) == []
    assert client_of("mei").post("/assignments/new", data=things | {"sure": "1"}).status_code == 303
