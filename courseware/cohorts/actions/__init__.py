"""The only writer of classes and of what belongs to them."""

from courseware.cohorts.actions.announcing import announce, withdraw_announcement
from courseware.cohorts.actions.classes import (
    add_member,
    add_trainer,
    change_cohort,
    create_cohort,
    create_group,
    end_membership,
    fill_group,
    remove_trainer,
    schedule,
)
from courseware.cohorts.actions.joining import (
    ask_to_join,
    close_join_link,
    decide_request,
    forget_strangers,
    open_join_link,
)
from courseware.cohorts.actions.templates import keep_template, remove_template, rename_template

__all__ = [
    "add_member",
    "add_trainer",
    "announce",
    "ask_to_join",
    "change_cohort",
    "close_join_link",
    "create_cohort",
    "create_group",
    "decide_request",
    "end_membership",
    "fill_group",
    "forget_strangers",
    "keep_template",
    "open_join_link",
    "remove_template",
    "remove_trainer",
    "rename_template",
    "schedule",
    "withdraw_announcement",
]
