"""Reading the inbox."""

from sqlalchemy import func, select

from courseware import db
from courseware.notices.models import Notice


def unread(person_id: int) -> int:
    """How many notices a person has not read."""
    query = select(func.count()).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    return db.read().scalar(query) or 0
