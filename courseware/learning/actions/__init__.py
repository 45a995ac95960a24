"""The only writer of steps, progress, enrolments and obligations."""

from courseware.learning.actions.enrolments import (
    end_enrolment,
    enrol,
    join_cohort,
    leave_cohort,
    leave_everything,
    schedule_module,
)
from courseware.learning.actions.notes import add_note, change_note, remove_note
from courseware.learning.actions.obligations import TASK, close_obligations, is_owed, oblige
from courseware.learning.actions.progress import keep_place, open_module
from courseware.learning.actions.steps import record_step, withdraw_steps

__all__ = [
    "TASK",
    "add_note",
    "change_note",
    "close_obligations",
    "end_enrolment",
    "enrol",
    "is_owed",
    "join_cohort",
    "keep_place",
    "leave_cohort",
    "leave_everything",
    "oblige",
    "open_module",
    "record_step",
    "remove_note",
    "schedule_module",
    "withdraw_steps",
]
