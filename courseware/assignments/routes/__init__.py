"""The pages of asking, and of what being in a class asks."""

from courseware.assignments.routes.asking import bp as assignments_pages
from courseware.assignments.routes.classes import bp as class_pages

__all__ = ["assignments_pages", "class_pages"]
