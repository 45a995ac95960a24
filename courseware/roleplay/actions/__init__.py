"""The only writers of what people practise."""

from courseware.roleplay.actions.sessions import (
    LOST,
    hand_in,
    mark_session,
    say_line,
    start_session,
    take_choice,
)

__all__ = [
    "LOST",
    "hand_in",
    "mark_session",
    "say_line",
    "start_session",
    "take_choice",
]
