"""lin finishes the course, or hands in the plan that tara accepts."""

import io
from collections.abc import Callable

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db, worker
from courseware.certificates.models import Certificate
from courseware.content.definitions import Course
from courseware.learning.actions import record_step
from courseware.learning.types import Done
from tests.exercise.conftest import PLAN
from tests.world import Cast

FIRST, SECOND = "01-first-talk", "02-team-plan"
#: everything the sample course asks for
ALL = (
    Done(0, "lesson", FIRST, FIRST, passed=True),
    Done(0, "quiz", FIRST, FIRST, passed=True, score=85),
    Done(0, "roleplay", "deck-talk", FIRST, passed=True, score=90),
    Done(0, "lesson", SECOND, SECOND, passed=True),
    Done(0, "quiz", SECOND, SECOND, passed=True, score=95.5),
    Done(0, "exercise", "plan", SECOND, passed=True, grade="accepted"),
)
Browser = Callable[[str], FlaskClient]
Finish = Callable[..., str]


def do(database: db.Database, course: Course, person_id: int, *steps: Done) -> None:
    with db.transaction(database):
        for done in steps:
            facts = {name: getattr(done, name) for name in Done.__slots__}
            record_step(course, Done(**{**facts, "person_id": person_id}))


def serials(database: db.Database, kind: str = "course") -> list[str]:
    with db.reading(database) as rows:
        query = select(Certificate.serial).where(Certificate.kind == kind)
        return list(rows.scalars(query.order_by(Certificate.id)))


@pytest.fixture
def finish(app: Flask, database: db.Database, course: Course, cast: Cast) -> Finish:
    """lin, or another, does everything; the serial of the certificate."""

    def finished(who: int = cast.lin) -> str:
        do(database, course, who, *ALL)
        worker.do_all(app)
        return serials(database)[-1]

    return finished


@pytest.fixture
def handed_in(client_of: Browser) -> int:
    """The number of lin's plan, handed in."""
    lin = client_of("lin")
    begun = lin.post("/exercises/plan/submissions", data={})
    number = int(begun.location.rpartition("/")[2])
    sent = {**PLAN, "counter": "0"}
    assert lin.post(f"/submissions/{number}/handovers", data=sent).status_code == 303
    return number


def words_of(pdf: bytes) -> str:
    """The text of all pages, without spaces."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)
