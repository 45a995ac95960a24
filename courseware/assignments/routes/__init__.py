"""The pages of asking, and of what being in a class asks."""

from courseware.assignments.routes import asking, joining, one, schedules, series, several, tasks
from courseware.assignments.routes.base import bp as assignments_pages
from courseware.assignments.routes.classes import bp as class_pages

__all__ = [
    "asking",
    "assignments_pages",
    "class_pages",
    "joining",
    "one",
    "schedules",
    "series",
    "several",
    "tasks",
]
