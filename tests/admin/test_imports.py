"""People from a file: looked at, imported whole, updated by what they sign in with, taken back again."""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from courseware import db
from courseware.accounts.models import ImportedPerson, Person, Team, TeamMembership
from courseware.accounts.queries import me_by_id
from courseware.assignments.actions import ask_for
from courseware.assignments.types import Asked, Target
from courseware.cohorts.models import CohortMembership
from courseware.content.definitions import Course
from courseware.learning.models import Enrolment, Obligation
from tests.world import PASSWORD, Cast

Browser = Callable[[str], FlaskClient]
GOOD = "邮箱,姓名,工号,团队,班级,入职日期\nwang@test.example,王晓彤,A1,一组,一班,2026-03-02\nli@test.example,李子涵,A2,,,\n"


def send(client: FlaskClient, content: bytes, name: str = "people.csv") -> TestResponse:
    data = {"file": (io.BytesIO(content), name)}
    return client.post(
        "/admin/people/import?lang=en", data=data, content_type="multipart/form-data"
    )


def run(client: FlaskClient, content: str) -> str:
    """Send a file and carry it out; the address of its page."""
    sent = send(client, content.encode())
    assert sent.status_code == 303, sent.text
    assert client.post(f"{sent.location}/runs").status_code == 303
    return str(sent.location)


def people(database: db.Database) -> int:
    with db.reading(database) as rows:
        return rows.scalar(select(func.count()).select_from(Person)) or 0


def person(database: db.Database, number: str) -> Any:
    with db.reading(database) as rows:
        return rows.execute(select(Person.__table__).where(Person.employee_number == number)).one()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_file_as_excel_writes_it_is_read_in_its_encoding(
    client_of: Browser, database: db.Database, encoding: str
):
    before, ada = people(database), client_of("ada")
    sent = send(ada, GOOD.encode(encoding))
    assert people(database) == before, "nothing happens before it was looked at"
    page = ada.get(sent.location).text
    for words in ("王晓彤", "一组", "2026-03-02", "Import 2 people"):
        assert words in page
    ada.post(f"{sent.location}/runs")
    assert people(database) == before + 2
    assert person(database, "A1").name == "王晓彤"


def test_new_people_are_in_team_class_and_track_from_their_first_day(
    client_of: Browser, database: db.Database, cast: Cast
):
    run(client_of("ada"), GOOD)
    wang = person(database, "A1").id
    with db.reading(database) as rows:
        team = rows.execute(
            select(TeamMembership.team_id, TeamMembership.from_on).where(
                TeamMembership.person_id == wang
            )
        ).one()
        assert team == (cast.team, date(2026, 3, 2))
        classes = select(CohortMembership.cohort_id).where(CohortMembership.person_id == wang)
        assert rows.scalar(classes) == cast.cohort
        assert rows.scalar(select(Enrolment.track).where(Enrolment.person_id == wang))


def test_a_spreadsheet_is_read_too(client_of: Browser, database: db.Database):
    book = Workbook()
    for row in (["email", "name"], ["chen@test.example", "陈雨桐"]):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    before, ada = people(database), client_of("ada")
    sent = send(ada, file.getvalue(), "people.xlsx")
    assert ada.post(f"{sent.location}/runs").status_code == 303
    assert people(database) == before + 1


def test_who_has_no_mail_signs_in_with_a_number(client_of: Browser, app: Flask):
    ada = client_of("ada")
    page = run(ada, "姓名,工号,手机号\n周一鸣,S-7,+86 139 1234 5678\n")
    table = ada.post(f"{page}/links", data={"as": "table"}).get_data().decode("utf-8-sig")
    token = re.search(r"/invitations/(\S+)", table)
    assert token is not None
    assert "S-7" in table
    assert "@" not in table.partition("\n")[2]
    client = app.test_client()
    chosen = {"password": PASSWORD, "again": PASSWORD}
    assert client.post(f"/invitations/{token[1].strip()}", data=chosen).status_code == 303
    other = app.test_client()
    for account in ("S-7", "13912345678"):
        data = {"email": account, "password": PASSWORD}
        assert other.post("/login", data=data).status_code == 303
    assert "@invalid" not in client.get("/account?lang=en").text


def test_first_links_are_a_sheet_of_codes_for_those_who_have_not_begun(
    client_of: Browser, database: db.Database
):
    ada = client_of("ada")
    page = run(ada, GOOD)
    with db.transaction(database) as session:
        found = session.scalar(select(Person).where(Person.employee_number == "A2"))
        assert found is not None
        found.password_hash = "x"
    sheet = ada.post(f"{page}/links", data={"as": "page"}).text
    assert sheet.count("<svg") >= 1
    assert "王晓彤" in sheet
    assert "李子涵" not in sheet
    assert client_of("tara").post(f"{page}/links").status_code == 404


def test_somebody_known_is_updated_and_empty_cells_change_nothing(
    client_of: Browser, database: db.Database, cast: Cast
):
    run(client_of("ada"), GOOD)
    run(client_of("ada"), "工号,姓名,手机号,团队,语言\nA1,王晓桐,13900000001,二组,\n")
    wang = person(database, "A1")
    assert (wang.name, wang.mobile, wang.email) == ("王晓桐", "13900000001", "wang@test.example")
    with db.reading(database) as rows:
        now = select(TeamMembership.team_id).where(
            TeamMembership.person_id == wang.id, TeamMembership.to_on.is_(None)
        )
        assert rows.scalar(now) == cast.other_team


def test_the_same_file_twice_changes_nothing(client_of: Browser, database: db.Database):
    ada = client_of("ada")
    run(ada, GOOD)
    before = people(database)
    again = ada.get(send(ada, GOOD.encode()).location).text
    assert re.search(r"As they are.*?num\">2<", again, re.DOTALL)
    assert "/runs" not in again
    assert people(database) == before


def test_every_wrong_line_is_named_and_nobody_is_imported(
    client_of: Browser, database: db.Database
):
    before = people(database)
    content = (
        "email,name,employee_number,team,joined_on,mobile\n"
        "a@test.example,A,,,,\n"
        "not an address,B,,,,\n"
        "c@test.example,C,,X组,,\n"
        "d@test.example,D,,,soon,\n"
        "A@test.example,E,,,,\n"
        ",F,,,,\n"
        "g@test.example,,,,,\n"
        "h@test.example,H,,,,12\n"
        "lin@test.example,L,A9,,,\n"
    )
    answer = send(client_of("ada"), content.encode())
    assert answer.status_code == 422
    for words in (
        "Line 3: not an address is not an address",
        "Line 4: There is no team X组",
        "Line 5: soon is not a date",
        "Line 6: a@test.example stands in line 2",
        "Line 7: An e-mail, an employee number or a mobile",
        "Line 8: A name",
        "Line 9: 12 is not a mobile",
    ):
        assert words in answer.text
    assert people(database) == before


def test_a_line_that_means_two_people_is_refused(client_of: Browser):
    run(client_of("ada"), GOOD)
    answer = send(client_of("ada"), b"email,name,employee_number\nli@test.example,X,A1\n")
    assert answer.status_code == 422
    assert "belongs to several: 李子涵, 王晓彤" in answer.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"email,nam\na@test.example,A\n", "nam"),
        (b"email,name\n", "no people"),
        (b"", "no table"),
        (b"email,name\na@test.example," + bytes(range(0x80, 0xA0)) + b"\xff\xfe\xfd\n", "Line"),
    ],
)
def test_a_file_that_is_no_table_of_people_is_refused_in_words(
    client_of: Browser, database: db.Database, content: bytes, words: str
):
    before = people(database)
    answer = send(client_of("ada"), content)
    assert answer.status_code == 422
    assert "Nothing was imported" in answer.text
    assert words in answer.text
    assert people(database) == before


def test_a_file_that_no_longer_fits_imports_nobody(client_of: Browser, database: db.Database):
    ada = client_of("ada")
    sent = send(ada, GOOD.encode())
    with db.transaction(database) as session:
        session.query(Team).filter(Team.name == "一组").update({"name": "新一组"})
    before = people(database)
    assert ada.post(f"{sent.location}/runs").status_code == 409
    assert people(database) == before
    assert "There is no team 一组" in ada.get(f"{sent.location}?lang=en").text


def test_an_import_is_undone(client_of: Browser, database: db.Database, cast: Cast, course: Course):
    ada = client_of("ada")
    before = people(database)
    page = run(ada, GOOD + "lin@test.example,林夏夏,A3,二组,,\n")
    assert people(database) == before + 2
    wang = person(database, "A1").id
    with db.transaction(database):
        mei = me_by_id(cast.mei)
        assert mei is not None
        asked = Asked("exercise", "plan", None, joiners_receive=True)
        ask_for(mei, course, asked, [Target("person", wang)])
    assert ada.post(f"{page}/undoings").status_code == 303
    assert people(database) == before
    with db.reading(database) as rows:
        lin = rows.execute(
            select(Person.name, Person.employee_number).where(Person.id == cast.lin)
        ).one()
        assert lin == ("林夏", None)
        now = select(TeamMembership.team_id).where(
            TeamMembership.person_id == cast.lin, TeamMembership.to_on.is_(None)
        )
        assert rows.scalar(now) == cast.team
        owed = select(func.count()).select_from(Obligation).where(Obligation.kind == "exercise")
        assert rows.scalar(owed) == 0
    assert ada.post(f"{page}/undoings").status_code == 409
    assert "Undone on" in ada.get(f"{page}?lang=en").text


def test_who_has_begun_stays_when_an_import_is_undone(client_of: Browser, database: db.Database):
    ada = client_of("ada")
    page = run(ada, GOOD)
    with db.transaction(database) as session:
        found = session.scalar(select(Person).where(Person.employee_number == "A2"))
        assert found is not None
        found.password_hash = "x"
    before = people(database)
    ada.post(f"{page}/undoings")
    assert people(database) == before - 1
    assert person(database, "A2").name == "李子涵"
    assert "1 people had begun" in ada.get(f"{page}?lang=en").text


def test_what_somebody_changed_since_is_not_changed_back(
    client_of: Browser, database: db.Database, cast: Cast
):
    ada = client_of("ada")
    page = run(ada, "email,name\nlin@test.example,林夏夏\n")
    with db.transaction(database) as session:
        session.get_one(Person, cast.lin).name = "林大夏"
    ada.post(f"{page}/undoings")
    with db.reading(database) as rows:
        assert rows.scalar(select(Person.name).where(Person.id == cast.lin)) == "林大夏"


def test_it_is_carried_out_once(client_of: Browser, database: db.Database):
    ada = client_of("ada")
    page = run(ada, GOOD)
    assert ada.post(f"{page}/runs").status_code in (404, 409)
    with db.reading(database) as rows:
        assert rows.scalar(select(func.count()).select_from(ImportedPerson)) == 2


def test_the_command_names_every_wrong_line_and_imports_good_files(
    app: Flask, database: db.Database, tmp_path: Path
):
    file, runner, before = tmp_path / "people.csv", app.test_cli_runner(), people(database)
    file.write_text("email,name\nx,A\ny,B\n", encoding="utf-8")
    bad = runner.invoke(args=["courseware", "import-users", str(file)])
    assert bad.exit_code == 1
    assert bad.output.count("is not an address of mail") + bad.output.count("不是") >= 2
    assert people(database) == before
    file.write_text(GOOD, encoding="utf-8")
    good = runner.invoke(args=["courseware", "import-users", str(file)])
    assert "2 people imported" in good.output
    assert people(database) == before + 2
