"""Pages of quizzes and exams."""

from courseware.quiz.routes import analysis, exams, exchange, missed, papers, regrades, taking
from courseware.quiz.routes.base import bp

__all__ = ["analysis", "bp", "exams", "exchange", "missed", "papers", "regrades", "taking"]
