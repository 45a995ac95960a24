"""The pages of lessons, of notes, and of what is looked up."""

from courseware.learning.routes import lessons, notes, reference
from courseware.learning.routes.base import bp

__all__ = ["bp", "lessons", "notes", "reference"]
