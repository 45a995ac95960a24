"""The only writers of what people practise."""

from courseware.roleplay.actions.base import LOST
from courseware.roleplay.actions.judging import hand_in, mark_session
from courseware.roleplay.actions.sessions import say_line, take_choice
from courseware.roleplay.actions.starting import start_session

__all__ = [
    "LOST",
    "hand_in",
    "mark_session",
    "say_line",
    "start_session",
    "take_choice",
]
