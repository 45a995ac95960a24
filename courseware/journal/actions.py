"""Writing the journal."""

from courseware import db
from courseware.journal.models import Entry


def record(
    actor_id: int | None,
    verb: str,
    thing: tuple[str, object],
    *,
    about: int | None = None,
    **particulars: object,
) -> None:
    """Record that `actor_id` did `verb` to `thing` (kind, id), in the transaction of the deed itself."""
    kind, key = thing
    entry = Entry(actor_id=actor_id, verb=verb, object_kind=kind, object_id=str(key))
    entry.about_id, entry.particulars = about, dict(particulars)
    db.write().add(entry)
