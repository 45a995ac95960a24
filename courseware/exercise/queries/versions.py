"""Which version of its form a submission stands on: what it was handed in with, or where its draft moves to."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from courseware import db
from courseware.authoring.queries import contents
from courseware.authoring.queries.own import own_exercise_begun
from courseware.authoring.rules import digest_of, rubric_from
from courseware.authoring.rules.own import PREFIX
from courseware.content import current
from courseware.content.definitions import Digest, ExerciseDefinition, RubricDefinition
from courseware.errors import NotFound
from courseware.exercise.models import Draft, Submission
from courseware.exercise.rules.migrating import Appendix, Moved, may_move, migrate
from courseware.exercise.rules.pinned import exercise_from
from courseware.exercise.types import DraftRow, SubmissionRow
from courseware.review.models import Review

GONE = "This form is no longer part of the course. What you wrote is kept."


@dataclass(frozen=True, slots=True)
class Standing:
    """The version that an open draft goes on with, and the draft on it where it moves there."""

    definition: ExerciseDefinition
    moved: Moved | None = None


def present(exercise: str, owner_id: int) -> ExerciseDefinition | None:
    """A form as it is now for somebody who has begun it: the course's, else one that was written here."""
    course = current.course()
    found = course.exercises.get(exercise)
    if found is None and exercise.startswith(PREFIX):
        return own_exercise_begun(course, exercise, owner_id)
    return found


def pinned(submission: Any) -> ExerciseDefinition | None:
    """The form as it was when a submission (a row, or the entity) was begun or last handed in, if its words were kept."""
    digest = Digest(submission.version, submission.wording)
    now = present(submission.exercise, submission.owner_id)
    if now is not None and now.digest == digest:
        return now
    kept = contents([digest_of(digest)]).get(digest_of(digest))
    if kept is None:
        return None
    # A copy may say word for word what its model says, and be kept under the same digests.
    return replace(exercise_from(kept), id=submission.exercise, module=submission.module)


def standing(submission: Any, answers: dict[str, Any], appendix: Appendix) -> Standing:
    """Where an open draft with these answers stands."""
    now = present(submission.exercise, submission.owner_id)
    if now is not None and now.digest.version == submission.version:
        return Standing(now)
    before = pinned(submission)
    if now is None or before is None:
        found = before or now
        if found is None:
            raise NotFound(GONE)
        return Standing(found)
    moved = migrate(before, now, answers, appendix)
    if submission.returned_at is not None and not may_move(now, moved, submission.mend):
        return Standing(before)
    return Standing(now, moved)


def definition_of(row: SubmissionRow) -> ExerciseDefinition:
    """The form as it was handed in with; an open draft's as it is now, unless a return holds it on its version."""
    if row.is_editable:
        return _open(row).definition
    return handed_in_with(row)


def handed_in_with(submission: Any) -> ExerciseDefinition:
    """The form that a submission (a row, or the entity) was handed in with; today's where its words were not kept."""
    found = pinned(submission) or present(submission.exercise, submission.owner_id)
    if found is None:
        raise NotFound(GONE)
    return found


def rubric_judged_by(submission_id: int, definition: ExerciseDefinition) -> RubricDefinition | None:
    """The criteria of the last verdict, as they were then; today's where nobody has judged yet."""
    query = select(Review.rubric_version).where(
        Review.object_kind == "submission", Review.object_id == submission_id
    )
    digest = db.read().scalar(query.order_by(Review.id.desc()).limit(1))
    now = current.course().rubrics.get(definition.rubric)
    if digest is None or (now is not None and digest_of(now.digest) == digest):
        return now
    kept = contents([digest]).get(digest)
    return rubric_from(kept) if kept is not None else now


def draft(submission_id: int) -> DraftRow:
    """What the owner has typed, on the version it goes on with; only for the owner's eyes."""
    s = Submission
    query = select(
        Draft.answers, Draft.marks, Draft.counter, Draft.changed_at, Draft.appendix, s.exercise, s.module,
        s.owner_id, s.version, s.wording, s.mend, s.returned_at, s.submitted_at, s.accepted_at,
    ).join(s, s.id == Draft.submission_id)  # fmt: skip
    row = db.read().execute(query.where(Draft.submission_id == submission_id)).one()
    found = DraftRow(row.answers, row.marks, row.counter, row.changed_at, row.appendix)
    is_open = row.accepted_at is None and (row.submitted_at is None or row.returned_at is not None)
    moved = standing(row, row.answers, row.appendix).moved if is_open else None
    return replace(found, answers=moved.answers, appendix=moved.appendix) if moved else found


def form_sent(row: SubmissionRow, form: str | None) -> ExerciseDefinition:
    """The version that a page showed which sends answers: today's, or one that was kept."""
    now = definition_of(row)
    if form in (None, digest_of(now.digest)):
        return now
    before = pinned(row)
    if before is not None and digest_of(before.digest) == form:
        return before
    kept = contents([form or ""]).get(form or "")
    return exercise_from(kept) if kept is not None and "sections" in kept else now


def on_its_version(row: SubmissionRow) -> SubmissionRow:
    """The row with the names that its fields have on the version that its draft goes on with."""
    if not row.is_editable or not (row.mend or row.carried):
        return row
    moved = _open(row).moved
    if moved is None:
        return row
    carried = {moved.renamed(key): value for key, value in row.carried.items()}
    return replace(row, mend=[moved.renamed(key) for key in row.mend], carried=carried)


def on_present(submission: Any, answers: dict[str, Any]) -> dict[str, Any]:
    """What was handed in under the names that today's form has: another form takes answers over by them."""
    now = present(submission.exercise, submission.owner_id)
    if now is None or now.digest.version == submission.version:
        return answers
    before = pinned(submission)
    return migrate(before, now, answers, {}).answers if before is not None else answers


def _open(row: SubmissionRow) -> Standing:
    """As `standing`, from the draft; where the form is as it was, nobody needs to look at the draft."""
    now = present(row.exercise, row.owner_id)
    if now is not None and now.digest.version == row.version:
        return Standing(now)
    query = select(Draft.answers, Draft.appendix).where(Draft.submission_id == row.id)
    return standing(row, *db.read().execute(query).one())
