"""Pages of quizzes and exams."""

from courseware.quiz.routes import missed, papers, taking
from courseware.quiz.routes.base import bp

__all__ = ["bp", "missed", "papers", "taking"]
