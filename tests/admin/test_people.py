"""Administrators create and import people; others find no such pages."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person, Team, TeamMembership
from courseware.cohorts.models import CohortMembership
from courseware.kit import clock
from courseware.learning.models import Enrolment
from tests.world import Cast

Browser = Callable[[str], FlaskClient]
PAGES = (
    "",
    "/people",
    "/people/new",
    "/people/import",
    "/teams",
    "/settings",
    "/problems",
    "/journal",
    "/jobs",
)


@pytest.mark.parametrize("page", PAGES)
def test_an_administrator_sees_every_page_and_nobody_else_does(client_of: Browser, page: str):
    assert client_of("ada").get(f"/admin{page}").status_code == 200
    for name in ("lin", "tara", "mei", "ann"):
        assert client_of(name).get(f"/admin{page}").status_code == 404
    assert client_of("nobody").get(f"/admin{page}").status_code == 302


def test_a_new_person_is_in_team_and_class_and_gets_a_link(
    client_of: Browser, database: db.Database, cast: Cast
):
    ada = client_of("ada")
    data = {
        "name": "㛃䶮",
        "email": "New@Test.example",
        "team": cast.team,
        "cohort": cast.cohort,
        "lang": "zh",
        "roles": ["trainer"],
    }
    answer = ada.post("/admin/people/new", data=data)
    assert answer.status_code == 303
    with db.reading(database) as rows:
        person = rows.execute(select(Person).where(Person.email == "new@test.example")).one()
        assert person.name == "㛃䶮"
        assert person.is_trainer
        of = {"person_id": person.id}
        assert rows.scalar(select(TeamMembership.team_id).filter_by(**of)) == cast.team
        assert rows.scalar(select(CohortMembership.cohort_id).filter_by(**of)) == cast.cohort
        assert rows.scalar(select(Enrolment.cohort_id).filter_by(**of)) == cast.cohort
    page = ada.post(answer.headers["Location"])
    assert "http://localhost/invitations/" in page.text
    assert "<svg" in page.text


def test_an_address_that_has_an_account_is_refused_in_words(client_of: Browser):
    data = {"name": "x", "email": "lin@test.example", "team": 0, "cohort": 0, "lang": "zh"}
    answer = client_of("ada").post("/admin/people/new", data=data)
    assert answer.status_code == 422
    assert "There is already an account for lin@test.example." in answer.text


def test_the_last_administrator_stays_one(client_of: Browser, cast: Cast):
    ada = client_of("ada")
    data = {"name": "艾管理", "team": 0}
    assert ada.post(f"/admin/people/{cast.ada}", data=data).status_code == 422
    assert ada.post(f"/admin/people/{cast.ada}/deactivations").status_code == 422


def test_somebody_is_moved_to_another_team_and_out_of_all(
    client_of: Browser, database: db.Database, cast: Cast
):
    ada = client_of("ada")
    late = datetime(2026, 11, 20, 17, tzinfo=UTC)  # the 21st in Shanghai
    for team, so_far in ((cast.other_team, 2), (cast.other_team, 2), (0, 2)):
        with clock.frozen(late):
            data = {"name": "林夏", "team": team}
            assert ada.post(f"/admin/people/{cast.lin}", data=data).status_code == 303
        with db.reading(database) as rows:
            of_lin = select(TeamMembership.__table__).where(TeamMembership.person_id == cast.lin)
            found = rows.execute(of_lin.order_by(TeamMembership.from_on)).all()
        assert found[0].to_on == date(2026, 11, 21)
        assert len(found) == (so_far if team else 1)  # it began and ended on one day
    assert client_of("mei").get(f"/people/{cast.lin}").status_code == 404


def test_ending_access_and_giving_it_back(client_of: Browser, cast: Cast):
    ada, lin = client_of("ada"), client_of("lin")
    assert ada.post(f"/admin/people/{cast.lin}/deactivations").status_code == 303
    assert lin.get("/account").status_code == 302
    assert ada.post(f"/admin/people/{cast.lin}/reactivations").status_code == 303


@pytest.mark.parametrize("name", ["tara", "mei", "bo", "ada"])
def test_trainer_managers_and_administrators_hand_a_link_to_their_people(
    client_of: Browser, cast: Cast, name: str
):
    page = client_of(name).post(f"/people/{cast.lin}/link")
    assert page.status_code == 200
    assert "http://localhost/invitations/" in page.text
    assert "<svg" in page.text


def test_nobody_gets_more_rights_by_a_link(client_of: Browser, cast: Cast, database: db.Database):
    with db.transaction(database):
        db.load(Person, cast.lin).is_administrator = True
    assert client_of("tara").post(f"/people/{cast.lin}/link").status_code == 404
    assert client_of("mei").get(f"/people/{cast.lin}/link").status_code == 404
    assert client_of("ada").post(f"/people/{cast.lin}/link").status_code == 200


@pytest.mark.parametrize("role", ["is_author", "is_trainer"])
def test_a_manager_does_not_come_by_a_role_of_their_people(
    client_of: Browser, cast: Cast, database: db.Database, role: str
):
    with db.transaction(database):
        setattr(db.load(Person, cast.lin), role, True)
    assert client_of("mei").post(f"/people/{cast.lin}/link").status_code == 404
    assert client_of("ada").post(f"/people/{cast.lin}/link").status_code == 200


def test_a_trainer_does_not_come_by_the_team_of_a_learner(
    client_of: Browser, cast: Cast, database: db.Database
):
    with db.transaction(database):
        db.load(Team, cast.other_team).manager_id = cast.lin
    assert client_of("tara").post(f"/people/{cast.lin}/link").status_code == 404
    assert client_of("mei").post(f"/people/{cast.lin}/link").status_code == 200


@pytest.mark.parametrize("name", ["lin", "tara", "mei"])
def test_nobody_else_hands_out_links_here(client_of: Browser, cast: Cast, name: str):
    assert client_of(name).post(f"/people/{cast.otto}/link").status_code == 404
