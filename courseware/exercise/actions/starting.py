"""A new form of a group, or about a person."""

from sqlalchemy.exc import IntegrityError

from courseware import db
from courseware.accounts.types import Me
from courseware.content.definitions import ExerciseDefinition
from courseware.exercise.actions import versions
from courseware.exercise.models import Draft, Submission


def start(me: Me, definition: ExerciseDefinition, period: str, **whose: int | None) -> int | None:
    """Its number; none when a second click or somebody else was quicker."""
    begun = Submission(
        exercise=definition.id, module=definition.module, owner_id=me.id, period=period, round=0, mend=[],
        **whose,
    )  # fmt: skip
    versions.pin(begun, definition)
    session = db.write()
    try:
        with session.begin_nested():
            session.add(begun)
            session.flush()
    except IntegrityError:
        return None
    session.add(Draft(submission_id=begun.id, answers={}, marks={}, counter=0))
    session.flush()
    return begun.id
