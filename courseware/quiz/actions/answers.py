"""Answers: append-only steps, each stored once, however often it is sent."""

from collections.abc import Sequence

from sqlalchemy import Connection, exists, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from courseware import db
from courseware.errors import Conflict
from courseware.kit import clock
from courseware.quiz import queries, rules
from courseware.quiz.models import AnswerStep, Attempt, Reveal
from courseware.quiz.queries.feedback import revealed
from courseware.quiz.types.values import Given, Paper, Saved

_TIME_IS_UP = "The time was up before this answer arrived. It is kept, but does not count."
_HANDED_IN = "This attempt has been handed in. The answer is kept, but does not count."
_CHECKED = "You have checked this question, so the answer of then stands. The new one is kept, but does not count."


def save_answer(paper: Paper, given: Given) -> Saved:
    """Store one answer; the same step sent twice is one. What comes too late is kept, but does not count."""
    attempt_id = paper.attempt.id
    known = _step(db.read(), attempt_id, given.client_id)
    if known is not None:
        return known
    if rules.is_over(paper.attempt, clock.now()):
        _keep_aside(attempt_id, [given], "late")
        raise rules.TooLate(_TIME_IS_UP)
    session = db.write()
    if is_submitted(session, attempt_id):
        _keep_aside(attempt_id, [given], "late")
        raise rules.TooLate(_HANDED_IN)
    newest, is_checked = _standing(session, attempt_id, given.question)
    if is_checked:
        _keep_aside(attempt_id, [given], "late")
        raise Conflict(_CHECKED)
    if given.seen is not None and newest > given.seen:
        _keep_aside(attempt_id, [given], "overtaken")
        raise Conflict(
            "You answered this question on another device meanwhile. The newer answer stands."
        )
    return add_step(session, attempt_id, given)


def save_page(paper: Paper, page: Sequence[Given]) -> list[Given]:
    """Store what was changed on a page of answers; an answer that the page only showed is left alone.

    Returns the answers that came too late because their questions had been checked.
    """
    answers = changed(paper, page)
    if not answers:
        return []
    must_be_open(paper, answers)
    return add_steps(paper.attempt.id, answers)


def must_be_open(paper: Paper, answers: Sequence[Given]) -> None:
    """Refuse answers to an attempt that is over or handed in, but keep them aside."""
    over = rules.is_over(paper.attempt, clock.now())
    if over or is_submitted(db.write(), paper.attempt.id):
        _keep_aside(paper.attempt.id, answers, "late")
        raise rules.TooLate(_TIME_IS_UP if over else _HANDED_IN)


def add_steps(attempt_id: int, answers: Sequence[Given]) -> list[Given]:
    """Add answers to an attempt that is locked and open; returns those to questions that had been checked."""
    session, checked = db.write(), revealed(attempt_id)
    for given in answers:
        add_step(session, attempt_id, given, "late" if given.question in checked else "counted")
    return [given for given in answers if given.question in checked]


def changed(paper: Paper, page: Sequence[Given]) -> list[Given]:
    """The answers that differ from what the page showed when it was made."""
    base = queries.responses_at(paper.attempt.id, [given.seen for given in page if given.seen])
    return [given for given in page if given.response != base.get(given.seen or 0)]


def is_submitted(session: Session, attempt_id: int) -> bool:
    # A shared lock: many answers at once, but none between the marking and its commit.
    query = select(Attempt.submitted_at).where(Attempt.id == attempt_id)
    return session.scalar(query.with_for_update(read=True)) is not None


def _standing(session: Session, attempt_id: int, question: str) -> tuple[int, bool]:
    """The newest answer that counts, and whether it has been checked.

    In one look, and after the lock: whoever checks an answer holds the attempt until that is stored.
    """
    newest = select(func.max(AnswerStep.id)).where(
        AnswerStep.attempt_id == attempt_id,
        AnswerStep.question == question,
        AnswerStep.outcome == "counted",
    )
    checked = exists().where(Reveal.attempt_id == attempt_id, Reveal.question == question)
    row = session.execute(select(newest.scalar_subquery(), checked)).one()
    return row[0] or 0, bool(row[1])


def _step(session: Session | Connection, attempt_id: int, client_id: str) -> Saved | None:
    query = select(AnswerStep.id, AnswerStep.at, AnswerStep.outcome).where(
        AnswerStep.attempt_id == attempt_id, AnswerStep.client_id == client_id
    )
    row = session.execute(query).first()
    return Saved(*row) if row else None


def add_step(session: Session, attempt_id: int, given: Given, outcome: str = "counted") -> Saved:
    """Add an answer, or find the one that the same step has left already."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    at = clock.now()
    statement = (
        dialect.insert(AnswerStep)
        .values(
            attempt_id=attempt_id,
            question=given.question,
            response=given.response,
            client_id=given.client_id,
            outcome=outcome,
            at=at,
        )
        .on_conflict_do_nothing(index_elements=["attempt_id", "client_id"])
        .returning(AnswerStep.id)
    )
    added = session.execute(statement).scalar()
    if added is not None:
        return Saved(added, at, outcome)
    known = _step(session, attempt_id, given.client_id)
    if known is None:
        raise Conflict("This answer could not be saved. Please reload the page.")
    return known


def _keep_aside(attempt_id: int, answers: Sequence[Given], outcome: str) -> None:
    """Keep answers that are refused: whoever asks later can see that they came, and when."""

    def keep(session: Session) -> None:
        for given in answers:
            add_step(session, attempt_id, given, outcome)

    db.keep(keep)
