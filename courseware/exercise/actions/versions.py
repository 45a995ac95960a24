"""The only writer of versions: what a submission is pinned to, and a draft that moves to another version of its form."""

from courseware.accounts.types import Me
from courseware.authoring import actions as authoring
from courseware.authoring.rules import digest_of
from courseware.content.definitions import Course, Digest, ExerciseDefinition
from courseware.exercise.actions.base import keep
from courseware.exercise.models import Draft, Submission
from courseware.exercise.queries import versions


def pin(submission: Submission, definition: ExerciseDefinition) -> None:
    """From now on the submission is shown with these words, whatever the file says later."""
    authoring.keep("exercise", [definition])
    submission.version, submission.wording = definition.digest.version, definition.digest.text


def keep_rubric(course: Course, name: str | None) -> None:
    """The criteria of a verdict that is about to be given."""
    rubric = course.rubrics.get(name or "")
    if rubric is not None:
        authoring.keep("rubric", [rubric])


def form_of(submission: Submission) -> str:
    """What names the version that a submission is pinned to."""
    return digest_of(Digest(submission.version, submission.wording))


def standing(submission: Submission, draft: Draft) -> ExerciseDefinition:
    """The form as an open draft goes on with it."""
    return versions.standing(submission, draft.answers, draft.appendix).definition


def bring_up(me: Me, submission: Submission, draft: Draft, form: str | None) -> bool:
    """Move an open draft to the version that it goes on with. False: what was sent belongs to a third version.

    `form` names the version that the page showed: one opened before a change goes on as it is, and moves when it is
    opened again. None: the page is as new as can be.
    """
    standing = versions.standing(submission, draft.answers, draft.appendix)
    now = digest_of(standing.definition.digest)
    if form not in (None, now):
        return form == form_of(submission)
    if now == form_of(submission):
        return True
    if standing.moved is not None:
        moved = standing.moved
        keep(submission, "kept", me.id, (draft.answers, draft.marks))
        draft.answers, draft.appendix = moved.answers, moved.appendix
        draft.versions = {moved.renamed(key): value for key, value in draft.versions.items()}
        submission.mend = [moved.renamed(key) for key in submission.mend]
        submission.carried = {moved.renamed(k): value for k, value in submission.carried.items()}
    pin(submission, standing.definition)
    return True
