"""Everything held about a person: nothing is missing in what the rooms declare, and nothing stays of what goes."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Column, Table, select

from courseware import db, worker
from courseware.accounts import actions as accounts
from courseware.accounts.models import PersonalCopy
from courseware.certificates.models import Certificate
from courseware.exercise.models import Draft, Revision, Submission
from courseware.home.personal import HELD
from courseware.kit import clock
from courseware.kit.outbox import put_mail
from courseware.learning.models import Note, Obligation
from courseware.notices.actions import tell
from courseware.quiz.models import AnswerStep, Attempt
from courseware.review.models import Review
from courseware.roleplay.models import DrillAnswer, Recording, Session, Turn
from courseware.web.printing import storage
from tests.home.conftest import FIRST, owe
from tests.world import Cast, email

Browser = Callable[[str], FlaskClient]
WORDS = "独一无二的话 only here"
#: tables with a number of a person in them that say nothing about that person
OF_NOBODY = {
    "class_session_module",  # what a session is about
    "schedule_template_item",  # days after the first
    "definition_text",  # words of the course
    "own_audience",  # which classes may use a definition
    "cohort_group",  # the name of a group
    "cohort_schedule",  # dates of a class
    "feedback_round",  # who was asked about whom: by its own columns
}


def tables() -> Iterator[Table]:
    yield from db.Base.metadata.sorted_tables


def declared() -> set[Column[Any]]:
    return {each.column.property.columns[0] for each in HELD}


def points_to(table: Table, name: str) -> list[Column[Any]]:
    return [c for c in table.columns if any(f.column.table.name == name for f in c.foreign_keys)]


def test_every_column_that_names_a_person_is_declared_by_a_room():
    missing = [str(c) for t in tables() for c in points_to(t, "person") if c not in declared()]
    assert missing == []


def test_every_table_below_something_of_a_person_is_declared_by_a_room():
    known = {each.model.__tablename__ for each in HELD}
    below = {t.name for t in tables() for name in known - {"person"} if points_to(t, name)}
    shared = {"team", "cohort"}  # what hangs on a team or class is not one person's
    hanging = {
        t.name for t in tables() for name in known - {"person"} - shared if points_to(t, name)
    }
    assert below >= hanging
    assert hanging - known - OF_NOBODY == set()


@pytest.fixture
def lived(database: db.Database, app: Flask, cast: Cast) -> int:
    """lin has left words in every room; the number of her submission."""
    now = clock.now()
    with app.app_context(), db.transaction(database) as session:
        form = Submission(
            exercise="plan", module=FIRST, owner_id=cast.lin, version="v", wording="w", round=1
        )
        talk = Session(
            person_id=cast.lin, roleplay="visit", lang="zh", version="v", text="t", mode="alone"
        )
        paper = Attempt(
            person_id=cast.lin,
            slug=FIRST,
            number=1,
            seed=1,
            questions=[],
            version="v",
            pass_mark=80,
        )
        session.add_all([form, talk, paper])
        session.flush()
        voice = storage().put(b"a voice", ".webm")
        session.add_all(
            [
                Draft(submission_id=form.id, answers={"why": WORDS, "n": "12.5"}),
                Revision(
                    submission_id=form.id,
                    reason="submitted",
                    round=1,
                    by_id=cast.lin,
                    answers={"why": WORDS, "rows": [{"a": WORDS, "b": 3}]},
                ),
                Review(
                    object_kind="submission",
                    object_id=form.id,
                    reviewer_id=cast.tara,
                    role="trainer",
                    verdict="returned",
                    marks={"clear": 2},
                    comments={"why": WORDS},
                    summary=WORDS,
                ),
                Turn(
                    session_id=talk.id,
                    number=1,
                    node="hello",
                    line=WORDS,
                    marks={"tone": 2},
                    found={"tone": WORDS},
                    mood=1,
                    trust=1,
                    token="x",
                ),
                DrillAnswer(
                    person_id=cast.lin,
                    industry="retail",
                    objection="too-dear",
                    version="v",
                    lang="zh",
                    line=WORDS,
                    outcome="well",
                    seconds=20,
                    token="y",
                ),
                Recording(
                    person_id=cast.lin,
                    industry="retail",
                    objection="too-dear",
                    file=voice,
                    mime="audio/webm",
                    size=7,
                    seconds=1.0,
                    expires_at=now + timedelta(days=30),
                ),
                AnswerStep(attempt_id=paper.id, question="q1", response=WORDS, client_id="1"),
                AnswerStep(attempt_id=paper.id, question="q2", response="b", client_id="2"),
                Note(person_id=cast.lin, module=FIRST, anchor="scene", text=WORDS),
                Certificate(
                    serial="SSM-2026-0000-0000-0000",
                    kind="exercise",
                    person_id=cast.lin,
                    source_id=form.id,
                    subject="plan",
                    edition="2026-1",
                    facts={"name": "林夏", "accepted_on": "2026-10-01"},
                ),
            ]
        )
        tell(cast.lin, "Hello {name}", "/", key="k", name=WORDS)
        put_mail(email("lin"), "林夏", WORDS, key="m")
        accounts.make_link("password", cast.lin, made_by_id=cast.ada)
        number = form.id
    owe(database, cast.lin, "exercise", "plan", 3)
    return number


def everything(database: db.Database) -> str:
    """Every value of every row, as text."""
    with db.reading(database) as connection:
        rows = [str(tuple(row)) for t in tables() for row in connection.execute(select(t))]
    return "\n".join(rows)


def erase(client_of: Browser, cast: Cast, typed: str) -> Any:
    return client_of("ada").post(f"/admin/people/{cast.lin}/erasures", data={"email": typed})


@pytest.mark.usefixtures("lived")
def test_no_word_of_a_forgotten_person_is_left(
    client_of: Browser, cast: Cast, database: db.Database, app: Flask
):
    before = everything(database)
    for word in (WORDS, "林夏", email("lin")):
        assert word in before
    assert erase(client_of, cast, email("lin")).status_code == 303
    with app.app_context():
        worker.do_all(app)
    after = everything(database)
    assert WORDS not in after
    assert "林夏" not in after
    assert email("lin") not in after
    with db.reading(database) as connection:
        keys = connection.execute(select(Recording.id)).all()
        assert keys == []
        owed = connection.execute(select(Obligation.closed_reason)).scalars().all()
        assert owed == ["left"]
    page = client_of("nobody").get("/verify/SSM-2026-0000-0000-0000")
    assert page.status_code in (200, 404)


@pytest.mark.usefixtures("lived")
def test_figures_of_a_forgotten_person_stay(client_of: Browser, cast: Cast, database: db.Database):
    erase(client_of, cast, email("lin"))
    with db.reading(database) as connection:
        assert connection.scalar(select(Draft.answers))["n"] == "12.5"
        assert connection.scalar(select(Revision.answers))["rows"] == [{"a": "", "b": 3}]
        assert connection.scalar(select(Turn.marks)) == {"tone": 2}
        assert set(connection.scalars(select(AnswerStep.response))) == {"", "b"}
        assert connection.scalar(select(Review.marks)) == {"clear": 2}


@pytest.mark.usefixtures("lived")
def test_somebody_else_loses_nothing(client_of: Browser, cast: Cast, database: db.Database):
    with db.transaction(database) as session:
        session.add(Note(person_id=cast.otto, module=FIRST, anchor="scene", text="Otto's"))
    erase(client_of, cast, email("lin"))
    with db.reading(database) as connection:
        assert connection.scalar(select(Note.text)) == "Otto's"
    assert "欧阳同" in everything(database)


@pytest.mark.usefixtures("lived")
def test_a_slip_of_the_finger_removes_nothing(
    client_of: Browser, cast: Cast, database: db.Database
):
    answer = erase(client_of, cast, "lim@test.example")
    assert answer.status_code == 422
    assert "This is not the address of this person." in answer.text
    assert WORDS in everything(database)


def test_nobody_removes_their_own_data_by_mistake(client_of: Browser, cast: Cast):
    answer = client_of("ada").post(
        f"/admin/people/{cast.ada}/erasures", data={"email": email("ada")}
    )
    assert answer.status_code in (400, 409, 422)
    assert client_of("ada").get("/admin/people").status_code == 200


def test_a_copy_holds_rows_documents_and_files(
    client_of: Browser, cast: Cast, database: db.Database, app: Flask
):
    lin = client_of("lin")
    begun = lin.post("/exercises/plan/submissions", data={})
    assert begun.status_code == 303
    with app.app_context(), db.transaction(database) as session:
        session.add(Note(person_id=cast.lin, module=FIRST, anchor="scene", text=WORDS))
        session.add(Note(person_id=cast.otto, module=FIRST, anchor="scene", text="Otto's"))
        key = storage().put(b"a voice", ".webm")
        session.add(
            Recording(
                person_id=cast.lin,
                industry="retail",
                objection="too-dear",
                file=key,
                mime="audio/webm",
                size=7,
                seconds=1.0,
                expires_at=clock.now() + timedelta(days=30),
            )
        )
    assert lin.post("/account/data/copies").status_code == 303
    assert lin.post("/account/data/copies").status_code == 303  # asked for twice, made once
    worker.do_all(app)
    page = lin.get("/account/data").text
    assert page.count('href="/account/data/copies/') == 1
    with db.reading(database) as connection:
        number = connection.scalar(select(PersonalCopy.id))
    answer = lin.get(f"/account/data/copies/{number}")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        names = archive.namelist()
        document = json.loads(archive.read("data.json"))
        assert archive.read(f"files/{key}") == b"a voice"
        paper = next(name for name in names if name.startswith("forms/"))
        assert archive.read(paper).startswith(b"%PDF")
    by_table = {each["table"]: each["rows"] for each in document["kept"]}
    assert by_table["person"][0]["name"] == "林夏"
    assert "password_hash" not in by_table["person"][0]
    assert [row["text"] for row in by_table["note"]] == [WORDS]
    assert client_of("otto").get(f"/account/data/copies/{number}").status_code == 404


def test_a_copy_is_deleted_when_its_time_is_over(
    client_of: Browser, app: Flask, database: db.Database
):
    lin = client_of("lin")
    lin.post("/account/data/copies")
    worker.do_all(app)
    with db.reading(database) as connection:
        number, key = connection.execute(select(PersonalCopy.id, PersonalCopy.file)).one()
    with clock.frozen(clock.now() + timedelta(days=8)), app.app_context():
        with db.transaction(database):
            worker.jobs.put("let_copies_go")
        worker.do_all(app)
        assert not (storage().root / key[:2] / key).exists()
    assert lin.get(f"/account/data/copies/{number}").status_code == 404


@pytest.mark.usefixtures("lived")
def test_lines_go_when_their_time_is_over_and_marks_stay(app: Flask, database: db.Database):
    with clock.frozen(clock.now() + timedelta(days=729)), app.app_context():
        with db.transaction(database):
            worker.jobs.put("expire_lines")
        worker.do_all(app)
    with db.reading(database) as connection:
        assert connection.scalar(select(Turn.line)) == WORDS
    with clock.frozen(clock.now() + timedelta(days=731)), app.app_context():
        with db.transaction(database):
            worker.jobs.put("expire_lines")
        worker.do_all(app)
    with db.reading(database) as connection:
        assert connection.scalar(select(Turn.line)) == ""
        assert connection.scalar(select(Turn.found)) == {}
        assert connection.scalar(select(Turn.marks)) == {"tone": 2}
        assert connection.scalar(select(DrillAnswer.line)) is None
