"""The matrix as pages: who sees it, what it holds, how it is found and sorted, and what it costs."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from courseware import db
from courseware.accounts.models import Person
from courseware.content.definitions import Course
from courseware.kit.spelling import spelling_of
from courseware.reports.rules.matrix import arranged
from courseware.reports.types.matrix import Matrix, MatrixRow, Wish
from tests.home.conftest import owe
from tests.reports.crowd import fill
from tests.world import Cast

ClientOf = Callable[[str], FlaskClient]
TALK = "01-first-talk"


@pytest.fixture
def crowd(database: db.Database, cast: Cast, course: Course) -> list[int]:
    with db.transaction(database) as session:
        return fill(session, course, (cast.cohort, cast.team), 60)


@pytest.mark.parametrize("ending", ["", ".json", f"/{TALK}"])
@pytest.mark.parametrize(
    ("who", "of_class", "of_team"),
    [
        ("tara", 200, 404),
        ("oda", 404, 404),
        ("mei", 404, 200),
        ("bo", 404, 200),
        ("lin", 404, 404),
        ("sam", 404, 404),
        ("ada", 200, 200),
    ],
)
def test_who_has_a_matrix(
    client_of: ClientOf, cast: Cast, who: str, of_class: int, of_team: int, ending: str
):
    client = client_of(who)
    assert client.get(f"/cohorts/{cast.cohort}/matrix{ending}").status_code == of_class
    assert client.get(f"/team/matrix{ending}").status_code == of_team


@pytest.mark.parametrize("path", ["/cohorts/1/matrix", "/team/matrix", f"/team/matrix/{TALK}"])
def test_signed_out_and_wrong_method(client_of: ClientOf, path: str):
    answer = client_of("nobody").get(path, headers={"Accept": "text/html"})
    assert "/login" in answer.location
    assert client_of("ada").post(path).status_code == 405


@pytest.mark.parametrize(
    "path", ["/cohorts/999/matrix", "/cohorts/1/matrix/none", "/team/matrix?team=x"]
)
def test_there_is_no_such_matrix(client_of: ClientOf, path: str):
    assert client_of("ada").get(path).status_code == 404


def test_a_manager_has_their_own_people_only(client_of: ClientOf, cast: Cast):
    seen = {row[1] for row in client_of("mei").get("/team/matrix.json").json["rows"]}
    assert seen == {"林夏"}
    for ending in ("", ".json", f"/{TALK}"):
        where = f"/team/matrix{ending}?team={cast.other_team}"
        assert client_of("mei").get(where).status_code == 404


@pytest.mark.usefixtures("crowd")
def test_the_table_without_script_shows_fifty_at_a_time(client_of: ClientOf, cast: Cast):
    client, where = client_of("tara"), f"/cohorts/{cast.cohort}/matrix"
    first, second = names(client.get(where).text), names(client.get(f"{where}?page=2").text)
    everybody = [row[1] for row in client.get(f"{where}.json").json["rows"]]
    assert first + second == everybody
    assert (len(first), len(second)) == (50, 11)


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/people/\d+">([^<]+)<', page)


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize("query", ["words=zeng", "words=lx", "state=waiting", "flag=help", "flag=overdue", f"module={TALK}&state=passed", f"module={TALK}&order=state", "order=flags", "order=progress"])  # fmt: skip
def test_filters_and_orders_work_by_the_address(client_of: ClientOf, cast: Cast, query: str):
    client, where = client_of("tara"), f"/cohorts/{cast.cohort}/matrix"
    plain = names(client.get(where).text)
    found = names(client.get(f"{where}?{query}").text)
    assert found
    assert found != plain


def test_nobody_like_that_is_said(client_of: ClientOf, cast: Cast):
    page = client_of("tara").get(f"/cohorts/{cast.cohort}/matrix?words=nobody").text
    assert "Nobody is like that" in page


def test_cells_lead_to_the_evidence_and_flags_say_why(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    owe(database, cast.lin, "module", TALK, -3)
    client, where = client_of("tara"), f"/cohorts/{cast.cohort}/matrix"
    page = client.get(where).text
    assert f'href="/people/{cast.lin}#m-{TALK}" aria-label="Not begun, overdue"' in page
    assert 'title="1 overdue"' in page
    assert "nothing for" in page
    row = client.get(f"{where}.json").json["rows"][0]
    assert list(row[8].values()) == ["2026-10-01"]  # as it was asked
    assert row[12][0][1] == "Call, and ask what keeps them."
    assert "林夏" in client.get(f"{where}/{TALK}").text


@pytest.mark.parametrize(
    "path", ["/cohorts/{}/matrix", "/cohorts/{}/matrix.json", "/team/matrix", "/team/matrix.json"]
)
def test_so_many_statements_however_many_people(
    client_of: ClientOf,
    cast: Cast,
    course: Course,
    database: db.Database,
    count_sql: Any,
    path: str,
):
    client = client_of("mei" if "team" in path else "tara")

    def statements() -> int:
        before = count_sql()
        assert client.get(path.format(cast.cohort)).status_code == 200
        return int(count_sql() - before)

    counted = []
    for people in (10, 10, 60):
        with db.transaction(database) as session:
            fill(session, course, (cast.cohort, cast.team), people, seed=people)
        statements()  # the first request of a process loads more
        counted.append(min(statements(), statements()))  # the frame reads its own now and then
    assert len(set(counted)) == 1
    assert counted[0] <= 22


@pytest.mark.usefixtures("crowd")
def test_above_the_limit_the_pages_stay_and_the_scrolling_goes(
    client_of: ClientOf, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("courseware.reports.queries.MOST_IN_MATRIX", 20)
    client, where = client_of("tara"), f"/cohorts/{cast.cohort}/matrix"
    page = client.get(where).text
    assert "Choose a team" in page
    assert "matrix.js" not in page
    assert len(names(page)) == 50
    assert client.get(f"{where}.json").status_code == 422


def test_a_name_can_hold_anything(client_of: ClientOf, cast: Cast, database: db.Database):
    with db.transaction(database):
        db.load(Person, cast.lin).name = '</script><b title="'
    client = client_of("tara")
    assert "<b title" not in client.get(f"/cohorts/{cast.cohort}/matrix").text
    data = json.loads(client.get(f"/cohorts/{cast.cohort}/matrix.json").data)
    assert data["rows"][0][1] == '</script><b title="'


def row(name: str, **more: Any) -> MatrixRow:
    one = MatrixRow(0, name, "E7", "一组", ("一组",), spelling_of(name), "n", {}, 0, 1, 0, 0)
    return replace(one, **more)


@pytest.mark.parametrize(
    ("words", "found"),
    [("林", True), ("linxia", True), ("LX", True), ("e7", True), ("一组 lin", True), ("x", False), ("wang", False)],
)  # fmt: skip
def test_people_are_found_by_name_number_team_and_letters(words: str, found: bool):
    matrix = Matrix("", (), (row("林夏", number="E7"),), ())
    if words == "x":
        words = "xl"
    assert bool(arranged(matrix, Wish(words=words))) == found


def test_names_stand_in_the_order_of_a_phone_book():
    ordered = ["安宁", "曹超", "单田芳", "王伟", "曾志伟", "张伟"]
    mixed = ["张伟", "曹超", "王伟", "安宁", "曾志伟", "单田芳"]
    assert sorted(mixed, key=lambda name: spelling_of(name).order) == ordered
    assert spelling_of("欧阳同 Sam7").letters == "ouyangtongsam7"
