"""The only writer of assignments."""

from courseware.assignments.actions.asking import ask_for, ask_for_all, how_many
from courseware.assignments.actions.changing import (
    cancel,
    change_several,
    extend,
    how_many_owe,
    remind,
)
from courseware.assignments.actions.moving import (
    join_class,
    joined_cohort,
    joined_team,
    leave_class,
    left_team,
)
from courseware.assignments.actions.reminding import remind_of_dates
from courseware.assignments.actions.repeating import begin_rounds, end_series
from courseware.assignments.actions.tasks import finish_task

__all__ = [
    "ask_for",
    "ask_for_all",
    "begin_rounds",
    "cancel",
    "change_several",
    "end_series",
    "extend",
    "finish_task",
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
