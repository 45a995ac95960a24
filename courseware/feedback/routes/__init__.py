"""The pages of what readers say of the course."""

from courseware.feedback.routes import questions
from courseware.feedback.routes.base import bp

__all__ = ["bp", "questions"]
