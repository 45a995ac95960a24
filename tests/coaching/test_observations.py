"""Some weeks after the course the manager is asked, once, how a graduate works now."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from courseware import db, worker
from courseware.accounts.models import Person, Team
from courseware.coaching.models import Observation
from courseware.coaching.rules.observations import days_of, due_now
from courseware.exercise.models import Submission
from courseware.kit import clock, jobs
from courseware.learning.models import Enrolment
from courseware.settings import actions as settings
from courseware.web import zone
from tests.world import Cast

Browser = Callable[[str], FlaskClient]
Night = Callable[[], None]
TOLD = "How do your graduates work now?"


@pytest.fixture
def night(app: Flask, database: db.Database) -> Night:
    def passes() -> None:
        with db.transaction(database):
            jobs.put("ask_for_observations")
        worker.do_all(app)

    return passes


def finished(database: db.Database, person_id: int, days: int) -> None:
    """Somebody completed their track so many days ago."""
    with db.transaction(database) as session:
        session.execute(
            update(Enrolment)
            .where(Enrolment.person_id == person_id)
            .values(outcome="completed", ended_at=clock.now() - timedelta(days=days))
        )


def rows_of(database: db.Database) -> list[Observation]:
    with db.reading(database) as rows:
        return list(rows.execute(select(Observation.__table__).order_by(Observation.id)))


def hand_in(client: FlaskClient, database: db.Database, number: int) -> int:
    """Fill in the form of an observation; the submission's number."""
    begun = client.post(f"/observations/{number}/forms")
    assert begun.status_code == 303
    found = int(begun.location.rpartition("/")[2])
    with db.transaction(database) as session:
        one = session.get_one(Submission, found)
        one.round, one.submitted_at, one.shared_at = 1, clock.now(), clock.now()
        one.done_at = one.closed_at = clock.now()
    return found


def test_days_are_read_from_the_setting():
    assert days_of("30,90") == (30, 90)
    assert days_of(" 90， 30 , x, -1, 0") == (30, 90)
    assert days_of("") == ()


def test_it_is_asked_when_the_day_has_come_and_not_long_after():
    today = zone.today()
    assert due_now(today - timedelta(days=29), (30, 90), today) == []
    assert due_now(today - timedelta(days=30), (30, 90), today) == [30]
    assert due_now(today - timedelta(days=61), (30, 90), today) == []
    assert due_now(today - timedelta(days=95), (30, 90), today) == [90]


def test_the_manager_is_asked_once_however_often_the_job_runs(
    night: Night, client_of: Browser, database: db.Database, cast: Cast
):
    finished(database, cast.lin, 31)
    for _ in range(3):
        night()
    [row] = rows_of(database)
    assert (row.person_id, row.observer_id, row.days) == (cast.lin, cast.mei, 30)
    mei = client_of("mei")
    assert mei.get("/notices").text.count(TOLD) == 1
    page = mei.get("/observations").text
    assert "林夏" in page
    assert "30 days after the course" in page
    assert TOLD not in client_of("bo").get("/notices").text


def test_nobody_is_asked_too_early_or_where_the_setting_is_empty(
    night: Night, database: db.Database, cast: Cast
):
    finished(database, cast.lin, 29)
    night()
    assert rows_of(database) == []
    finished(database, cast.lin, 31)
    with db.transaction(database):
        settings.change(observation_days="")
    night()
    assert rows_of(database) == []


def test_the_form_is_filled_in_and_stands_beside_the_graduate(
    night: Night, client_of: Browser, database: db.Database, cast: Cast
):
    finished(database, cast.lin, 31)
    night()
    mei = client_of("mei")
    [row] = rows_of(database)
    begun = mei.post(f"/observations/{row.id}/forms").location
    assert mei.post(f"/observations/{row.id}/forms").location == begun
    assert "林夏" in mei.get(begun).text
    found = hand_in(mei, database, row.id)
    page = mei.get("/observations").text
    assert f'href="/submissions/{found}"' in page
    assert "Waiting for you" not in page
    night()
    assert len(rows_of(database)) == 1


def test_after_ninety_days_it_is_another_form(
    night: Night, client_of: Browser, database: db.Database, cast: Cast
):
    finished(database, cast.lin, 31)
    night()
    finished(database, cast.lin, 91)
    night()
    first, second = rows_of(database)
    assert (first.days, second.days) == (30, 90)
    mei = client_of("mei")
    one = hand_in(mei, database, first.id)
    assert mei.post(f"/observations/{second.id}/forms").location != f"/submissions/{one}"


def test_what_is_open_goes_to_the_new_manager_and_what_is_answered_stays(
    night: Night, client_of: Browser, database: db.Database, cast: Cast
):
    finished(database, cast.lin, 31)
    night()
    [row] = rows_of(database)
    with db.transaction(database) as session:
        session.get_one(Team, cast.team).manager_id = cast.omar
    night()
    [moved] = rows_of(database)
    assert moved.observer_id == cast.omar
    assert TOLD in client_of("omar").get("/notices").text
    assert client_of("mei").post(f"/observations/{row.id}/forms").status_code == 404
    hand_in(client_of("omar"), database, row.id)
    with db.transaction(database) as session:
        session.get_one(Team, cast.team).manager_id = cast.mei
    night()
    assert rows_of(database)[0].observer_id == cast.omar


def test_it_ends_when_the_person_is_gone(
    night: Night, client_of: Browser, database: db.Database, cast: Cast
):
    finished(database, cast.lin, 31)
    night()
    with db.transaction(database) as session:
        session.get_one(Person, cast.lin).deactivated_at = clock.now()
    night()
    [row] = rows_of(database)
    assert row.closed_at is not None
    assert client_of("mei").post(f"/observations/{row.id}/forms").status_code == 409


def test_a_trainer_sees_how_many_were_answered_and_no_answer(
    night: Night, client_of: Browser, database: db.Database, cast: Cast
):
    finished(database, cast.lin, 31)
    night()
    [row] = rows_of(database)
    page = client_of("tara").get("/observations").text
    assert "1 answered" in page
    assert "0 of 1 answered" in page
    found = hand_in(client_of("mei"), database, row.id)
    page = client_of("tara").get("/observations").text
    assert "1 of 1 answered" in page
    assert f"/submissions/{found}" not in page
    assert "林夏" not in page
    assert "answered" not in client_of("oda").get("/observations").text


def test_others_have_nothing_to_do_with_it(
    night: Night, client_of: Browser, database: db.Database, cast: Cast
):
    finished(database, cast.lin, 31)
    night()
    [row] = rows_of(database)
    for who in ("lin", "sam", "otto", "ann"):
        assert client_of(who).get("/observations").status_code == 404
    for who in ("bo", "omar", "tara", "ada"):
        assert client_of(who).post(f"/observations/{row.id}/forms").status_code == 404
        assert "林夏" not in client_of(who).get("/observations").text
    assert client_of("mei").get(f"/observations/{row.id}/forms").status_code == 405
    assert client_of("mei").post("/observations/999/forms").status_code == 404
    assert client_of("nobody").get("/observations").status_code == 302


def test_the_page_costs_the_same_for_many_graduates(
    night: Night,
    client_of: Browser,
    database: db.Database,
    cast: Cast,
    count_sql: Callable[[], int],
):
    finished(database, cast.lin, 31)
    night()
    mei = client_of("mei")

    def cost() -> int:
        before = count_sql()
        assert mei.get("/observations").status_code == 200
        return count_sql() - before

    cost()
    few = cost()
    with db.transaction(database) as session:
        for person in (cast.otto, cast.sam, cast.ann):
            session.add(
                Observation(
                    person_id=person,
                    observer_id=cast.mei,
                    track="new-seller",
                    days=30,
                    finished_on=zone.today(),
                    due_on=zone.today(),
                )
            )
    assert cost() == few
