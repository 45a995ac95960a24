"""Reading what was asked."""

from courseware.assignments.queries.asked import (
    assignments_for,
    detail_for,
    get_assignment_for,
    may_change,
)
from courseware.assignments.queries.dates import due_between, known_keys
from courseware.assignments.queries.scope import (
    people_in,
    people_of,
    scope_for,
    teams_above,
    teams_below,
)

__all__ = [
    "assignments_for",
    "detail_for",
    "due_between",
    "get_assignment_for",
    "known_keys",
    "may_change",
    "people_in",
    "people_of",
    "scope_for",
    "teams_above",
    "teams_below",
]
