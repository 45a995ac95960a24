"""The only writer of attempts, answers and marks."""

from courseware.quiz.actions.answers import save_answer, save_page
from courseware.quiz.actions.attempts import hand_in, start_attempt
from courseware.quiz.actions.missed import answer_missed
from courseware.quiz.actions.results import mark_texts, submit_attempt
from courseware.quiz.actions.reveals import reveal

__all__ = [
    "answer_missed",
    "hand_in",
    "mark_texts",
    "reveal",
    "save_answer",
    "save_page",
    "start_attempt",
    "submit_attempt",
]
