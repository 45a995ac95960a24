"""Who is in a class and what is due when: its trainers and administrators decide, members owe it at once."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.cohorts.queries import members_in
from courseware.learning.models import Obligation
from courseware.web import zone
from tests.world import Cast, email

ClientOf = Callable[[str], FlaskClient]
DAY = zone.today() + timedelta(days=30)


def members(database: db.Database, cohort: int) -> set[str]:
    with db.reading(database):
        return {member.name for member in members_in(cohort)}


def owed(database: db.Database, person_id: int) -> dict[str, date]:
    """What the schedule asks of somebody now."""
    query = select(Obligation.item, Obligation.due_on).where(
        Obligation.person_id == person_id,
        Obligation.source_kind == "schedule",
        Obligation.closed_at.is_(None),
    )
    with db.reading(database) as rows:
        return {row.item: row.due_on for row in rows.execute(query)}


def test_people_come_by_address_and_from_the_list(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    client = client_of("tara")
    assert "萨姆" in client.get(f"/cohorts/{cast.cohort}/members").text
    answer = client.post(
        f"/cohorts/{cast.cohort}/members",
        data={"addresses": f"{email('sam')}，\n {email('ann').upper()}", "people": [cast.otto]},
    )
    assert answer.status_code == 303
    assert members(database, cast.cohort) == {"林夏", "萨姆 Sam", "安作者", "欧阳同"}


def test_an_unknown_address_puts_nobody_in(client_of: ClientOf, cast: Cast, database: db.Database):
    answer = client_of("tara").post(
        f"/cohorts/{cast.cohort}/members",
        data={"addresses": f"{email('sam')}, who@test.example"},
    )
    assert answer.status_code == 422
    assert "who@test.example" in answer.text
    assert members(database, cast.cohort) == {"林夏"}


@pytest.mark.parametrize("data", [{}, {"people": ["9999"]}, {"addresses": "a " * 300}])
def test_nobody_chosen_is_refused(client_of: ClientOf, cast: Cast, data: dict[str, object]):
    assert client_of("tara").post(f"/cohorts/{cast.cohort}/members", data=data).status_code == 422


def test_a_trainer_takes_somebody_out(client_of: ClientOf, cast: Cast, database: db.Database):
    client, path = client_of("tara"), f"/cohorts/{cast.cohort}/members"
    assert client.post(f"{path}/{cast.lin}/departures").status_code == 303
    assert members(database, cast.cohort) == set()
    assert client.post(f"{path}/{cast.lin}/departures").status_code == 404
    assert client.post(f"{path}/{cast.otto}/departures").status_code == 404


def test_a_date_is_owed_by_members_and_by_whoever_joins_later(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    client, path = client_of("tara"), f"/cohorts/{cast.cohort}/schedule"
    sent = {"due-01-first-talk": DAY.isoformat(), "due-02-team-plan": ""}
    assert client.post(path, data=sent).status_code == 303
    assert owed(database, cast.lin) == {"01-first-talk": DAY}
    client.post(f"/cohorts/{cast.cohort}/members", data={"people": [cast.sam]})
    assert owed(database, cast.sam) == {"01-first-talk": DAY}
    assert client.post(path, data={}).status_code == 303
    assert owed(database, cast.lin) == {}


def test_a_date_that_cannot_be_read_changes_nothing(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    sent = {"due-01-first-talk": DAY.isoformat(), "due-02-team-plan": "soon"}
    answer = client_of("tara").post(f"/cohorts/{cast.cohort}/schedule", data=sent)
    assert answer.status_code == 422
    assert owed(database, cast.lin) == {}


@pytest.mark.parametrize(
    ("who", "status"),
    [("tara", 200), ("ada", 200), ("oda", 404), ("mei", 404), ("lin", 404), ("sam", 404)],
)
@pytest.mark.parametrize("page", ["members", "schedule"])
def test_only_its_trainers_and_administrators_have_the_pages_of_a_class(
    client_of: ClientOf, cast: Cast, who: str, status: int, page: str
):
    path = f"/cohorts/{cast.cohort}/{page}"
    assert client_of(who).get(path).status_code == status
    if status == 404:
        assert client_of(who).post(path, data={"people": [cast.sam]}).status_code == 404


@pytest.mark.parametrize("page", ["members", "schedule"])
def test_the_pages_of_a_class_know_bad_ids_and_methods(client_of: ClientOf, cast: Cast, page: str):
    client = client_of("tara")
    assert client.get(f"/cohorts/999/{page}").status_code == 404
    assert client.delete(f"/cohorts/{cast.cohort}/{page}").status_code == 405
    answer = client_of("nobody").get(
        f"/cohorts/{cast.cohort}/{page}", headers={"Accept": "text/html"}
    )
    assert "/login" in answer.location
