"""What filling in and judging share: revisions, the draft, the step that counts."""

from collections.abc import Sequence
from typing import Any

from courseware import db
from courseware.content.definitions import Course
from courseware.exercise.models import Draft, Revision, Submission
from courseware.kit import clock
from courseware.learning.actions import record_step
from courseware.learning.types import Done


def record(course: Course, submission: Submission, grade: str) -> None:
    record_step(
        course,
        Done(
            person_id=submission.owner_id, kind="exercise", item=submission.exercise, module=submission.module,
            passed=True, grade=grade, source=("submission", submission.id), version=submission.version,
        ),
    )  # fmt: skip


def title_of(course: Course, submission: Submission) -> dict[str, str]:
    """The form's name in both languages: a notice is shown in the one its reader uses by then."""
    title = course.exercises[submission.exercise].title
    return {"zh": title.zh, "en": title.en}


def draft_of(submission_id: int) -> Draft:
    return db.load(Draft, submission_id)


def revision(
    submission: Submission, reason: str, by_id: int, content: Sequence[dict[str, Any]]
) -> Revision:
    answers, marks = content
    return Revision(
        submission_id=submission.id, reason=reason, round=submission.round, by_id=by_id, at=clock.now(),
        answers=dict(answers), marks=dict(marks),
    )  # fmt: skip


def keep(
    submission: Submission, reason: str, by_id: int, content: Sequence[dict[str, Any]]
) -> None:
    db.write().add(revision(submission, reason, by_id, content))
