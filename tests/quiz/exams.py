"""Taking an exam as a browser would: answered with the keys, or handed in empty."""

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.content import current
from courseware.quiz.models import Attempt
from courseware.quiz.types import type_of
from tests.quiz.papers import STEP, fields_of

Browser = Callable[[str], FlaskClient]


def begin(client: FlaskClient, slug: str = "final") -> int:
    """The number of an attempt that has begun."""
    answer = client.post(f"/quizzes/{slug}/attempts")
    assert answer.status_code == 303, answer.text
    return int(answer.location.rpartition("/")[2])


def sit(
    client: FlaskClient, database: db.Database, slug: str = "final", *, rightly: bool = True
) -> Any:
    """Take the exam from beginning to end; its row."""
    number = begin(client, slug)
    fields: dict[str, Any] = {"step": STEP}
    if rightly:
        for place, question in enumerate(drawn(database, number), 1):
            fields |= fields_of(question, type_of(question).key(question), place)
    assert client.post(f"/attempts/{number}/submission", data=fields).status_code == 303
    return row(database, number)


def row(database: db.Database, number: int) -> Any:
    with db.reading(database) as rows:
        return rows.execute(select(Attempt.__table__).where(Attempt.id == number)).one()


def drawn(database: db.Database, number: int) -> list[Any]:
    """The questions of an attempt."""
    by_id = {q.id: q for quiz in current.course().quizzes.values() for q in quiz.questions}
    return [by_id[kept["id"]] for kept in row(database, number).questions]
