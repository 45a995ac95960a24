"""Reading attempts, exams and what follows from them."""

from courseware.quiz.queries.attempts import (
    answers_of,
    any_paper,
    attempts_of,
    awaited,
    fractions_of,
    has_passed,
    name_of,
    open_attempt,
    overdue,
    own_paper,
    paper_for,
    questions_of,
    responses_at,
    sees_texts_only,
    times_seen,
)

__all__ = [
    "answers_of",
    "any_paper",
    "attempts_of",
    "awaited",
    "fractions_of",
    "has_passed",
    "name_of",
    "open_attempt",
    "overdue",
    "own_paper",
    "paper_for",
    "questions_of",
    "responses_at",
    "sees_texts_only",
    "times_seen",
]
