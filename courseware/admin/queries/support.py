"""Whether somebody's sign-in for support is still under way."""

from sqlalchemy import select

from courseware import db
from courseware.admin.types import ENDED, STARTED, SUPPORT
from courseware.journal.models import Entry


def is_open(token: str) -> bool:
    """Whether this sign-in for support was begun and not ended: the journal says both."""
    query = select(Entry.verb).where(Entry.object_kind == SUPPORT, Entry.object_id == token)
    return set(db.read().scalars(query)) & {STARTED, ENDED} == {STARTED}
