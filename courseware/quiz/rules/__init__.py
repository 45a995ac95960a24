"""What decides in quizzes and exams. Pure."""

from courseware.quiz.rules.drawing import (
    FREE_ATTEMPTS,
    GRACE,
    Spread,
    TooLate,
    deadline,
    draw,
    is_over,
    may_start,
    paper,
    score,
)

__all__ = [
    "FREE_ATTEMPTS",
    "GRACE",
    "Spread",
    "TooLate",
    "deadline",
    "draw",
    "is_over",
    "may_start",
    "paper",
    "score",
]
