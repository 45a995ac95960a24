"""Reading what was asked."""

from courseware.assignments.queries.asked import (
    assignments_for,
    detail_for,
    find_assignment_for,
    get_assignment_for,
    may_change,
    seen_in,
    targets_of,
)
from courseware.assignments.queries.dates import due_between, known_keys
from courseware.assignments.queries.owed import owed_by, sources_of, task_for
from courseware.assignments.queries.scope import (
    people_in,
    people_of,
    scope_for,
    teams_above,
    teams_below,
)
from courseware.assignments.queries.series import kept_in, series_for
from courseware.assignments.queries.titles import called, outside_of, own_items, titles

__all__ = [
    "assignments_for",
    "called",
    "detail_for",
    "due_between",
    "find_assignment_for",
    "get_assignment_for",
    "kept_in",
    "known_keys",
    "may_change",
    "outside_of",
    "owed_by",
    "own_items",
    "people_in",
    "people_of",
    "scope_for",
    "seen_in",
    "series_for",
    "sources_of",
    "targets_of",
    "task_for",
    "teams_above",
    "teams_below",
    "titles",
]
