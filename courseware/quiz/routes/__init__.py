"""Pages of quizzes and exams."""

from courseware.quiz.routes import analysis, missed, papers, taking
from courseware.quiz.routes.base import bp

__all__ = ["analysis", "bp", "missed", "papers", "taking"]
