"""What the worker does for the administration."""

from courseware.admin import actions, queries
from courseware.kit import jobs
from courseware.web.printing import DELETE_FILE, storage


def end_support(token: str, actor_id: int, person_id: int) -> None:
    """A sign-in for support whose time is over; one that was ended by its button is left as it is."""
    actions.end_support(token, actor_id, person_id)


def clean_files() -> None:
    """Remove files that were sent for a form and never saved with one; a second run finds nothing."""
    files = queries.unused(storage())
    for file in files:
        jobs.put(DELETE_FILE, file.key)
    if files:
        actions.note_cleaning(len(files), sum(file.size for file in files))
