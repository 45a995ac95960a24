"""Reading the questions that somebody missed: which are due, and how they were answered again."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from courseware import db
from courseware.authoring import queries as authoring
from courseware.authoring.rules import digest_of, question_from
from courseware.content.definitions import Course, Digest, QuestionDefinition
from courseware.errors import NotFound
from courseware.quiz.models import MissedAnswer, MissedQuestion
from courseware.quiz.rules.missed import is_due
from courseware.quiz.types import type_of
from courseware.quiz.types.missed import Again, ToReview, Turn

_Earlier = aliased(MissedAnswer)


def to_review(person_id: int, course: Course, now: datetime) -> ToReview:
    """What is due now, the oldest first, and what comes later; what the course asks no more is left out."""
    query = select(MissedQuestion.question, MissedQuestion.stage, MissedQuestion.due_at).where(
        MissedQuestion.person_id == person_id, MissedQuestion.due_at.is_not(None)
    )
    order = (MissedQuestion.due_at, MissedQuestion.missed_at, MissedQuestion.question)
    rows = db.read().execute(query.order_by(*order)).all()
    asked = practised(course) if rows else {}
    turns = [(row.question, Turn(row.stage, row.due_at)) for row in rows if row.question in asked]
    due = [question for question, turn in turns if is_due(turn, now)]
    later = [turn.due_at for question, turn in turns if not is_due(turn, now)]
    return ToReview(due, len(later), later[0] if later else None)


def practised(course: Course) -> dict[str, QuestionDefinition]:
    """The questions that can come again, by id: in use in a module's quiz, and marked by the machine."""
    quizzes = course.quizzes.values()
    return {q.id: q for quiz in quizzes for q in quiz.drawable if type_of(q).marked_here}


def turn_of(person_id: int, question_id: str) -> Turn:
    """When a question comes again to somebody; NotFound when they have not missed it."""
    query = select(MissedQuestion.stage, MissedQuestion.due_at).where(
        MissedQuestion.person_id == person_id, MissedQuestion.question == question_id
    )
    row = db.read().execute(query).first()
    if row is None:
        raise NotFound
    return Turn(*row)


def times_answered(person_id: int, question_id: str) -> int:
    """How often somebody has answered a question that came again."""
    query = select(func.count()).where(
        MissedAnswer.person_id == person_id, MissedAnswer.question == question_id
    )
    return db.read().scalar(query) or 0


def newest_answer(person_id: int, question_id: str) -> int | None:
    """The id of somebody's last answer to a question that came again."""
    query = select(func.max(MissedAnswer.id)).where(
        MissedAnswer.person_id == person_id, MissedAnswer.question == question_id
    )
    return db.read().scalar(query)


def own_answer(person_id: int, answer_id: int) -> Again:
    """One's own answer; to anybody else there is none."""
    earlier = (
        select(func.count())
        .select_from(_Earlier)
        .where(
            _Earlier.person_id == MissedAnswer.person_id,
            _Earlier.question == MissedAnswer.question,
            _Earlier.id < MissedAnswer.id,
        )
        .scalar_subquery()
    )
    query = select(
        MissedAnswer.question,
        MissedAnswer.version,
        MissedAnswer.text,
        MissedAnswer.response,
        MissedAnswer.fraction,
        earlier,
    ).where(MissedAnswer.id == answer_id, MissedAnswer.person_id == person_id)
    row = db.read().execute(query).first()
    if row is None:
        raise NotFound
    question, version, text, response, fraction, before = row
    return Again(answer_id, question, Digest(version, text), response, fraction, before)


def wording_of(course: Course, again: Again) -> QuestionDefinition:
    """The question in the words that were answered: from the course, or as kept when the file has changed."""
    current = practised(course).get(again.question)
    if current is not None and current.digest == again.digest:
        return current
    digest = digest_of(again.digest)
    return question_from(authoring.contents([digest])[digest])
