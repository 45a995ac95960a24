"""Answers: append-only steps, each stored once, however often it is sent."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, exists, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

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


#: more than any step's id: for a page that does not say which answer it knows
_NONE_IS_NEWER = 2**62


def _standing_insert(insert: Any) -> Any:
    """An INSERT of one answer, unless the attempt is handed in, the question checked, or a newer answer there."""
    step, newer = AnswerStep.__table__, aliased(AnswerStep)
    columns = [
        step.c[n] for n in ("attempt_id", "question", "response", "client_id", "outcome", "at")
    ]
    attempt_id, question = (bindparam(c.name, type_=c.type) for c in columns[:2])
    row = select(*(bindparam(column.name, type_=column.type) for column in columns)).where(
        exists().where(Attempt.id == attempt_id, Attempt.submitted_at.is_(None)),
        ~exists().where(Reveal.attempt_id == attempt_id, Reveal.question == question),
        ~exists().where(
            newer.attempt_id == attempt_id,
            newer.question == question,
            newer.outcome == "counted",
            newer.id > bindparam("seen", type_=step.c.id.type),
        ),
    )
    adding = insert(step).from_select(columns, row)
    once = adding.on_conflict_do_nothing(index_elements=["attempt_id", "client_id"])
    return once.returning(step.c.id)


#: made once: a statement made anew for each answer costs as much as its execution
_ADD_STANDING = {
    "sqlite": _standing_insert(sqlite.insert),
    "postgresql": _standing_insert(postgresql.insert),
}
# A shared lock: many answers at once, but none between the marking and its commit. A statement of its own, since
# what happened while we waited for it is seen only by the next one.
_LOCK = select(Attempt.id).where(Attempt.id == bindparam("attempt_id")).with_for_update(read=True)


def save_answer(paper: Paper, given: Given) -> Saved:
    """Store one answer; the same step sent twice is one. What comes too late is kept, but does not count."""
    attempt_id = paper.attempt.id
    if rules.is_over(paper.attempt, clock.now()):
        known = _step(db.read(), attempt_id, given.client_id)
        if known is not None:
            return known
        _keep_aside(attempt_id, [given], "late")
        raise rules.TooLate(_TIME_IS_UP)
    session = db.write()
    if session.get_bind().dialect.name == "postgresql":  # on SQLite a writer is alone anyhow
        session.execute(_LOCK, {"attempt_id": attempt_id})
    return _add_standing(session, attempt_id, given) or _refused(session, attempt_id, given)


def _add_standing(session: Session, attempt_id: int, given: Given) -> Saved | None:
    """Add the answer where nothing speaks against it, in one statement: every other writer waits for this one."""
    at = clock.now()
    row = {
        "attempt_id": attempt_id,
        "question": given.question,
        "response": given.response,
        "client_id": given.client_id,
        "outcome": "counted",
        "at": at,
        "seen": _NONE_IS_NEWER if given.seen is None else given.seen,
    }
    added = session.execute(_ADD_STANDING[session.get_bind().dialect.name], row).scalar()
    return None if added is None else Saved(added, at, "counted")


def _refused(session: Session, attempt_id: int, given: Given) -> Saved:
    """Why an answer was not added: its step is there already, or else it is refused and kept aside."""
    known = _step(session, attempt_id, given.client_id)
    if known is not None:
        return known
    if is_submitted(session, attempt_id):
        _keep_aside(attempt_id, [given], "late")
        raise rules.TooLate(_HANDED_IN)
    if given.question in revealed(attempt_id):
        _keep_aside(attempt_id, [given], "late")
        raise Conflict(_CHECKED)
    _keep_aside(attempt_id, [given], "overtaken")
    raise Conflict(
        "You answered this question on another device meanwhile. The newer answer stands."
    )


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
