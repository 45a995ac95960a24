"""Reading attempts: whose they are, what was drawn, answered and earned."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, func, select

from courseware import db
from courseware.accounts import queries as accounts
from courseware.accounts.types import Me
from courseware.authoring import queries as authoring
from courseware.authoring.rules import digest_of, question_from
from courseware.content.definitions import Course, Digest, QuestionDefinition
from courseware.errors import Forbidden, NotFound
from courseware.quiz.models import AnswerStep, Attempt, QuestionMark
from courseware.quiz.types.values import AttemptRow, Paper, Pinned, Standing, StepRow
from courseware.review.queries import may_review, trains

_COLUMNS: Any = (
    Attempt.id,
    Attempt.person_id,
    Attempt.slug,
    Attempt.number,
    Attempt.pass_mark,
    Attempt.counted,
    Attempt.started_at,
    Attempt.deadline_at,
    Attempt.submitted_at,
    Attempt.ended_by,
    Attempt.score,
    Attempt.passed,
)
#: made once: every answer saved asks for it
_PAPER = select(*_COLUMNS, Attempt.questions).where(Attempt.id == bindparam("id"))


def attempts_of(person_id: int, slug: str) -> list[AttemptRow]:
    """All attempts of somebody at a quiz, the newest first."""
    query = select(*_COLUMNS).where(Attempt.person_id == person_id, Attempt.slug == slug)
    rows = db.read().execute(query.order_by(Attempt.number.desc()))
    return [AttemptRow(*row) for row in rows]


def open_attempt(person_id: int, slug: str) -> AttemptRow | None:
    """The attempt that somebody has begun and not handed in."""
    query = select(*_COLUMNS).where(
        Attempt.person_id == person_id, Attempt.slug == slug, Attempt.submitted_at.is_(None)
    )
    row = db.read().execute(query).first()
    return AttemptRow(*row) if row else None


def has_passed(person_id: int, slug: str) -> bool:
    """Whether somebody has passed a quiz: then its keys are no secret to them."""
    query = select(Attempt.id).where(
        Attempt.person_id == person_id,
        Attempt.slug == slug,
        Attempt.passed.is_(True),
        Attempt.counted,
    )
    return db.read().execute(query.limit(1)).first() is not None


def own_paper(me: Me, attempt_id: int) -> Paper:
    """One's own attempt, to answer and hand in; to anybody else there is none, to its trainer it is closed."""
    found = _paper(attempt_id)
    if found.attempt.person_id == me.id:
        return found
    if trains(me.id, found.attempt.person_id):
        raise Forbidden("You may read this attempt, but only its learner may answer.")
    raise NotFound


def paper_for(me: Me, attempt_id: int) -> Paper:
    """An attempt to look at: one's own, one handed in by a learner of one's class, or one whose texts one marks."""
    found = _paper(attempt_id)
    if found.attempt.person_id == me.id:
        return found
    if not trains(me.id, found.attempt.person_id):
        if found.attempt.status == "awaiting" and may_review(me, found.attempt.person_id, None):
            return found
        raise NotFound
    if found.attempt.submitted_at is None:
        raise Forbidden(
            "This attempt is still being taken. Its answers are shown once it is handed in."
        )
    return found


def sees_texts_only(me: Me, paper: Paper) -> bool:
    """Whether somebody is here to mark the texts: a manager of a learner whom nobody trains sees no other answer."""
    owner_id = paper.attempt.person_id
    return owner_id != me.id and not trains(me.id, owner_id)


def any_paper(attempt_id: int) -> Paper:
    """An attempt for a job or a command, which act for nobody."""
    return _paper(attempt_id)


def questions_of(course: Course, paper: Paper) -> list[QuestionDefinition]:
    """The questions in the very words they were drawn in: from the course, or as kept when the file has changed."""
    quiz = course.quiz(paper.attempt.slug)
    current = {q.digest: q for q in quiz.questions} if quiz else {}
    changed = [digest_of(q.digest) for q in paper.pinned if q.digest not in current]
    kept = authoring.contents(changed)
    return [current.get(q.digest) or question_from(kept[digest_of(q.digest)]) for q in paper.pinned]


def answers_of(attempt_id: int) -> dict[str, StepRow]:
    """The newest answer to each question that counts, by question id."""
    newest = (
        select(func.max(AnswerStep.id))
        .where(AnswerStep.attempt_id == attempt_id, AnswerStep.outcome == "counted")
        .group_by(AnswerStep.question)
    )
    query = select(AnswerStep.id, AnswerStep.question, AnswerStep.response, AnswerStep.at).where(
        AnswerStep.id.in_(newest)
    )
    return {row.question: StepRow(*row) for row in db.read().execute(query)}


def responses_at(attempt_id: int, step_ids: Sequence[int]) -> dict[int, Any]:
    """What steps of an attempt held, by id: what a page showed when it was made."""
    query = select(AnswerStep.id, AnswerStep.response).where(
        AnswerStep.attempt_id == attempt_id, AnswerStep.id.in_(step_ids)
    )
    return {row.id: row.response for row in db.read().execute(query)} if step_ids else {}


def standing_marks(attempt_id: int) -> dict[str, Standing]:
    """The newest mark of each question, also where it takes the question out of the score."""
    m = QuestionMark
    query = select(m.question, m.version, m.fraction, m.counts, m.regrade_id.is_not(None))
    rows: Any = db.read().execute(query.where(m.attempt_id == attempt_id).order_by(m.id))
    return {question: Standing(*mark) for question, *mark in rows}


def fractions_of(attempt_id: int) -> dict[str, float | None]:
    """The mark that stands for each question that counts; none where a trainer's is missing."""
    marks = standing_marks(attempt_id)
    return {question: mark.fraction for question, mark in marks.items() if mark.counts}


def awaited(course: Course, paper: Paper) -> list[QuestionDefinition]:
    """The questions of an attempt that wait for a trainer's mark."""
    missing = {
        question for question, mark in fractions_of(paper.attempt.id).items() if mark is None
    }
    return [q for q in questions_of(course, paper) if q.id in missing]


def times_seen(person_id: int, slug: str) -> Counter[str]:
    """How often each question of a quiz was drawn for somebody."""
    query = select(Attempt.questions).where(Attempt.person_id == person_id, Attempt.slug == slug)
    return Counter(q["id"] for questions in db.read().scalars(query) for q in questions)


def name_of(person_id: int) -> str:
    return accounts.names({person_id}).get(person_id, "")


def overdue(before: Any) -> list[int]:
    """Ids of open attempts whose time was up before a moment."""
    query = select(Attempt.id).where(Attempt.submitted_at.is_(None), Attempt.deadline_at < before)
    return list(db.read().scalars(query))


def _paper(attempt_id: int) -> Paper:
    row = db.read().execute(_PAPER, {"id": attempt_id}).first()
    if row is None:
        raise NotFound
    *columns, questions = row
    pinned = tuple(
        Pinned(
            q["id"],
            Digest(q["version"], q["text"]),
            tuple(q["order"]),
            q.get("module") or row.slug,  # papers of quizzes did not always name it
        )
        for q in questions
    )
    return Paper(AttemptRow(*columns), pinned)
