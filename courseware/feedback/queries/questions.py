"""Reading questions and reported mistakes, and who may."""

from typing import Any

from sqlalchemy import Select, func, select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.cohorts.models import CohortMembership
from courseware.cohorts.queries import trained_people, trains
from courseware.errors import NotFound
from courseware.feedback.models import Mistake, Question, Saying
from courseware.feedback.types.questions import MistakeRow, QuestionRow, SayingRow

MOST = 200


def questions_of(person_id: int) -> list[QuestionRow]:
    """What somebody asked, the newest first."""
    return _questions(_rows().where(Question.person_id == person_id).order_by(Question.id.desc()))


def questions_for(me: Me) -> list[QuestionRow]:
    """What the people asked whom a trainer trains, those that wait first, the oldest of them at the top."""
    query = _rows().where(Question.person_id.in_(trained_people(me.id)))
    return _questions(query.order_by(Question.answered_at.is_not(None), Question.asked_at))


def waiting_for(me: Me) -> int:
    """How many questions wait for a trainer's answer."""
    if not me.is_trainer:
        return 0
    query = select(func.count()).where(
        Question.person_id.in_(trained_people(me.id)), Question.answered_at.is_(None)
    )
    return db.read().scalar(query) or 0


def shown_at(person_id: int, module: str) -> list[QuestionRow]:
    """Questions on a module whose answers a trainer shows to a class of this person."""
    mine = select(CohortMembership.cohort_id).where(
        CohortMembership.person_id == person_id, CohortMembership.to_on.is_(None)
    )
    query = _rows().where(Question.module == module, Question.shown_to_id.in_(mine))
    return _questions(query.order_by(Question.id))


def get_question_for(me: Me, question_id: int) -> tuple[QuestionRow, str]:
    """A question and what `me` is to it: asker, trainer or reader; to others there is none."""
    found = _questions(_rows().where(Question.id == question_id))
    if not found:
        raise NotFound
    row = found[0]
    if row.person_id == me.id:
        return row, "asker"
    if me.is_trainer and trains(me.id, row.person_id):
        return row, "trainer"
    if row.shown_to_id is not None and row in shown_at(me.id, row.module):
        return row, "reader"
    raise NotFound


def sayings_of(question_id: int) -> list[SayingRow]:
    """What was said about a question, in its order."""
    query = (
        select(Person.name, Saying.is_answer, Saying.text, Saying.at)
        .join(Person, Person.id == Saying.by_id)
        .where(Saying.question_id == question_id)
        .order_by(Saying.id)
    )
    return [SayingRow(*row) for row in db.read().execute(query)]


def mistakes(*, open_only: bool) -> list[MistakeRow]:
    """What was reported, the newest first."""
    query = _MISTAKES.order_by(Mistake.id.desc()).limit(MOST)
    if open_only:
        query = query.where(Mistake.settled_at.is_(None))
    return [MistakeRow(*row) for row in db.read().execute(query)]


def mistake(mistake_id: int) -> MistakeRow:
    row = db.read().execute(_MISTAKES.where(Mistake.id == mistake_id)).first()
    if row is None:
        raise NotFound
    return MistakeRow(*row)


def _rows() -> Select[Any]:
    first = (
        select(Saying.text)
        .where(Saying.question_id == Question.id)
        .order_by(Saying.id)
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            Question.id,
            Question.person_id,
            Person.name,
            Question.module,
            Question.anchor,
            Question.asked_at,
            Question.answered_at,
            Question.shown_to_id,
            first,
        )
        .join(Person, Person.id == Question.person_id)
        .limit(MOST)
    )


def _questions(query: Select[Any]) -> list[QuestionRow]:
    return [QuestionRow(*row) for row in db.read().execute(query)]


_MISTAKES: Any = select(
    Mistake.id,
    Mistake.person_id,
    Person.name,
    Mistake.module,
    Mistake.anchor,
    Mistake.lang,
    Mistake.version,
    Mistake.text,
    Mistake.at,
    Mistake.settled_at,
    Mistake.answer,
).join(Person, Person.id == Mistake.person_id)
