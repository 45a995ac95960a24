"""The pages of classes, teams and people."""

from courseware.reports.routes import (
    booklets,
    classes,
    matrix,
    people,
    person_record,
    schedules,
    teams,
)
from courseware.reports.routes.base import bp

__all__ = ["booklets", "bp", "classes", "matrix", "people", "person_record", "schedules", "teams"]
