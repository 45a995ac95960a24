"""Pages of quizzes and exams."""

from courseware.quiz.routes import analysis, exchange, missed, papers, regrades, taking
from courseware.quiz.routes.base import bp

__all__ = ["analysis", "bp", "exchange", "missed", "papers", "regrades", "taking"]
