"""Questions that somebody missed: noted when an attempt is handed in, answered again until they are known."""

from sqlalchemy import select

from courseware import db
from courseware.accounts.types import Me
from courseware.authoring import actions as authoring
from courseware.content.definitions import Course, QuestionDefinition
from courseware.kit import clock
from courseware.quiz import queries
from courseware.quiz.models import MissedAnswer, MissedQuestion
from courseware.quiz.queries.missed import newest_answer
from courseware.quiz.rules import missed as rules
from courseware.quiz.types import type_of
from courseware.quiz.types.base import Response
from courseware.quiz.types.missed import Turn
from courseware.quiz.types.values import Paper
from courseware.settings import queries as organisation


def note_missed(course: Course, paper: Paper) -> None:
    """What went wrong in a marked attempt at a module's quiz comes again from tomorrow; exams teach nothing."""
    attempt = paper.attempt
    if not attempt.counted or attempt.slug not in course.quizzes:
        return
    fractions = queries.fractions_of(attempt.id)
    asked = [q.id for q in queries.questions_of(course, paper) if type_of(q).marked_here]
    missed = {id_ for id_ in asked if (fractions.get(id_) or 0) < 1}
    if not missed:
        return
    session, now = db.write(), clock.now()
    turn = rules.missed(now, organisation.current().zone)
    known = select(MissedQuestion).where(
        MissedQuestion.person_id == attempt.person_id, MissedQuestion.question.in_(missed)
    )
    for row in session.scalars(known.with_for_update()):
        row.stage, row.due_at, row.missed_at = turn.stage, turn.due_at, now
        missed.discard(row.question)
    for question in sorted(missed):
        row = MissedQuestion(person_id=attempt.person_id, question=question, missed_at=now)
        row.stage, row.due_at = turn.stage, turn.due_at
        session.add(row)


def answer_missed(me: Me, question: QuestionDefinition, response: Response) -> int | None:
    """The id of the answer. Before its turn a question is not asked: a second press finds the first answer."""
    missed, now = db.load(MissedQuestion, (me.id, question.id)), clock.now()
    turn = Turn(missed.stage, missed.due_at)
    if not rules.is_due(turn, now):
        return newest_answer(me.id, question.id)
    mark = type_of(question).mark(question, response)
    following = rules.answered(turn, now, organisation.current().zone, right=mark.right)
    missed.stage, missed.due_at = following.stage, following.due_at
    if not mark.right:
        missed.missed_at = now
    authoring.keep("question", [question])
    answer = MissedAnswer(
        person_id=me.id,
        question=question.id,
        version=question.digest.version,
        text=question.digest.text,
        response=response,
        fraction=mark.fraction,
        at=now,
    )
    db.write().add(answer)
    db.write().flush()
    return answer.id
