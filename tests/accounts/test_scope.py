"""Who is below whom, over random trees of teams: each page, file, notice and count agrees with a naive reckoning.

COURSEWARE_WORLDS=200 looks at so many worlds instead of a few; `make soak` does.
"""

import io
import os
import random
import re
import secrets
import sys
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from courseware import db, worker
from courseware.accounts.queries import manages, me_by_id, people_under
from courseware.assignments.actions import how_many
from courseware.assignments.queries import scope_for
from courseware.assignments.types import Target
from courseware.errors import Refused
from courseware.home.queries import team_home
from courseware.kit import clock, jobs
from courseware.notices.models import Notice
from tests.accounts.worlds import NOW, World, make_world
from tests.reports.conftest import read_csv

WORLDS = int(os.environ.get("COURSEWARE_WORLDS", "5"))
#: so many people of each world look at the pages; everybody is asked about everybody
LOOKING = 4
SHEET = 0


@pytest.fixture
def seed() -> int:
    chosen = int(os.environ.get("COURSEWARE_SEED", "0")) or secrets.randbits(32)
    sys.stdout.write(f"COURSEWARE_SEED={chosen}\n")  # shown when a test fails
    return chosen


@pytest.fixture
def worlds(database: db.Database, seed: int) -> list[World]:
    chance = random.Random(seed)
    with clock.frozen(NOW), db.transaction(database) as session:
        return [make_world(session, chance, number) for number in range(WORLDS)]


@pytest.fixture
def browser(app: Flask) -> Callable[[int], FlaskClient]:
    """A browser in which the person with this number is signed in."""

    def signed_in(person: int) -> FlaskClient:
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"], cookie["lang"] = f"{person}.1", True, "en"
        return client

    return signed_in


def lookers(world: World, chance: random.Random) -> list[int]:
    """Those who lead most, and somebody who leads nobody."""
    able = sorted(world.active, key=lambda who: (-len(world.under(who)), who))
    leading = [who for who in able if world.manages_something(who)]
    others = [who for who in able if not world.manages_something(who)]
    deputies = [who for _team, who in world.deputies if who in world.active]
    some = chance.sample(leading, min(LOOKING, len(leading)))
    return [*dict.fromkeys([*leading[:1], *deputies[:1], *some])][:LOOKING] + others[:1]


def test_the_one_rule_is_the_naive_one_for_everybody(database: db.Database, worlds: list[World]):
    with clock.frozen(NOW), db.reading(database) as rows:
        for world in worlds:
            for me in world.names:
                found = list(rows.scalars(people_under(me)))
                assert sorted(found) == sorted(world.under(me))
                known = me_by_id(me)
                assert (known is not None) == (me in world.active)
                assert known is None or known.is_manager == any(
                    me in (world.manager[team], *(d for t, d in world.deputies if t == team))
                    for team in world.manager
                )


def test_of_two_people_the_rule_says_the_same(database: db.Database, worlds: list[World]):
    with clock.frozen(NOW), db.reading(database):
        world = worlds[0]
        for me in world.names:
            below = world.under(me)
            assert all(manages(me, other) == (other in below) for other in world.names)


def test_pages_and_files_show_exactly_the_people_below(
    browser: Callable[[int], FlaskClient], worlds: list[World], seed: int
):
    chance = random.Random(seed)
    with clock.frozen(NOW):
        for world in worlds:
            for me in lookers(world, chance):
                _look(browser(me), world, me, chance)


def _look(client: FlaskClient, world: World, me: int, chance: random.Random) -> None:
    wanted, leads = world.now(me), world.manages_something(me)
    names = sorted(world.names[who] for who in wanted)
    pages = [
        "/team",
        "/team/report",
        "/team/matrix",
        "/team/report.csv",
        "/team/report.xlsx",
        "/reviews",
    ]
    answers = {page: client.get(page) for page in pages}
    assert {a.status_code for a in answers.values()} == {200 if leads else 404}
    if leads:
        for page in ("/team", "/team/report"):
            assert _linked(answers[page].text) == wanted, page
            assert _named(world, answers[page].text, me) == names, page
        assert _named(world, answers["/team/matrix"].text, me) == names
        table = [row[0] for row in read_csv(answers["/team/report.csv"].data)]
        assert sorted(cell for cell in table if cell.startswith(world.mark)) == names
        assert _in_workbook(world, answers["/team/report.xlsx"].data) == set(names)
        owners = [world.names[who] for who in world.reviews(me)]
        seen = re.findall(rf'item-note">({world.mark}\d+)', answers["/reviews"].text)
        assert sorted(seen) == sorted(owners)
    found = _linked(client.get(f"/search?q={world.mark}").text)
    assert found == wanted if len(wanted) <= 20 else (found <= wanted and len(found) == 20)
    others = chance.sample(sorted(world.names), 5)
    for who in others:
        is_mine = who == me or who in world.under(me)
        assert client.get(f"/people/{who}").status_code == (200 if is_mine else 404)
    _teams_one_by_one(client, world, me, chance)


def _teams_one_by_one(client: FlaskClient, world: World, me: int, chance: random.Random) -> None:
    """?team= opens a team below with those below it, and no other team."""
    for team in chance.sample(sorted(world.manager), 2):
        answer = client.get(f"/team?team={team}")
        if team not in world.teams(me):
            assert answer.status_code == 404
            continue
        inside = {who for who in world.now(me) if team in world.line(world.member[who])}
        assert _linked(answer.text) == inside


def _linked(page: str) -> set[int]:
    return {int(number) for number in re.findall(r'href="/people/(\d+)', page)}


def _named(world: World, page: str, me: int) -> list[str]:
    found = set(re.findall(rf"{world.mark}\d{{3}}", page))
    return sorted(found - {world.names[me]})


def _in_workbook(world: World, content: bytes) -> set[str]:
    sheets = load_workbook(io.BytesIO(content), read_only=True).worksheets
    cells = (row[SHEET] for sheet in sheets for row in sheet.iter_rows(values_only=True) if row)
    return {str(cell) for cell in cells if str(cell).startswith(world.mark)}


def test_whom_one_may_ask_and_how_many_a_team_means(database: db.Database, worlds: list[World]):
    with clock.frozen(NOW), db.reading(database):
        for world in worlds:
            for who in sorted(world.active):
                me = me_by_id(who)
                assert me is not None
                scope = scope_for(me)
                assert {person.id for person in scope.people} == world.now(who)
                assert {p.id for p in scope.places if p.kind == "team"} == world.teams(who)
                for place in scope.places:
                    below = {
                        other
                        for other in world.now(who)
                        if place.id in world.line(world.member[other])
                    }
                    assert place.people == len(below), place
                _refused_outside(me, world, who)


def _refused_outside(me: Any, world: World, who: int) -> None:
    for team in sorted(set(world.manager) - world.teams(who))[:2]:
        with pytest.raises(Refused):
            how_many(me, [Target("team", team)])
    for person in sorted(set(world.names) - world.now(who))[:3]:
        with pytest.raises(Refused):
            how_many(me, [Target("person", person)])


def test_the_counts_of_the_start_page_count_the_same_people(
    database: db.Database, worlds: list[World]
):
    with clock.frozen(NOW), db.reading(database):
        for world in worlds:
            for who in sorted(world.active):
                me, mine = me_by_id(who), world.now(who)
                assert me is not None
                counted = team_home(me)
                assert counted.members == len(mine)
                assert counted.late == sum(late for person, late in world.owed if person in mine)
                assert counted.open == sum(person in mine for person, _late in world.owed)
                assert counted.active == len(world.busy & mine)


def test_the_weekly_notice_goes_to_who_leads_somebody_and_counts_the_same(
    app: Flask, database: db.Database, worlds: list[World]
):
    with clock.frozen(NOW):
        with db.transaction(database):
            jobs.put("weekly_digest", key="weekly_digest")
        worker.do_all(app)
        with db.reading(database) as rows:
            query = select(Notice.person_id, Notice.values).where(Notice.key.startswith("weekly:"))
            told = {row.person_id: row.values for row in rows.execute(query)}
    for world in worlds:
        leading = {who for who in world.active if world.now(who)}
        assert {who for who in world.names if who in told} == leading
        for who in leading:
            mine = world.now(who)
            late = sum(late for person, late in world.owed if person in mine)
            assert told[who]["late"] == late
            waiting = sum(owner in mine for owner, _named in world.waiting)
            assert told[who]["waiting"] == waiting
