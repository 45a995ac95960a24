"""The only writer of assignments."""

from courseware.assignments.actions.asking import (
    ask_for,
    cancel,
    extend,
    how_many,
    how_many_owe,
    remind,
    remind_of_dates,
)
from courseware.assignments.actions.moving import (
    join_class,
    joined_cohort,
    joined_team,
    leave_class,
    left_team,
)

__all__ = [
    "ask_for",
    "cancel",
    "extend",
    "how_many",
    "how_many_owe",
    "join_class",
    "joined_cohort",
    "joined_team",
    "leave_class",
    "left_team",
    "remind",
    "remind_of_dates",
]
