"""What the owner does to a form: begin, save, hand in, take back."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from courseware import db
from courseware.accounts.types import Me
from courseware.content.definitions import Course, ExerciseDefinition
from courseware.errors import Conflict, NotFound, Refused
from courseware.exercise import queries
from courseware.exercise.actions import about, together, versions
from courseware.exercise.actions.base import (
    draft_of,
    is_editable,
    is_time_to_keep,
    keep,
    keep_once,
    people_of,
    record,
    revision,
    title_of,
)
from courseware.exercise.models import Draft, Submission
from courseware.exercise.rules import answers as shapes
from courseware.exercise.rules import judging, repeating
from courseware.exercise.rules.carrying import carry_over, sources_needed
from courseware.exercise.types import Saved, Stale
from courseware.exercise.types.together import Base
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.notices.actions import tell
from courseware.review import actions as reviews
from courseware.review import queries as reviewing


def open_submission(me: Me, definition: ExerciseDefinition, period: str) -> int:
    """Begin a form, with what earlier forms give; the open one of the same period is found again."""
    if definition.filled_by not in ("learner", "group"):
        raise Refused("This form is filled in by somebody else about a person.")
    known = _open_one(me.id, definition.id, period)
    if known is not None:
        return known
    if definition.repeats != "free" and _accepted_one(me.id, definition.id, period):
        raise Conflict("This form has been accepted already; there is one a period.")
    answers, carried = carry_over(
        definition, queries.sources_for(me.id, sources_needed(definition))
    )
    asked = queries.asked_of(me.id, definition.id)
    begun = Submission(
        exercise=definition.id, module=definition.module, owner_id=me.id, period=period, round=0, mend=[],
        obligation_id=asked[0].id if asked else None,
    )  # fmt: skip
    versions.pin(begun, definition)
    begun.carried = {key: {**asdict(c), "at": c.at.isoformat()} for key, c in carried.items()}
    answers |= _about(definition, answers, period)
    session = db.write()
    try:
        with session.begin_nested():
            session.add(begun)
            session.flush()
    except IntegrityError:  # a second click was quicker
        return _open_one(me.id, definition.id, period) or 0
    session.add(Draft(submission_id=begun.id, answers=answers, marks={}, counter=0))
    journal.record(me.id, "began", ("submission", begun.id), item=definition.id, period=period)
    session.flush()
    return begun.id


def save_draft(  # noqa: PLR0913 - what was sent, and what it is based on
    me: Me,
    submission_id: int,
    answers: Mapping[str, Any],
    *,
    marks: Mapping[str, int],
    counter: int,
    form: str | None = None,
    digests: Mapping[str, Any] | None = None,
) -> Saved | Stale:
    """Keep what was typed, if it is based on the newest; else it is kept as a revision and the newest handed back.

    A form of a group is merged field by field instead, by the `digests` of what the sender's page began with.
    """
    submission = _own(me, submission_id)
    if not is_editable(submission):
        raise Conflict("This form is with its reviewer now and cannot be changed.")
    about.refuse_closed(submission)
    return _save(me, submission, (dict(answers), dict(marks)), Base(counter, digests), form=form)


def submit(  # noqa: PLR0913 - what was sent, and what it is based on
    me: Me,
    course: Course,
    submission_id: int,
    answers: Mapping[str, Any],
    *,
    marks: Mapping[str, int],
    counter: int,
    form: str | None = None,
    digests: Mapping[str, Any] | None = None,
) -> Saved | Stale | None:
    """Hand the form in. None when it is in already (a second click changes nothing)."""
    submission = _own(me, submission_id)
    if not is_editable(submission):
        return None
    about.refuse_closed(submission)
    saved = _save(me, submission, (dict(answers), dict(marks)), Base(counter, digests), form=form)
    if isinstance(saved, Stale):
        return saved
    own = draft_of(submission_id)
    definition = versions.standing(submission, own)
    _refuse_unfinished(course, definition, own)
    now = clock.now()
    submission.round += 1
    submission.submitted_at, submission.returned_at, submission.returned_by_id = now, None, None
    versions.pin(submission, definition)
    keep(submission, "submitted", me.id, (own.answers, own.marks))
    if submission.about_id is not None:
        about.hand_over(me, course, submission)
        return saved
    together.note_authors(me, submission)
    journal.record(
        me.id,
        "submitted",
        ("submission", submission.id),
        item=submission.exercise,
        round=submission.round,
    )
    _go_on(me, course, submission, definition)
    return saved


def take_back(me: Me, submission_id: int) -> None:
    """Get a form back that nobody has judged yet, to change it."""
    submission = _own(me, submission_id)
    if is_editable(submission):
        return
    if submission.about_id is not None:
        about.take_back(submission)
        return
    if submission.accepted_at is not None:
        raise Conflict("This form has been accepted and stays as it is.")
    thing = ("submission", submission_id)
    holder = reviewing.lock_of(thing)
    if holder is not None:
        raise Conflict(
            "{name} is reviewing this right now. Please wait for the result.", name=holder.reviewer
        )
    if submission.group_id is not None:
        other = together.open_one(submission.group_id, submission.exercise, submission.period)
    else:
        other = _open_one(me.id, submission.exercise, submission.period)
    if other not in (None, submission_id):
        raise Conflict("You have begun this form anew; go on with that one.")
    reviews.withdraw(thing)
    submission.closed_at = None
    judged = [r for r in reviewing.reviews_of(thing) if r.verdict == "returned"]
    if judged:
        submission.returned_at, submission.returned_by_id = judged[-1].at, judged[-1].reviewer_id
    else:
        submission.submitted_at = None
    journal.record(me.id, "took back", thing, item=submission.exercise)


def _save(
    me: Me,
    submission: Submission,
    sent: tuple[dict[str, Any], dict[str, Any]],
    base: Base,
    *,
    form: str | None,
) -> Saved | Stale:
    own = draft_of(submission.id)
    is_known = versions.bring_up(me, submission, own, form)
    if submission.group_id is not None and is_known:
        return together.save(me, submission, sent, base)
    only = frozenset(submission.mend) if submission.returned_at else None
    answers, marks = shapes.merge(own.answers, sent[0], only), sent[1]
    if (answers, marks) == (own.answers, own.marks):
        return Saved(own.counter, own.changed_at)
    if own.counter != base.counter or not is_known:
        lost = revision(submission, "conflict", me.id, (answers, marks))
        db.keep(lambda session: keep_once(session, lost))
        return Stale(own.counter, own.answers, own.marks, own.changed_at)
    if is_time_to_keep(submission.id):
        keep(submission, "kept", me.id, (own.answers, own.marks))
    own.answers, own.marks = answers, marks
    own.counter, own.changed_at = own.counter + 1, clock.now()
    db.write().flush()
    return Saved(own.counter, own.changed_at)


def _about(
    definition: ExerciseDefinition, answers: Mapping[str, Any], period: str
) -> dict[str, str]:
    """The period that was chosen, in the form's own first period field."""
    key = next((f.key for f in definition.fields if f.type == "period"), None)
    return {key: period} if key and period and not answers.get(key) else {}


def _refuse_unfinished(course: Course, definition: ExerciseDefinition, own: Draft) -> None:
    """The route has shown these beside their fields already; this is what nobody gets round."""
    wrong = judging.problems(definition, own.answers)
    if definition.done_when == "self_checked":
        wrong += judging.rubric_problems(course.rubrics.get(definition.rubric), own.marks)
    if wrong or judging.blocks(judging.check(definition, own.answers, "en")):
        raise Refused(
            "The form is not finished yet. Nothing was lost; please look at the marked fields."
        )


def _go_on(me: Me, course: Course, submission: Submission, definition: ExerciseDefinition) -> None:
    """After handing in: it is done, or waits for somebody, or both."""
    asked = [a for person in people_of(submission) for a in queries.asked_of(person, definition.id)]
    name = together.name_of(me, submission)
    reviewer = next((a.reviewer_id for a in asked if a.reviewer_id), None)
    needs = repeating.needs_acceptance(definition, asked=any(a.needs_acceptance for a in asked))
    submission.obligation_id = submission.obligation_id or (asked[0].id if asked else None)
    db.write().flush()
    if repeating.is_done_at_submission(definition):
        submission.done_at = submission.done_at or submission.submitted_at
        record(course, submission, repeating.grade_at_submission(definition))
    if not needs:
        submission.closed_at = submission.submitted_at
        return
    thing = ("submission", submission.id)
    reviews.wait_for_review(
        thing, submission.owner_id, definition.id, round=submission.round, reviewer_id=reviewer
    )
    for person in reviewing.reviewers_of(submission.owner_id, reviewer):
        tell(
            person, "{name} has handed in “{title}” for your review.", f"/submissions/{submission.id}",
            key=f"waiting:{submission.id}:{submission.round}", name=name, title=title_of(course, submission),
        )  # fmt: skip


def _own(me: Me, submission_id: int) -> Submission:
    submission = db.load(Submission, submission_id)
    if not together.may_write(me, submission):
        raise NotFound
    return submission


def _open_one(owner_id: int, exercise: str, period: str) -> int | None:
    query = select(Submission.id).where(
        Submission.owner_id == owner_id, Submission.exercise == exercise, Submission.period == period,
        Submission.closed_at.is_(None), Submission.group_id.is_(None), Submission.about_id.is_(None),
    )  # fmt: skip
    return db.write().scalar(query)


def _accepted_one(owner_id: int, exercise: str, period: str) -> bool:
    query = select(Submission.id).where(
        Submission.owner_id == owner_id, Submission.exercise == exercise, Submission.period == period,
        Submission.accepted_at.is_not(None),
    )  # fmt: skip
    return db.write().scalar(query.limit(1)) is not None
