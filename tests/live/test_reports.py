"""Who was at the sessions stands in the report of the class, the same on screen and in its files, and on the person's page."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from courseware import db
from courseware.kit import clock
from courseware.live.actions import attendance
from courseware.live.queries.sessions import find_session
from courseware.live.types.attendance import Change
from tests.class_sessions import AFTER, BEFORE, START, me_of, planned
from tests.world import Cast

Browser = Callable[[str], FlaskClient]
HEADS = ["Sessions attended", "Sessions held", "Sessions made up"]


@pytest.fixture
def attended(database: db.Database, cast: Cast) -> list[int]:
    """Two sessions: lin came to the first and not to the second."""
    found = []
    for week, state in enumerate(("late", "absent")):
        later = timedelta(weeks=week)
        with clock.frozen(BEFORE):
            number = planned(database, cast, starts_at=START + later, ends_at=AFTER + later)
        with clock.frozen(AFTER + later), db.transaction(database):
            changes = {cast.lin: Change("", state)}
            attendance.tick(me_of(cast.tara), find_session(number), changes)
        found.append(number)
    return found


@pytest.mark.usefixtures("attended")
def test_screen_and_files_show_the_same(client_of: Browser, cast: Cast):
    client, path = client_of("tara"), f"/cohorts/{cast.cohort}/report"
    page = client.get(path).text
    for head in HEADS:
        assert head in page
    sheet = load_workbook(BytesIO(client.get(f"{path}.xlsx").data))["People"]
    heads = [cell.value for cell in sheet[1]]
    row = [cell.value for cell in sheet[2]]
    assert [row[heads.index(head)] for head in HEADS] == [1, 2, 0]
    lines = client.get(f"{path}.csv").data.decode("utf-8-sig").splitlines()
    values = dict(zip(lines[0].split(","), lines[1].split(","), strict=False))
    assert [values[head] for head in HEADS] == ["1", "2", "0"]
    assert client.get(f"{path}.pdf").data.startswith(b"%PDF")
    october = client.get(f"{path}.csv?period=2026-Q4").data.decode("utf-8-sig")
    assert october.splitlines()[0].count("Sessions") == 3


def test_a_class_without_sessions_has_no_such_columns(client_of: Browser, cast: Cast):
    assert HEADS[0] not in client_of("tara").get(f"/cohorts/{cast.cohort}/report").text


@pytest.mark.usefixtures("attended")
@pytest.mark.parametrize("who", ["lin", "tara", "mei", "bo"])
def test_the_page_of_a_person_says_it(client_of: Browser, cast: Cast, who: str):
    page = client_of(who).get(f"/people/{cast.lin}").text
    assert HEADS[0] in page
    assert "1 / 2" in page


@pytest.mark.usefixtures("attended")
def test_the_report_of_a_team_counts_the_sessions_of_all_classes(client_of: Browser):
    assert HEADS[0] in client_of("mei").get("/team/report").text
    assert HEADS[0] not in client_of("omar").get("/team/report").text


def test_people_by_sessions_in_one_table(client_of: Browser, cast: Cast, attended: list[int]):
    client = client_of("tara")
    page = client.get(f"/cohorts/{cast.cohort}/attendance").text
    assert "林夏" in page
    for number in attended:
        assert f"/live/{number}/attendance" in page
    assert client_of("oda").get(f"/cohorts/{cast.cohort}/attendance").status_code == 404
    assert client_of("lin").get(f"/cohorts/{cast.cohort}/attendance").status_code == 404
    assert client_of("nobody").get(f"/cohorts/{cast.cohort}/attendance").status_code == 302
    assert client.get("/cohorts/99999/attendance").status_code == 404
    assert client.post(f"/cohorts/{cast.cohort}/attendance").status_code == 405


@pytest.mark.usefixtures("attended")
def test_the_matrix_says_how_often_each_was_there(client_of: Browser, cast: Cast):
    client, path = client_of("tara"), f"/cohorts/{cast.cohort}/matrix"
    assert '<th scope="col" class="sum">Attended</th>' in client.get(path).text
    [row] = client.get(f"{path}.json").json["rows"]
    assert row[-2:] == [1, 2]


def test_the_matrix_of_a_class_without_sessions_has_no_such_column(client_of: Browser, cast: Cast):
    page = client_of("tara").get(f"/cohorts/{cast.cohort}/matrix").text
    assert '<th scope="col" class="sum">Attended</th>' not in page
