"""Recordings leave by the schedule the administrator sets; their files leave after the commit."""

from courseware.kit import clock, jobs
from courseware.roleplay.actions import recordings as actions
from courseware.roleplay.queries.recordings import expired
from courseware.web.printing import storage

#: so many recordings in one transaction
A_ROUND = 500


def expire_recordings() -> None:
    """Delete what was kept long enough; where there was much of it, ask for the next round."""
    ids = expired(clock.now(), most=A_ROUND)
    actions.expire(ids)
    if len(ids) == A_ROUND:
        jobs.put("expire_recordings", key="expire_recordings")


def delete_recording_file(key: str) -> None:
    """Delete the file of a recording that is gone; a second run finds nothing and is content."""
    storage().delete(key)
