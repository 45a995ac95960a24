"""Attempts at quizzes and exams, and what follows from them."""

from courseware.quiz.models.attempts import AnswerStep, Attempt, QuestionMark, Reveal
from courseware.quiz.models.exams import ExamPaper, Release
from courseware.quiz.models.missed import MissedAnswer, MissedQuestion
from courseware.quiz.models.regrades import Regrade, RegradedAttempt

__all__ = [
    "AnswerStep",
    "Attempt",
    "ExamPaper",
    "MissedAnswer",
    "MissedQuestion",
    "QuestionMark",
    "Regrade",
    "RegradedAttempt",
    "Release",
    "Reveal",
]
