"""Reading what people practised."""

from courseware.roleplay.queries.sessions import (
    KIND,
    asked_of,
    definition_of,
    get_own_session,
    get_session_for,
    get_session_to_mark,
    markers_of,
    named_marker,
    owner_name,
    pinned,
    sessions_of,
    turns_of,
)

__all__ = [
    "KIND",
    "asked_of",
    "definition_of",
    "get_own_session",
    "get_session_for",
    "get_session_to_mark",
    "markers_of",
    "named_marker",
    "owner_name",
    "pinned",
    "sessions_of",
    "turns_of",
]
