"""Whoever is new is led: an administrator of an empty installation, a learner, a trainer without a class."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import delete, update

from courseware import db
from courseware.accounts.models import Person, TeamMembership
from courseware.assignments.models import Assignment
from courseware.cohorts.models import Cohort, CohortMembership, CohortTrainer, ScheduleItem
from courseware.home.rules.first_hour import first_hour
from courseware.home.types import Facts
from courseware.kit import clock
from courseware.settings import actions as settings
from tests.home.conftest import FIRST, Browser, Does
from tests.world import START, Cast

EMPTY = Facts(False, False, 0, None, False, False, False)
FULL = Facts(True, True, 3, 7, True, True, True)


def card(page: str) -> str:
    return page.partition('class="first-hour')[2].partition("</section>")[0]


def ticked(page: str) -> list[bool]:
    return [state == "done" for state in re.findall(r'<li class="(done|current|open)"', card(page))]


def test_each_step_is_ticked_from_the_data_alone():
    assert [step.done for step in first_hour(EMPTY).steps] == [False] * 4
    assert first_hour(FULL).is_over
    assert first_hour(FULL).next is None
    people = first_hour(replace(EMPTY, people=2, has_asked=True))
    assert [step.id for step in people.steps if step.done] == ["people", "asked"]
    assert people.next is not None
    assert people.next.id == "name"


def test_a_class_is_done_once_it_has_dates_and_people():
    half = replace(FULL, has_dates=False, has_members=False)
    places = []
    for facts in (replace(half, cohort_id=None), half, replace(half, has_dates=True), FULL):
        step = first_hour(facts).steps[2]
        places.append((step.done, step.href))
    assert places == [
        (False, "/cohorts/new"),
        (False, "/cohorts/7/schedule"),
        (False, "/cohorts/7/members"),
        (True, "/cohorts/7"),
    ]


def test_nobody_waits_for_a_logo():
    step = first_hour(replace(FULL, has_logo=False)).steps[0]
    assert (step.done, step.missing) == (True, "logo")


def test_an_administrator_is_led_step_by_step_until_all_is_there(
    client_of: Browser, database: db.Database, cast: Cast
):
    ada = client_of("ada")
    page = ada.get("/").text
    assert ticked(page) == [False, True, False, False]  # the cast is there, without dates
    assert page.count('aria-current="step"') == 1
    with db.transaction(database) as session:
        settings.change(name_en="Acme")
        session.add(ScheduleItem(cohort_id=cast.cohort, module=FIRST, due_on=START))
        session.add(Assignment(asked_by_id=cast.ada, kind="module", item=FIRST))
    ada.application.extensions["organisation"].forget()
    page = ada.get("/").text
    assert ticked(page) == [True] * 4
    assert "Ready to learn" in page


def test_every_step_leads_to_a_page_that_is_there(client_of: Browser):
    ada = client_of("ada")
    for href in re.findall(r'href="(/[^"]*)"', card(ada.get("/").text)):
        assert ada.get(href).status_code == 200, href


def test_an_administrator_alone_begins_at_the_beginning(
    client_of: Browser, database: db.Database, cast: Cast
):
    with db.transaction(database) as session:
        session.execute(update(Cohort).values(closed_at=clock.now()))
        session.execute(delete(CohortMembership))
        session.execute(
            update(Person).where(Person.id != cast.ada).values(deactivated_at=clock.now())
        )
    assert ticked(client_of("ada").get("/").text) == [False] * 4


def test_the_first_steps_are_put_away_for_good_by_an_administrator(client_of: Browser):
    for name in ("lin", "tara", "mei", "ann"):
        assert "first-hour" not in client_of(name).get("/").text.partition("<main")[2]
        assert client_of(name).post("/first-hour/hidings").status_code == 404
    assert client_of("nobody").post("/first-hour/hidings").status_code == 401
    ada = client_of("ada")
    assert "Do not show this again" in ada.get("/").text
    assert ada.post("/first-hour/hidings").location == "/"
    assert "first-hour" not in ada.get("/").text.partition("<main")[2]
    assert ada.get("/first-hour/hidings").status_code == 405


def test_a_learners_first_look_says_what_counts_and_where_to_begin(client_of: Browser, does: Does):
    lin = client_of("lin")
    page = lin.get("/").text
    for words in (
        "Welcome, 林夏",
        "How to learn here",
        "What makes a module count",
        "home screen",
        "Begin",
    ):
        assert words in page, words
    assert f'href="/modules/{FIRST}"' in page
    assert re.search(r"\d+ min", page)
    does("lesson")
    page = lin.get("/").text
    assert "Welcome" not in page
    assert "Hello, 林夏" in page
    assert "My progress" in page


def test_a_trainer_without_a_class_is_told_what_to_do(
    client_of: Browser, database: db.Database, cast: Cast
):
    assert "You train no class yet" not in client_of("tara").get("/").text
    with db.transaction(database) as session:
        session.execute(delete(CohortTrainer).where(CohortTrainer.person_id == cast.tara))
    page = client_of("tara").get("/").text
    assert "You train no class yet" in page
    assert 'href="/cohorts/new"' in page
    assert "Nothing is late" not in page


def test_a_manager_without_people_is_told_whom_to_ask(
    client_of: Browser, database: db.Database, cast: Cast
):
    with db.transaction(database) as session:
        session.execute(delete(TeamMembership).where(TeamMembership.team_id == cast.team))
    page = client_of("mei").get("/").text
    assert "Nobody is in your team yet" in page
    assert "administrator" in page


@pytest.mark.parametrize("name", ["ann", "ada"])
def test_an_author_sees_problems_and_statistics(client_of: Browser, name: str):
    page = client_of(name).get("/").text
    assert ("The course you write" in page) == (name == "ann")
    if name == "ann":
        for href in ("/course/report", "/mistakes", "/roleplays/figures", "/pulse"):
            assert f'href="{href}"' in page
            assert client_of(name).get(href).status_code == 200


def test_whoever_opens_an_installation_without_an_administrator_is_told_what_to_do(
    client_of: Browser, database: db.Database, cast: Cast
):
    door = client_of("nobody")
    assert "create-admin" not in door.get("/login?lang=en").text
    with db.transaction(database):
        db.load(Person, cast.ada).deactivated_at = clock.now()
    page = door.get("/login?lang=en").text
    assert "Nobody administers this platform yet" in page
    assert "flask courseware create-admin" in page
    assert "没有管理员" in door.get("/login?lang=zh").text
