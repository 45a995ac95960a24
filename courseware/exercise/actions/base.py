"""What filling in and judging share: revisions, the draft, the step that counts."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courseware import db
from courseware.authoring.queries.own import counts_for
from courseware.authoring.rules.own import PREFIX
from courseware.content.definitions import Course
from courseware.exercise.models import Draft, Revision, Submission
from courseware.exercise.queries import together
from courseware.exercise.queries.versions import handed_in_with
from courseware.kit import clock
from courseware.learning.actions import record_step
from courseware.learning.types import Done

#: between two kept states of a draft that is being typed
PAUSE = timedelta(minutes=10)


def record(course: Course, submission: Submission, grade: str) -> None:
    """The step that counts: the owner's, or that of everybody who was in the group when it was handed in."""
    for person in people_of(submission):
        if submission.exercise.startswith(PREFIX) and not counts_for(
            person, submission.exercise, "exercise"
        ):
            continue  # its author, or a trainer who tries it
        record_step(
            course,
            Done(
                person_id=person, kind="exercise", item=submission.exercise, module=submission.module,
                passed=True, grade=grade, source=("submission", submission.id), version=submission.version,
            ),
        )  # fmt: skip


def people_of(submission: Submission) -> list[int]:
    """Whose work a form that was handed in is."""
    if submission.group_id is None:
        return [submission.owner_id]
    return together.authors(submission.id)


def title_of(course: Course, submission: Submission) -> dict[str, str]:
    """The form's name in both languages: a notice is shown in the one its reader uses by then."""
    found = course.exercises.get(submission.exercise)
    title = (found or handed_in_with(submission)).title
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


def keep_once(session: Session, lost: Revision) -> None:
    """A browser tries again every few seconds: the same losing draft is one revision."""
    query = select(Revision).where(
        Revision.submission_id == lost.submission_id, Revision.reason == "conflict"
    )
    last = session.scalars(query.order_by(Revision.id.desc()).limit(1)).first()
    if last is None or last.answers != lost.answers:
        session.add(lost)


def is_editable(submission: Submission) -> bool:
    return submission.accepted_at is None and (
        submission.submitted_at is None or submission.returned_at is not None
    )


def is_time_to_keep(submission_id: int) -> bool:
    query = select(func.max(Revision.at)).where(Revision.submission_id == submission_id)
    last = db.write().scalar(query)
    return last is None or last <= clock.now() - PAUSE
