"""Marking finished attempts anew, because questions were changed or withdrawn."""

from collections.abc import Collection, Sequence

from courseware import db
from courseware.accounts.types import Me
from courseware.authoring import actions as authoring
from courseware.content.definitions import Course
from courseware.errors import Conflict
from courseware.journal import actions as journal
from courseware.learning import actions as learning
from courseware.notices.actions import tell
from courseware.quiz.actions.results import record_result
from courseware.quiz.models import Attempt, QuestionMark, Regrade, RegradedAttempt
from courseware.quiz.queries import regrades as queries
from courseware.quiz.types.regrading import Regraded
from courseware.review import actions as review


def regrade(
    me: Me, course: Course, slug: str, *, questions: Sequence[str], seen: str, undo: Collection[int]
) -> tuple[int, int]:
    """Do exactly what the dry run with the digest `seen` showed; how many attempts, and how many results changed.

    `undo` names the attempts that lose a pass which the new marks do not reach; every other pass stays.
    """
    locked = queries.attempts_with(me, slug, questions).order_by(Attempt.id).with_for_update()
    attempts = {attempt.id: attempt for attempt in db.write().scalars(locked)}
    plan = queries.plan_for(me, course, slug, questions)
    if not plan.attempts or plan.digest != seen:
        raise Conflict(
            "Attempts or questions have changed since this was worked out. Nothing was marked anew: please look again."
        )
    row = Regrade(slug=slug, actor_id=me.id)
    row.questions = [{"id": q, "version": version} for q, version in plan.questions.items()]
    db.write().add(row)
    db.write().flush()
    authoring.keep("question", queries.present_words(course, plan.questions))
    for line in plan.attempts:
        attempt = attempts[line.attempt_id]
        _keep_marks(row, line, line.passed(undo))
        if line.changes_result(undo):
            attempt.score, attempt.passed = line.new_score, line.passed(undo)
            _change_result(course, row, line, attempt)
    journal.record(
        me.id,
        "regraded",
        ("quiz", slug),
        regrade=row.id,
        questions=list(plan.questions),
        attempts=len(plan.attempts),
    )
    return len(plan.attempts), sum(line.changes_result(undo) for line in plan.attempts)


def _keep_marks(row: Regrade, line: Regraded, passed: bool | None) -> None:
    """Put the new marks beside the old ones, and what the attempt came to before and comes to now."""
    session = db.write()
    for mark in line.marks:
        new = QuestionMark(attempt_id=line.attempt_id, question=mark.question, regrade_id=row.id)
        new.version, new.fraction, new.counts = mark.version, mark.fraction, mark.counts
        new.marked_by_id = mark.marked_by
        session.add(new)
    done = RegradedAttempt(regrade_id=row.id, attempt_id=line.attempt_id)
    done.old_score, done.new_score = line.old_score, line.new_score
    done.old_passed, done.new_passed = line.old_passed, passed
    session.add(done)


def _change_result(course: Course, row: Regrade, line: Regraded, attempt: Attempt) -> None:
    """Tell learning and the learner what the attempt comes to now."""
    if line.old_score is None:  # no trainer's mark is missing any more
        review.withdraw(("attempt", attempt.id))
    if line.old_passed and not attempt.passed:
        learning.withdraw_steps(("attempt", attempt.id), row.actor_id)
    record_result(course, attempt)
    _tell_learner(row, attempt, line)


def _tell_learner(row: Regrade, attempt: Attempt, line: Regraded) -> None:
    old = "–" if line.old_score is None else f"{line.old_score:g}"
    if attempt.passed and not line.old_passed:
        sentence = (
            "An attempt of yours was marked anew and is now passed: {old}% before, {new}% now."
        )
    elif line.old_passed and not attempt.passed:
        sentence = "An attempt of yours was marked anew and is no longer passed: {old}% before, {new}% now."
    else:
        sentence = "An attempt of yours was marked anew: {old}% before, {new}% now."
    key = f"regrade:{row.id}:{attempt.id}"
    href = f"/attempts/{attempt.id}"
    tell(attempt.person_id, sentence, href, key=key, old=old, new=f"{line.new_score or 0:g}")
