"""What is new to somebody who leads others. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from courseware.home.types import CameIn

#: who comes back within this is still looking
SAME_LOOK = timedelta(minutes=30)


def next_look(since: datetime, last: datetime, now: datetime) -> tuple[datetime, datetime]:
    """What the page calls the last look, and this look: a page that is reloaded keeps what was new on it."""
    return (last if now - last > SAME_LOOK else since), now


def together(rows: Sequence[CameIn]) -> list[CameIn]:
    """One line for all of a sort from one person, new ones apart: who passes ten quizzes hides nobody else.

    The rows come newest first; the newest of a line names it.
    """
    found: dict[tuple[int, str, bool], CameIn] = {}
    for row in rows:
        key = (row.person_id, row.kind, row.is_new)
        known = found.get(key)
        found[key] = replace(known, count=known.count + 1) if known else row
    return list(found.values())
