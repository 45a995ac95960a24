"""What happens to a model example: proposed, agreed to or refused, published, withdrawn."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from courseware import db
from courseware.accounts.types import Me
from courseware.content.definitions import Course
from courseware.errors import Conflict, Refused
from courseware.exercise.actions.base import title_of
from courseware.exercise.models import ModelExample, Submission
from courseware.exercise.types.examples import ExampleRow, Proposal, digest
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.notices.actions import tell


def propose(me: Me, course: Course, proposal: Proposal) -> int:
    """Ask an author whether a copy of their form may be shown to a class; the form itself is not touched."""
    submission = db.load(Submission, proposal.submission_id)
    if submission.accepted_at is None:
        raise Conflict("Only an accepted form can become a model example.")
    _check_words(proposal.why, proposal.answers)
    known = db.write().scalars(
        select(ModelExample).where(
            ModelExample.submission_id == submission.id,
            ModelExample.cohort_id == proposal.cohort_id,
        )
    )
    if any(one.refused_at is not None for one in known):
        raise Conflict("Its author has refused to show this form to the class.")
    if known_open(submission.id, proposal.cohort_id):
        raise Conflict("This form has been proposed for the class already.")
    example = ModelExample(
        exercise=submission.exercise, submission_id=submission.id, cohort_id=proposal.cohort_id,
        answers=dict(proposal.answers), why=proposal.why, asked_by_id=me.id, asked_at=clock.now(),
    )  # fmt: skip
    db.write().add(example)
    db.write().flush()
    _record(me, "proposed", example, submission.owner_id)
    tell(
        submission.owner_id, "{name} would like to show your form “{title}” to a class, without your name.",
        _address(example.id), key=f"model-example:{example.id}", name=me.name,
        title=title_of(course, submission),
    )  # fmt: skip
    return example.id


def change_copy(me: Me, row: ExampleRow, answers: Mapping[str, Any], why: str) -> None:
    """Change the copy while its author is being asked; what was agreed to stays as it was agreed to."""
    example = db.load(ModelExample, row.id)
    if _state(example) != "asked":
        raise Conflict("Its author has answered already; the copy stays as it is.")
    _check_words(why, answers)
    example.answers, example.why = dict(answers), why
    _record(me, "changed", example, row.author_id)


def agree(me: Me, row: ExampleRow, seen: str) -> None:
    """The author agrees to the copy as it was seen (its digest); also after a refusal or a withdrawal."""
    example = db.load(ModelExample, row.id)
    if digest(example.answers, example.why) != seen:
        raise Conflict("The copy has been changed since you opened it. Please look at it again.")
    if _state(example) in ("agreed", "published"):
        return
    example.agreed_at, example.refused_at, example.withdrawn_at = clock.now(), None, None
    example.published_at = None
    _answered(me, example, "agreed", "{name} agrees: you may publish the model example.")


def refuse(me: Me, row: ExampleRow) -> None:
    """The author does not agree; once agreed to, it is a withdrawal."""
    example = db.load(ModelExample, row.id)
    if _state(example) in ("refused", "withdrawn"):
        return
    if example.agreed_at is not None:
        withdraw(me, row)
        return
    example.refused_at = clock.now()
    _answered(me, example, "refused", "{name} would rather not have the form shown to the class.")


def publish(me: Me, row: ExampleRow) -> None:
    """Show it to the class; only what its author agrees to."""
    example = db.load(ModelExample, row.id)
    state = _state(example)
    if state == "published":
        return
    if state != "agreed":
        raise Conflict("Its author has not agreed (any more); it cannot be published.")
    example.published_at = clock.now()
    _record(me, "published", example, row.author_id)


def withdraw(me: Me, row: ExampleRow) -> None:
    """The author takes the consent back, or a trainer the example: nobody in the class sees it from now on."""
    example = db.load(ModelExample, row.id)
    if example.withdrawn_at is not None:
        return
    example.withdrawn_at = clock.now()
    if me.id == row.author_id:
        _answered(me, example, "withdrew", "{name} has withdrawn the consent to a model example.")
    else:
        _record(me, "withdrew", example, row.author_id)


def known_open(submission_id: int, cohort_id: int) -> bool:
    """Whether a form has been proposed for a class and not been withdrawn."""
    query = select(ModelExample.id).where(
        ModelExample.submission_id == submission_id, ModelExample.cohort_id == cohort_id,
        ModelExample.withdrawn_at.is_(None),
    )  # fmt: skip
    return db.write().scalar(query.limit(1)) is not None


def _check_words(why: str, answers: Mapping[str, Any]) -> None:
    if not why.strip():
        raise Refused("Say why this form is a good example.")
    if not answers:
        raise Refused("The copy is empty.")


def _state(example: ModelExample) -> str:
    if example.withdrawn_at is not None:
        return "withdrawn"
    if example.refused_at is not None:
        return "refused"
    if example.published_at is not None:
        return "published"
    return "asked" if example.agreed_at is None else "agreed"


def _answered(me: Me, example: ModelExample, verb: str, sentence: str) -> None:
    at = clock.now()
    key = f"model-example:{example.id}:{verb}:{at:%Y%m%d%H%M%S}"
    tell(example.asked_by_id, sentence, _address(example.id), key=key, name=me.name)
    _record(me, verb, example, me.id)


def _record(me: Me, verb: str, example: ModelExample, about_id: int) -> None:
    journal.record(me.id, verb, ("model_example", example.id), about=about_id)


def _address(example_id: int) -> str:
    return f"/model-examples/{example_id}"
