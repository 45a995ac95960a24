"""The pages of classes, teams and people."""

from courseware.reports.routes import classes, matrix, people, teams
from courseware.reports.routes.base import bp

__all__ = ["bp", "classes", "matrix", "people", "teams"]
