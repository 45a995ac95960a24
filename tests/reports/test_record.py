"""One person's record for an appraisal: who may read it, what it holds, and that its three forms say the same."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert

from courseware import db
from courseware.certificates.models import Certificate
from courseware.content.definitions import Course
from courseware.exercise.models import Submission
from courseware.kit import clock
from courseware.learning.models import Obligation, Step
from courseware.live.models import Attendance, ClassSession
from courseware.roleplay.models import Session as Talk
from tests.certificates.conftest import words_of
from tests.world import Cast

ClientOf = Callable[[str], FlaskClient]
SERIAL = "SSM-2026-0000-1111-222X"


@pytest.fixture
def done(database: db.Database, cast: Cast, course: Course) -> None:
    """lin has a bit of everything."""
    now = clock.now()
    with db.transaction(database) as session:
        session.execute(
            insert(Step),
            [
                _step(cast, "quiz", "01-first-talk", passed=True, score=88.0),
                _step(cast, "roleplay", "deck-talk", passed=True, score=93.0),
                _step(cast, "roleplay", "long-talk", passed=False, score=37.0),
            ],
        )
        form = Submission(
            exercise="plan", module="02-team-plan", owner_id=cast.lin, period="2026-Q4"
        )
        form.version, form.wording, form.round, form.submitted_at = "x", "x", 1, now
        form.accepted_at, form.accepted_by_id, form.accepted_role = now, cast.tara, "trainer"
        about = Submission(exercise="review", module="02-team-plan", owner_id=cast.lin)
        about.version, about.wording, about.about_id = "x", "x", cast.otto
        about.accepted_at, about.accepted_by_id = now, cast.tara
        for each in (form, about):
            each.round, each.submitted_at, each.done_at = 1, now, now
        session.add_all([form, about])
        session.add_all(
            [_asked(cast, "plan", 3, kept=True), _asked(cast, "review", -3, kept=False)]
        )
        held = ClassSession(
            cohort_id=cast.cohort, title="第一次课", made_by_id=cast.tara, secret="x"
        )
        held.starts_at, held.ends_at = now - timedelta(days=2), now - timedelta(days=1)
        session.add(held)
        session.flush()
        session.add(
            Attendance(session_id=held.id, person_id=cast.lin, state="present", how="trainer", by_id=cast.tara)
        )  # fmt: skip
        session.add(_certificate(cast))
        talk = course.roleplays["deck-talk"]
        for shared, mark in ((now, 3), (None, 0)):
            session.add(
                Talk(
                    person_id=cast.lin, roleplay=talk.id, lang="zh", version=talk.digest.version,
                    text=talk.digest.text, ended_at=now, result="good", score=80.0, passed=True,
                    marks={c.id: mark for c in course.rubrics[talk.rubric].criteria}, handed_in_at=shared,
                )
            )  # fmt: skip


def _step(cast: Cast, kind: str, item: str, *, passed: bool, score: float) -> dict[str, Any]:
    return {
        "person_id": cast.lin, "kind": kind, "item": item, "module": "01-first-talk", "at": clock.now(),
        "passed": passed, "score": score,
    }  # fmt: skip


def _asked(cast: Cast, item: str, days: int, *, kept: bool) -> Obligation:
    due = clock.now() + timedelta(days=days)
    return Obligation(
        person_id=cast.lin, kind="exercise", item=item, due_at=due, due_on=due.date(),
        asked_by_id=cast.mei, source_kind="assignment", source_id=1, fulfilled_at=clock.now() if kept else None,
    )  # fmt: skip


def _certificate(cast: Cast) -> Certificate:
    return Certificate(
        serial=SERIAL, kind="course", person_id=cast.lin, source_id=1, subject="new-seller",
        edition="2026-1", facts={"name": "林夏", "title": {"zh": "销售小课", "en": "A small sales course"}},
        issued_at=clock.now(),
    )  # fmt: skip


@pytest.mark.usefixtures("done")
@pytest.mark.parametrize("who", ["lin", "tara", "mei", "bo", "ada"])
def test_everything_is_there_for_those_who_may_read_it(client_of: ClientOf, cast: Cast, who: str):
    page = client_of(who).get(f"/people/{cast.lin}/record").text
    for words in (
        "林夏",
        "一组",
        "一班",
        "Quarterly plan",
        "2026-Q4",
        "trainer",
        SERIAL,
        "第一次课",
        "梅经理",
    ):
        assert words in page, words
    assert "As of" in page
    assert "kept" in page
    assert "overdue" in page
    assert "37" not in page.partition('id="talks"')[2].partition("</section>")[0]
    assert page.count("Quarterly plan") >= 2


@pytest.mark.parametrize("who", ["otto", "oda", "omar", "sam", "ann"])
def test_to_strangers_there_is_no_record(client_of: ClientOf, cast: Cast, who: str):
    for ending in ("", ".pdf", ".xlsx"):
        assert client_of(who).get(f"/people/{cast.lin}/record{ending}").status_code == 404


def test_bad_ids_wrong_method_and_signed_out(client_of: ClientOf, cast: Cast):
    for path in ("/people/999/record", "/people/x/record", f"/people/{cast.lin}/record.csv"):
        assert client_of("ada").get(path).status_code == 404
    assert client_of("ada").post(f"/people/{cast.lin}/record").status_code == 405
    assert client_of("nobody").get(f"/people/{cast.lin}/record.pdf").status_code == 302
    assert client_of("mei").get(f"/people/{cast.bo}/record").status_code == 404


@pytest.mark.usefixtures("done")
def test_private_practice_is_in_nobodys_copy_and_what_was_written_of_others_is_not_theirs(
    cast: Cast, client_of: ClientOf
):
    page = client_of("lin").get(f"/people/{cast.lin}/record").text
    talks = page.partition('id="skills"')[2].partition("</section>")[0]
    assert ">3.0<" in talks
    assert ">1" in talks
    forms = page.partition('id="forms"')[2].partition("</section>")[0]
    assert forms.count("<tr>") == 2, "the heading and lin's own plan"


@pytest.mark.usefixtures("done")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_page_pdf_and_workbook_say_the_same(client_of: ClientOf, cast: Cast, lang: str):
    client = client_of("mei")
    where = f"/people/{cast.lin}/record"
    page = client.get(f"{where}?lang={lang}").text
    pdf = words_of(client.get(f"{where}.pdf?lang={lang}").data)
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{where}.xlsx?lang={lang}").data))
    assert len(book.sheetnames) == 10
    days = 0
    for name in (name for name in book.sheetnames[1:] if book[name].max_row > 1):
        for row in book[name].iter_rows(values_only=True):
            for cell in row:
                if cell is None:
                    continue
                days += isinstance(cell, date)
                words = cell.date().isoformat() if hasattr(cell, "date") else str(cell)
                assert _plain(words) in _plain(page), (name, words)
                assert "".join(words.split()) in pdf, (name, words)
    assert days >= 6, "days are days, not text"


def _plain(text: str) -> str:
    return text.replace("&#39;", "'").replace("&amp;", "&")


@pytest.mark.usefixtures("done")
def test_so_many_statements_however_much_was_done(
    client_of: ClientOf, cast: Cast, database: db.Database, count_sql: Callable[[], int]
):
    client = client_of("mei")

    def statements() -> int:
        before = count_sql()
        assert client.get(f"/people/{cast.lin}/record").status_code == 200
        return count_sql() - before

    statements()
    few = statements()
    with db.transaction(database) as session:
        session.add_all([_asked(cast, "plan", n, kept=bool(n % 2)) for n in range(100)])
    assert statements() == few


def test_of_somebody_new_every_table_says_that_there_is_nothing(client_of: ClientOf, cast: Cast):
    page = client_of("sam").get(f"/people/{cast.sam}/record").text
    assert page.count("Nothing so far.") >= 7
    assert client_of("sam").get(f"/people/{cast.sam}/record.pdf").status_code == 200
    assert "/record" in client_of("sam").get(f"/people/{cast.sam}").text
