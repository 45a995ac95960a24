"""Telling a person something, in the caller's own transaction."""

from sqlalchemy import update

from courseware import db
from courseware.kit import clock
from courseware.notices.models import Notice


def tell(person_id: int, sentence: str, href: str, *, key: str, **values: object) -> None:
    """Put a notice into somebody's inbox: an English msgid with its values, and where it leads. A key is told once."""
    row = {"person_id": person_id, "sentence": sentence, "values": values, "href": href, "key": key}
    told = db.insert(Notice).values(row)
    db.write().execute(told.on_conflict_do_nothing(index_elements=[Notice.person_id, Notice.key]))


def mark_read(person_id: int, notice_id: int | None = None) -> None:
    """Mark one notice of a person as read, or all."""
    query = update(Notice).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    if notice_id is not None:
        query = query.where(Notice.id == notice_id)
    db.write().execute(query.values(read_at=clock.now()))
