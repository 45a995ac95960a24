"""The pages of what readers say of the course."""

from courseware.feedback.routes import pulse, questions, survey
from courseware.feedback.routes.base import bp

__all__ = ["bp", "pulse", "questions", "survey"]
