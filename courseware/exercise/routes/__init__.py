"""The pages of the forms: the list, filling in, reviewing, printing."""

from courseware.exercise.routes import filling, listing, printing, reviewing
from courseware.exercise.routes.base import bp

__all__ = ["bp", "filling", "listing", "printing", "reviewing"]
