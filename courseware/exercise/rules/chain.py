"""The forms that build on each other: together they are somebody's sales strategy."""

from collections.abc import Iterable, Mapping

from courseware.content.definitions import ExerciseDefinition
from courseware.exercise.types import SubmissionRow

CHAIN = (
    "swot",
    "cross-strategies",
    "smart-goals",
    "goal-breakdown",
    "action-plan",
    "warning-indicators",
    "quarterly-review",
    "annual-review",
)


def chain_of(exercises: Mapping[str, ExerciseDefinition]) -> list[ExerciseDefinition]:
    """The forms of the chain that the course has, in their order."""
    return [exercises[key] for key in CHAIN if key in exercises]


def is_begun(mine: Iterable[SubmissionRow]) -> bool:
    """Whether there is anything of the chain to print."""
    return any(row.exercise in CHAIN and row.about_id is None for row in mine)
