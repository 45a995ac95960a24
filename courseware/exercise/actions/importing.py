"""A file becomes a draft; what has been written already stays."""

from collections.abc import Mapping
from typing import Any

from courseware import db
from courseware.accounts.types import Me
from courseware.content.definitions import ExerciseDefinition
from courseware.errors import Conflict
from courseware.exercise import queries
from courseware.exercise.actions import versions
from courseware.exercise.actions.base import draft_of, keep
from courseware.exercise.actions.filling import open_submission
from courseware.exercise.models import Submission
from courseware.exercise.rules.answers import is_empty
from courseware.journal import actions as journal
from courseware.kit import clock


def take_in(
    me: Me,
    definition: ExerciseDefinition,
    period: str,
    answers: Mapping[str, Any],
    *,
    may_fill: bool,
) -> int:
    """Begin a form of this period with the answers; with `may_fill`, an open one gets them where it is empty."""
    known = {row.id for row in queries.submissions_of(me.id, definition.id)}
    number = open_submission(me, definition, period)
    submission, own = db.load(Submission, number), draft_of(number)
    is_new = number not in known
    if submission.accepted_at or (submission.submitted_at and not submission.returned_at):
        raise Conflict("Your form of this period is with its reviewer. Choose another period.")
    if not is_new and not may_fill:
        raise Conflict("You have begun a form of this period already; nothing was changed.")
    versions.bring_up(me, submission, own, None)
    only = set(submission.mend) if submission.returned_at else None
    taken = {
        k: v
        for k, v in answers.items()
        if is_new or (is_empty(own.answers.get(k)) and (only is None or k in only))
    }
    if taken:
        if not is_new:
            keep(submission, "kept", me.id, (own.answers, own.marks))
        own.answers = {**own.answers, **taken}
        own.counter, own.changed_at = own.counter + 1, clock.now()
        own.versions = {**own.versions, **dict.fromkeys(taken, own.counter)}
        # What the file says was not taken from an earlier form.
        submission.carried = {k: v for k, v in submission.carried.items() if k not in taken}
    journal.record(me.id, "imported", ("submission", number), item=definition.id, fields=len(taken))
    db.write().flush()
    return number
