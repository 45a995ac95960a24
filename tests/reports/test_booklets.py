"""The report on the course tells authors where people stop, without names; that on the organisation counts by team."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.kit import clock
from courseware.learning.models import Progress
from tests.reports.conftest import Crowd, read_csv
from tests.reports.test_equal_figures import printed
from tests.reports.test_files import normal
from tests.world import Cast

ClientOf = Callable[[str], FlaskClient]


@pytest.mark.parametrize(
    ("where", "allowed"), [("/course/report", "ann"), ("/organisation/report", "ada")]
)
def test_page_paper_and_spreadsheets_open_to_whom_they_are_for(
    client_of: ClientOf, crowd_of: Callable[[int], Crowd], where: str, allowed: str
):
    crowd_of(8)
    for ending in ("", ".pdf", ".xlsx", ".csv"):
        assert client_of(allowed).get(where + ending).status_code == 200
        for name in ("lin", "tara", "mei"):
            assert client_of(name).get(where + ending).status_code == 404
    assert client_of(allowed).get(f"{where}.csv?sheet=none").status_code == 404
    assert client_of(allowed).post(where).status_code == 405


def test_nothing_is_said_of_fewer_than_five_people(
    client_of: ClientOf, database: db.Database, cast: Cast
):
    def rows() -> list[list[str]]:
        return read_csv(client_of("ann").get("/course/report.csv?sheet=modules").data)[1:]

    at = clock.now()
    people = [cast.lin, cast.otto, cast.sam, cast.bo, cast.mei]
    for number, person in enumerate(people, start=1):
        with db.transaction(database) as session:
            session.add(
                Progress(person_id=person, module="01-first-talk", opened_at=at, read_at=at)
            )
        assert len(rows()) == (number >= 5)
    assert rows()[0][1:3] == ["5", "5"]


def test_no_name_stands_in_the_report_on_the_course(
    client_of: ClientOf, crowd_of: Callable[[int], Crowd], database: db.Database
):
    crowd_of(8)
    page = client_of("ann").get("/course/report").text
    with db.transaction(database) as session:
        names = session.scalars(select(Person.name).where(Person.name.startswith("学员"))).all()
    assert names
    assert not [name for name in names if name in page]


def test_the_organisation_is_counted_by_the_teams_at_the_top(
    client_of: ClientOf, crowd_of: Callable[[int], Crowd]
):
    crowd_of(6)
    client = client_of("ada")
    rows = {row[0]: row[1:] for row in read_csv(client.get("/organisation/report.csv").data)[1:]}
    assert rows["华东"][0] == "8"  # mei, lin and the six
    assert rows["二组"][0] == "1"
    book = openpyxl.load_workbook(io.BytesIO(client.get("/organisation/report.xlsx").data))
    sheet = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    paper = printed(client.get("/organisation/report.pdf").data)
    for name, *figures in sheet[1:]:
        assert normal(figures) == normal(rows[name])
        assert "".join(cell or "–" for cell in rows[name]) in paper
