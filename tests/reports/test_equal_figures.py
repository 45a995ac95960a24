"""Whatever the world looks like, page, PDF, XLSX and CSV of a report print the same figures at one moment."""

import io
import random
import re
import subprocess
from collections.abc import Callable
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert

from courseware import db
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.learning.models import Step
from courseware.live.models import Attendance, ClassSession
from courseware.quiz.models import Attempt, QuestionMark
from tests.reports.conftest import read_csv
from tests.reports.crowd import fill
from tests.reports.test_files import Tables, normal
from tests.world import Cast

ClientOf = Callable[[str], FlaskClient]
#: one moment, so that nothing moves between two readings; now, because a session is signed in now
NOW = clock.now()
SEEDS = (3, 11)


class Chapters(Tables):
    """The tables of the chapters, in their order."""

    def chapters(self) -> list[list[list[str]]]:
        named = zip(self.names, self.tables, strict=True)
        return [table for name, table in named if name == "table table-cards"]


def answers(session: object, course: Course, ids: list[int], chance: random.Random) -> None:
    """Some attempts with marks, so that parts and objectives have figures."""
    module = course.ready_modules[0]
    assert module.quiz is not None
    for person in ids:
        at = NOW - timedelta(days=chance.randint(0, 20))
        attempt = Attempt(
            person_id=person, slug=module.slug, number=1, seed=1, version="v", pass_mark=80,
            questions=[], started_at=at, submitted_at=at, score=60.0, passed=False,
        )  # fmt: skip
        session.add(attempt)  # type: ignore[attr-defined]  # a session, given as an object
        session.flush()  # type: ignore[attr-defined]  # a session, given as an object
        for question in module.quiz.questions:
            mark = QuestionMark(
                attempt_id=attempt.id, question=question.id, version="v", fraction=chance.choice([0.0, 0.5, 1.0])
            )  # fmt: skip
            session.add(mark)  # type: ignore[attr-defined]  # a session, given as an object


@pytest.fixture(params=SEEDS)
def world(
    request: pytest.FixtureRequest, database: db.Database, cast: Cast, course: Course
) -> Cast:
    chance = random.Random(request.param)
    with clock.frozen(NOW), db.transaction(database) as session:
        ids = fill(session, course, (cast.cohort, cast.team), 9, seed=request.param)
        answers(session, course, ids, chance)
        starts = NOW - timedelta(days=3)
        held = ClassSession(
            cohort_id=cast.cohort, title="第一课", starts_at=starts, ends_at=starts + timedelta(minutes=90),
            made_by_id=cast.tara, secret="s",
        )  # fmt: skip
        session.add(held)
        session.flush()
        there = [
            {"session_id": held.id, "person_id": p, "state": "present", "how": "trainer", "by_id": cast.tara, "at": NOW}
            for p in ids[::2]
        ]  # fmt: skip
        session.execute(insert(Attendance), there)
        session.execute(
            insert(Step),
            [
                {"person_id": p, "kind": "roleplay", "item": key, "module": "", "at": NOW, "passed": True}
                for p in ids[::3]
                for key in list(course.roleplays)[:1]
            ],
        )  # fmt: skip
    return cast


@pytest.mark.parametrize("kind", ["team", "cohort"])
@pytest.mark.parametrize("period", ["", "month", "days"])
def test_page_paper_and_spreadsheets_say_the_same(
    client_of: ClientOf, world: Cast, kind: str, period: str
):
    who, where = ("mei", "/team/report") if kind == "team" else ("tara", f"/cohorts/{world.cohort}/report")  # fmt: skip
    today = NOW.date()
    query = {
        "": "?",
        "month": f"?period={today:%Y-%m}&",
        "days": f"?period=between&from={today - timedelta(days=12)}&to={today}&",
    }[period]
    with clock.frozen(NOW):
        client = client_of(who)
        page, book = client.get(where + query), client.get(f"{where}.xlsx{query}")
        paper = printed(client.get(f"{where}.pdf{query}").data)
        keys = re.findall(r"sheet=([a-z-]+)\"", page.text)
        shown = Chapters()
        shown.feed(page.text)
        sheets = openpyxl.load_workbook(io.BytesIO(book.data)).worksheets
        assert len(keys) == len(sheets) > 8
        seen = [[normal(row) for row in table] for table in shown.chapters()]
        for key, sheet in zip(keys, sheets, strict=True):
            rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
            listed = read_csv(client.get(f"{where}.csv{query}sheet={key}").data)
            assert [normal(row) for row in rows[1:]] == [normal(row) for row in listed[1:]], key
            assert sheet.freeze_panes == "A2"
            assert sheet.auto_filter.ref
            if key in ("people", "modules", "gain") or not rows[1:]:
                continue
            assert [normal(row) for row in rows[1:]] in seen, key
            for row in rows[1:]:
                for cell in row:
                    assert re.sub(r"\s+", "", words(cell)) in paper, (key, cell)


def words(cell: object) -> str:
    """A value of a spreadsheet as paper prints it."""
    if cell is None or cell == "":
        return "–"
    return f"{cell:%Y-%m-%d}" if isinstance(cell, date | datetime) else str(cell)


def printed(content: bytes) -> str:
    """The words of a PDF without blanks, so that a line that was broken is found."""
    done = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True
    )
    return re.sub(r"\s+", "", done.stdout.decode())


@pytest.mark.usefixtures("world")
def test_the_change_is_the_difference_to_the_report_before(client_of: ClientOf):
    with clock.frozen(NOW):
        client = client_of("mei")
        this = summary(client, f"{NOW:%Y-%m}")
        last = summary(client, f"{NOW.date().replace(day=1) - timedelta(days=1):%Y-%m}")
    for name, (value, before, change) in this.items():
        assert before == last[name][0], name
        if value != "–" and before != "–":
            assert float(change) == pytest.approx(float(value) - float(before))


def summary(client: FlaskClient, period: str) -> dict[str, list[str]]:
    answer = client.get(f"/team/report.csv?period={period}&sheet=summary")
    return {row[0]: normal(row[1:]) for row in read_csv(answer.data)[1:]}
