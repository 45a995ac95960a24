"""The only writer of submissions: begin, save, hand in, take back, return, accept."""

from courseware.exercise.actions.filling import open_submission, save_draft, submit, take_back
from courseware.exercise.actions.judging import accept, return_fields

__all__ = ["accept", "open_submission", "return_fields", "save_draft", "submit", "take_back"]
