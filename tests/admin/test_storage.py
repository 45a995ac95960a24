"""What is stored is shown by kind, and only files that nothing names go by themselves."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import JSON, func, select

from courseware import db, worker
from courseware.accounts.models import PeopleImport, PersonalCopy
from courseware.admin import jobs as admin_jobs
from courseware.admin.demo.study import me
from courseware.admin.queries import storage as stored
from courseware.content.definitions import Course
from courseware.exercise import actions as exercises
from courseware.exercise.models import Draft, ModelExample, Revision, Submission
from courseware.exercise.types.files import PURPOSE
from courseware.journal.models import Entry
from courseware.kit import clock, jobs, signing
from courseware.kit.storage import Storage
from courseware.roleplay.models import Recording
from courseware.settings.models import Setting
from tests.world import Cast

Browser = Callable[[str], FlaskClient]
WEEK = timedelta(days=8)


@pytest.fixture
def files(app: Flask, tmp_path: object) -> Storage:
    """An empty folder of files."""
    before = app.extensions["storage"]
    app.extensions["storage"] = Storage(tmp_path / "files")  # type: ignore[operator]  # a path
    yield app.extensions["storage"]  # type: ignore[misc]  # a generator
    app.extensions["storage"] = before


def kept(files: Storage, *, ago: timedelta = WEEK) -> str:
    """The key of a file that was sent so long ago."""
    key = files.put(b"x" * 2048, ".png")
    at = (clock.now() - ago).timestamp()
    os.utime(files.path(key), (at, at))
    return key


def token(app: Flask, key: str, *, secret: str | None = None) -> str:
    """What an answer holds for a file."""
    return f"{signing.sign(secret or app.config['SECRET_KEY'], PURPOSE, [1, key])} 照片.png"


def clean(app: Flask) -> None:
    """What the worker does at night."""
    with db.transaction(app.extensions["database"]):
        jobs.put("clean_files", key="clean_files")
    worker.do_all(app)


def there(files: Storage) -> set[str]:
    return {file.key for file in files.files()}


def _form(app: Flask, cast: Cast, course: Course) -> int:
    definition = next(e for e in course.exercises.values() if e.filled_by == "learner")
    with db.transaction(app.extensions["database"]):
        return exercises.open_submission(me(cast.lin), definition, "")


def test_what_nobody_saved_goes_after_a_week_and_once(
    app: Flask, files: Storage, database: db.Database
):
    old, young = kept(files), kept(files, ago=timedelta(days=6))
    clean(app)
    assert there(files) == {young}
    clean(app)  # a second run finds nothing
    with db.reading(database) as rows:
        assert rows.scalar(select(func.count()).where(Entry.verb == "cleaned")) == 1
        row = stored.last_cleaned()
    assert old not in there(files)
    assert row is not None
    assert (row.files, row.size) == (1, 2048)


def test_no_file_that_a_form_names_is_ever_removed(
    app: Flask, files: Storage, database: db.Database, cast: Cast, course: Course
):
    number = _form(app, cast, course)
    in_draft, in_row, in_revision, in_example, in_appendix, signed_before = (
        kept(files) for _ in range(6)
    )
    table = [["a", token(app, in_row)]]
    with db.transaction(database) as session:
        draft = db.load(Draft, number)
        draft.answers = {
            "a": token(app, in_draft), "t": table, "o": token(app, signed_before, secret="older"),
        }  # fmt: skip
        draft.appendix = {"was": {"label": "x", "answer": token(app, in_appendix)}}
        session.add(
            Revision(
                submission_id=number, reason="kept", round=0, by_id=cast.lin,
                answers={"a": token(app, in_revision)},
            )
        )  # fmt: skip
        session.add(
            ModelExample(
                exercise="x", submission_id=number, cohort_id=cast.cohort, why="", asked_by_id=cast.tara,
                answers={"a": token(app, in_example)},
            )
        )  # fmt: skip
    before = there(files)
    clean(app)
    assert there(files) == before


def test_no_file_that_any_other_row_names_is_ever_removed(
    app: Flask, files: Storage, database: db.Database, cast: Cast
):
    now = clock.now()
    with db.transaction(database) as session:
        session.add(
            PersonalCopy(
                person_id=cast.lin, asked_at=now, ready_at=now, file=kept(files), size=2048
            )
        )
        session.add(PeopleImport(name="x.csv", file=kept(files), sent_by_id=cast.ada))
        session.add(Setting(name="logo", value=kept(files)))
        session.add(_recording(cast, kept(files), now))
    clean(app)
    assert len(there(files)) == 4


def test_every_place_that_can_name_a_file_is_looked_at():
    """A new table with files: call its column `file`, or add it to the answers."""
    looked_at = {model.__tablename__ for model in stored.ANSWERS}
    assert {"submission", "submission_draft", "submission_revision", "model_example"} <= looked_at
    answers = {
        table.name
        for table in db.Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, JSON) and column.name in ("answers", "appendix", "carried")
    }
    assert answers - looked_at <= {"survey_answer", "quiz_attempt"}
    assert Submission.__tablename__ in looked_at


def test_the_page_shows_sizes_by_kind_and_what_goes(
    files: Storage, client_of: Browser, database: db.Database, cast: Cast
):
    kept(files)
    with db.transaction(database) as session:
        session.add(_recording(cast, kept(files), clock.now() - timedelta(days=30)))
    page = client_of("ada").get("/admin/storage").text
    for words in ("Recordings", "Files in forms", "2 files", "4 KB", "1 within a day"):
        assert words in page
    assert ("SQLite" if database.is_sqlite else "PostgreSQL") in page
    with db.reading(database):
        found = {kind.name: (kind.files, kind.size) for kind in stored.kinds(files)}
        assert stored.room(database, files).database > 0
    assert found == {
        "recordings": (1, 2048), "forms": (1, 2048), "copies": (0, 0), "imports": (0, 0),
    }  # fmt: skip


def test_only_administrators_see_it(client_of: Browser):
    for name in ("lin", "tara", "mei", "ann"):
        assert client_of(name).get("/admin/storage").status_code == 404
    assert client_of("nobody").get("/admin/storage").status_code == 302
    assert client_of("ada").post("/admin/storage").status_code == 405
    assert admin_jobs.clean_files.__doc__


def _recording(cast: Cast, key: str, at: datetime) -> Recording:
    return Recording(
        person_id=cast.lin, industry="saas", objection="price", file=key, mime="audio/webm", size=2048,
        seconds=3.0, kept_at=at, expires_at=at + timedelta(days=30),
    )  # fmt: skip
