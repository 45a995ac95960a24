"""The only writer of attempts, answers and marks."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.authoring import actions as authoring
from courseware.content.definitions import Course, QuizDefinition
from courseware.errors import Conflict, Refused
from courseware.journal import actions as journal
from courseware.kit import clock, jobs
from courseware.learning import actions as learning
from courseware.learning.types import Done
from courseware.quiz import queries, rules
from courseware.quiz.models import AnswerStep, Attempt, QuestionMark
from courseware.quiz.types import counts, type_of
from courseware.quiz.types.values import Given, Paper, Saved, Score
from courseware.review import actions as review

SEEDS = 2**31
_TIME_IS_UP = "The time was up before this answer arrived. It is kept, but does not count."
_HANDED_IN = "This attempt has been handed in. The answer is kept, but does not count."


def start_attempt(me: Me, course: Course, quiz: QuizDefinition) -> int:
    """The id of the attempt to go on with: the open one, or a new one where the rules allow it."""
    session = db.write()
    # Two presses of the button, one attempt: the second waits here until the first is stored.
    session.execute(select(Person.id).where(Person.id == me.id).with_for_update())
    now = clock.now()
    going = queries.open_attempt(me.id, quiz.slug)
    if going is not None and not rules.is_over(going, now):
        return going.id
    if going is not None:
        submit_attempt(course, going.id)
    past = queries.attempts_of(me.id, quiz.slug)
    start = rules.may_start(quiz, past, now)
    if not start.allowed:
        raise Refused(start.sentence, **start.values)
    seed = secrets.randbelow(SEEDS)
    drawn = rules.paper(quiz, seen=queries.times_seen(me.id, quiz.slug), seed=seed)
    authoring.keep("question", [question for question, _ in drawn])
    attempt = Attempt(
        person_id=me.id,
        slug=quiz.slug,
        number=len(past) + 1,
        seed=seed,
        questions=[
            {"id": p.id, "version": p.digest.version, "text": p.digest.text, "order": p.order}
            for _, p in drawn
        ],
        version=quiz.digest.version,
        pass_mark=quiz.pass_mark,
        started_at=now,
        deadline_at=rules.deadline(quiz, now),
    )
    session.add(attempt)
    session.flush()
    journal.record(me.id, "began", ("attempt", attempt.id), quiz=quiz.slug, number=attempt.number)
    if attempt.deadline_at:
        overdue_at = attempt.deadline_at + rules.GRACE
        jobs.put("submit_overdue_attempt", attempt.id, run_at=overdue_at)
    return attempt.id


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
    if _is_submitted(session, attempt_id):
        _keep_aside(attempt_id, [given], "late")
        raise rules.TooLate(_HANDED_IN)
    if given.seen is not None and _newest(session, attempt_id, given.question) > given.seen:
        _keep_aside(attempt_id, [given], "overtaken")
        raise Conflict(
            "You answered this question on another device meanwhile. The newer answer stands."
        )
    return _add_step(session, attempt_id, given)


def save_page(paper: Paper, page: Sequence[Given]) -> None:
    """Store what was changed on a page of answers; an answer that the page only showed is left alone."""
    changed = _changed(paper, page)
    if not changed:
        return
    over = rules.is_over(paper.attempt, clock.now())
    if over or _is_submitted(db.write(), paper.attempt.id):
        _keep_aside(paper.attempt.id, changed, "late")
        raise rules.TooLate(_TIME_IS_UP if over else _HANDED_IN)
    for given in changed:
        _add_step(db.write(), paper.attempt.id, given)


def hand_in(course: Course, paper: Paper, page: Sequence[Given]) -> None:
    """Store what the page still holds, then submit; after the time only what was saved before it counts."""
    changed = _changed(paper, page)
    late = rules.is_over(paper.attempt, clock.now()) or _is_submitted(db.write(), paper.attempt.id)
    for given in changed:
        _add_step(db.write(), paper.attempt.id, given, "late" if late else "counted")
    submit_attempt(course, paper.attempt.id)


def submit_attempt(course: Course, attempt_id: int) -> None:
    """Mark what was saved; handing in twice is handing in once."""
    attempt = db.load(Attempt, attempt_id)
    if attempt.submitted_at is not None:
        return
    paper, now = queries.any_paper(attempt_id), clock.now()
    attempt.submitted_at = now
    attempt.ended_by = "time" if rules.is_over(paper.attempt, now) else "person"
    result = rules.score(_mark_questions(course, paper, now))
    if result is None:
        thing = ("attempt", attempt.id)
        review.wait_for_review(thing, attempt.person_id, attempt.slug, round=1)
    else:
        _finish(course, attempt, result)
    journal.record(
        attempt.person_id,
        "handed in",
        ("attempt", attempt.id),
        quiz=attempt.slug,
        number=attempt.number,
        score=attempt.score,
    )
    db.write().flush()


def _finish(course: Course, attempt: Attempt, result: Score) -> None:
    """Write the result, and tell learning, which decides what it counts for."""
    attempt.score, attempt.passed = result.shown, result.exact >= attempt.pass_mark
    if not attempt.counted:
        return
    done = Done(
        person_id=attempt.person_id,
        kind="quiz",
        item=attempt.slug,
        module=attempt.slug,
        passed=attempt.passed,
        score=attempt.score,
        source=("attempt", attempt.id),
        version=attempt.version,
    )
    learning.record_step(course, done)


def _mark_questions(course: Course, paper: Paper, now: datetime) -> list[float | None]:
    """Mark every question and keep the marks; returns those that enter the score."""
    answers = queries.answers_of(paper.attempt.id)
    fractions = []
    for question in queries.questions_of(course, paper):
        answer = answers.get(question.id)
        kind, enters = type_of(question), counts(question)
        fraction: float | None = None
        if answer is None or answer.response is None:
            fraction = 0.0
        elif kind.marked_here:
            fraction = kind.mark(question, answer.response).fraction
        mark = QuestionMark(attempt_id=paper.attempt.id, question=question.id, at=now)
        mark.version, mark.counts, mark.fraction = question.digest.version, enters, fraction
        db.write().add(mark)
        if enters:
            fractions.append(fraction)
    return fractions


def _changed(paper: Paper, page: Sequence[Given]) -> list[Given]:
    """The answers that differ from what the page showed when it was made."""
    base = queries.responses_at(paper.attempt.id, [given.seen for given in page if given.seen])
    return [given for given in page if given.response != base.get(given.seen or 0)]


def _is_submitted(session: Session, attempt_id: int) -> bool:
    # A shared lock: many answers at once, but none between the marking and its commit.
    query = select(Attempt.submitted_at).where(Attempt.id == attempt_id)
    return session.scalar(query.with_for_update(read=True)) is not None


def _newest(session: Session, attempt_id: int, question: str) -> int:
    query = select(func.max(AnswerStep.id)).where(
        AnswerStep.attempt_id == attempt_id,
        AnswerStep.question == question,
        AnswerStep.outcome == "counted",
    )
    return session.scalar(query) or 0


def _step(session: Session | Connection, attempt_id: int, client_id: str) -> Saved | None:
    query = select(AnswerStep.id, AnswerStep.at, AnswerStep.outcome).where(
        AnswerStep.attempt_id == attempt_id, AnswerStep.client_id == client_id
    )
    row = session.execute(query).first()
    return Saved(*row) if row else None


def _add_step(session: Session, attempt_id: int, given: Given, outcome: str = "counted") -> Saved:
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
            _add_step(session, attempt_id, given, outcome)

    db.keep(keep)
