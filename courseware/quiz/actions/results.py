"""Results: marking what was saved, the marks of a trainer, and what learning is told."""

from collections.abc import Mapping
from datetime import datetime

from courseware import db
from courseware.accounts.types import Me
from courseware.content.definitions import FINAL, Course
from courseware.errors import Refused
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.learning import actions as learning
from courseware.learning.types import Done
from courseware.notices.actions import tell
from courseware.quiz import queries, rules
from courseware.quiz.actions.missed import note_missed
from courseware.quiz.models import Attempt, QuestionMark
from courseware.quiz.types import counts, type_of
from courseware.quiz.types.values import Paper, Score
from courseware.review import actions as review
from courseware.review.types import Verdict


def submit_attempt(course: Course, attempt_id: int) -> None:
    """Mark what was saved; handing in twice is handing in once."""
    attempt = db.load(Attempt, attempt_id)
    if attempt.submitted_at is not None:
        return
    paper, now = queries.any_paper(attempt_id), clock.now()
    attempt.submitted_at = now
    attempt.ended_by = "time" if rules.is_over(paper.attempt, now) else "person"
    result = rules.score(_mark_questions(course, paper, now))
    note_missed(course, paper)
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


def mark_texts(
    me: Me, course: Course, attempt_id: int, levels: Mapping[str, Mapping[str, int]]
) -> None:
    """A trainer's levels (0 to 3, by question and criterion) for the texts that wait; then the result is there."""
    paper = queries.any_paper(attempt_id)
    awaited = {q.id: q for q in queries.awaited(course, paper)}
    rubrics = {q.id: course.rubrics[str(q.body["rubric"])] for q in awaited.values()}
    for question_id, rubric in rubrics.items():
        if set(levels.get(question_id, {})) != {criterion.id for criterion in rubric.criteria}:
            raise Refused("Choose a level for every criterion.")
    marks = {f"{q}:{c}": level for q in awaited for c, level in levels[q].items()}
    review.give_verdict(me, ("attempt", attempt_id), Verdict("marked", marks))
    for question in awaited.values():
        given = levels[question.id].values()
        mark = QuestionMark(attempt_id=attempt_id, question=question.id, marked_by_id=me.id)
        mark.version, mark.fraction = question.digest.version, sum(given) / (3 * len(given))
        db.write().add(mark)
    attempt = db.load(Attempt, attempt_id)
    result = rules.score(queries.fractions_of(attempt_id).values())
    if result is not None and attempt.score is None:
        _finish(course, attempt, result)
        key = f"attempt-marked:{attempt_id}"
        tell(attempt.person_id, "Your quiz has been marked.", f"/attempts/{attempt_id}", key=key)


def _finish(course: Course, attempt: Attempt, result: Score) -> None:
    """Write the result, and tell learning, which decides what it counts for."""
    attempt.score, attempt.passed = result.shown, result.exact >= attempt.pass_mark
    if attempt.counted:
        record_result(course, attempt)


def record_result(course: Course, attempt: Attempt) -> None:
    """Tell learning what a marked attempt came to."""
    is_final = attempt.slug == FINAL
    done = Done(
        person_id=attempt.person_id,
        kind="final" if is_final else "quiz",
        item=attempt.slug,
        module="" if is_final else attempt.slug,
        passed=bool(attempt.passed),
        score=attempt.score,
        source=("attempt", attempt.id),
        version=attempt.version,
        ordinal=attempt.number,
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
