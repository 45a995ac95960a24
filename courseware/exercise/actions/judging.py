"""What a reviewer does to a form: return fields, accept."""

from courseware import db
from courseware.accounts.types import Me
from courseware.content.definitions import Course
from courseware.errors import Refused
from courseware.exercise import queries
from courseware.exercise.actions import versions
from courseware.exercise.actions.base import keep, people_of, record, title_of
from courseware.exercise.models import Submission
from courseware.exercise.queries.versions import handed_in_with
from courseware.kit import jobs
from courseware.notices.actions import tell
from courseware.review import actions as reviews
from courseware.review.types import Verdict


def return_fields(me: Me, course: Course, submission_id: int, verdict: Verdict) -> None:
    """Send a form back with words on single fields; only the fields in `mend` may be changed then."""
    submission = db.load(Submission, submission_id)
    definition = handed_in_with(submission)
    keys = {f.key for f in definition.fields if f.type != "computed"}
    if not verdict.mend:
        raise Refused("Tick at least one field that is to be mended.")
    if any(key not in keys for key in verdict.mend):
        raise Refused("This form has no such field.")
    if any(not verdict.comments.get(key, "").strip() for key in verdict.mend):
        raise Refused("Say beside each field that you return what is to be mended.")
    versions.keep_rubric(course, verdict.rubric)
    review = reviews.give_verdict(me, ("submission", submission_id), verdict)
    submission.returned_at, submission.returned_by_id = review.at, me.id
    submission.mend = list(verdict.mend)
    words = queries.handed_in(submission_id)
    if words is not None:
        keep(submission, "returned", me.id, (dict(words.answers), dict(words.marks)))
    for person in people_of(submission):
        tell(
            person, "{name} has returned your form “{title}”: {n} fields to mend.",
            f"/submissions/{submission_id}", key=f"returned:{submission_id}:{submission.round}",
            name=me.name, n=len(verdict.mend), title=title_of(course, submission),
        )  # fmt: skip


def accept(me: Me, course: Course, submission_id: int, verdict: Verdict) -> None:
    """Accept a form: it is closed, counts, and where its file says so a certificate follows."""
    submission = db.load(Submission, submission_id)
    definition = handed_in_with(submission)
    versions.keep_rubric(course, verdict.rubric)
    review = reviews.give_verdict(me, ("submission", submission_id), verdict)
    submission.accepted_at, submission.accepted_by_id = review.at, me.id
    submission.accepted_role = review.role
    submission.done_at = submission.done_at or review.at
    submission.closed_at, submission.mend = review.at, []
    db.write().flush()
    record(course, submission, "accepted")
    if definition.certifies:
        jobs.put("submission_accepted", submission_id, key=f"submission_accepted:{submission_id}")
    for person in people_of(submission):
        tell(
            person, "{name} has accepted your form “{title}”.", f"/submissions/{submission_id}",
            key=f"accepted:{submission_id}", name=me.name, title=title_of(course, submission),
        )  # fmt: skip
