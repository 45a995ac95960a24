"""Pages of quizzes and exams."""

from courseware.quiz.routes import missed, taking
from courseware.quiz.routes.base import bp

__all__ = ["bp", "missed", "taking"]
